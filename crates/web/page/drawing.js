// The drawing area.

/** Pixels that an arrow key moves the pen. */
const STEP = 10;

/** Makes `canvas` a drawing area; `changed` is called when a stroke ends or goes. */
export function drawingArea(canvas, pen, changed) {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  /** Strokes: {width, points}. */
  let strokes = [];
  /** Where the keyboard's pen is, and the stroke it draws. */
  const keys = { at: [canvas.width / 2, canvas.height / 2], stroke: null };

  function redraw() {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.strokeStyle = "#000";
    context.lineCap = context.lineJoin = "round";
    for (const { width, points } of strokes) {
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(...points[0]);
      // A single point is a dot.
      for (const point of points.length > 1 ? points.slice(1) : points) context.lineTo(...point);
      context.stroke();
    }
  }

  /** What is drawn, a byte a pixel, without the keyboard's pen. */
  function grey() {
    redraw();
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const bytes = Uint8Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]);
    showKeys();
    return bytes;
  }

  /** Marks where the keyboard's pen is, once it has been used. */
  function showKeys() {
    if (!keys.used || document.activeElement !== canvas) return;
    context.strokeStyle = keys.stroke ? "#b3261e" : "#4a8fe7";
    context.lineWidth = 2;
    context.beginPath();
    context.arc(...keys.at, Number(pen.value) / 2 + 2, 0, 2 * Math.PI);
    context.stroke();
  }

  function begin(point, pointer) {
    const stroke = { width: Number(pen.value), points: [point], pointer };
    strokes.push(stroke);
    return stroke;
  }

  function pointOf(event) {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * canvas.width) / box.width,
      ((event.clientY - box.top) * canvas.height) / box.height,
    ];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    begin(pointOf(event), event.pointerId);
    redraw();
  });
  canvas.addEventListener("pointermove", (event) => {
    const stroke = strokes.at(-1);
    if (!stroke || stroke.pointer !== event.pointerId) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const moved of moves.length > 0 ? moves : [event]) stroke.points.push(pointOf(moved));
    redraw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      const stroke = strokes.at(-1);
      if (!stroke || stroke.pointer !== event.pointerId) return;
      stroke.pointer = null;
      changed();
    });
  }
  canvas.addEventListener("keydown", (event) => {
    const move = {
      ArrowLeft: [-STEP, 0],
      ArrowRight: [STEP, 0],
      ArrowUp: [0, -STEP],
      ArrowDown: [0, STEP],
    }[event.key];
    const isPen = event.key === " ";
    if ((!move && !isPen) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    keys.used = true;
    if (move) {
      keys.at = keys.at.map((x, i) => Math.max(0, Math.min(canvas.width, x + move[i])));
      keys.stroke?.points.push(keys.at);
    } else if (keys.stroke) {
      keys.stroke = null;
    } else {
      keys.stroke = begin(keys.at, null);
    }
    redraw();
    showKeys();
    if (isPen || keys.stroke) changed();
  });
  canvas.addEventListener("focus", () => showKeys());
  canvas.addEventListener("blur", () => redraw());

  redraw();
  return {
    grey,
    isEmpty: () => strokes.length === 0,
    clear() {
      strokes = [];
      keys.stroke = null;
      redraw();
    },
    undo() {
      strokes.pop();
      keys.stroke = null;
      redraw();
    },
  };
}
