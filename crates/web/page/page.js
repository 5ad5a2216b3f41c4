// The page of a drawn digit. The classifiers are in web.wasm; what they take and say goes through
// its memory: see crates/web/src/exports.rs.

const paper = document.getElementById("paper");
const seen = document.getElementById("seen");
const majority = document.getElementById("majority");
const rows = document.getElementById("rows");
const pen = document.getElementById("pen");
const context = paper.getContext("2d", { willReadFrequently: true });

const decoder = new TextDecoder();
let wasm;
/** The rows that have been loaded, in the paper's order: {row, temperature, model, cells}. */
const models = [];
/** Strokes: {width, points}. */
let strokes = [];
/** Counts what was drawn, so that answers to an older drawing are dropped. */
let drawing = 0;

/** Calls an export, with bytes if it takes some, and returns what it says. */
function call(name, bytes, ...numbers) {
  if (bytes) {
    const place = wasm.room(bytes.length);
    new Uint8Array(wasm.memory.buffer, place, bytes.length).set(bytes);
  }
  const length = wasm[name](...numbers);
  return JSON.parse(decoder.decode(new Uint8Array(wasm.memory.buffer, wasm.text(), length)));
}

/** Lets the browser draw and hear before work goes on. */
const breathe = () => new Promise((go) => setTimeout(go));

async function fetched(name) {
  const response = await fetch(name);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

// Drawing.

function redraw() {
  context.fillStyle = "#fff";
  context.fillRect(0, 0, paper.width, paper.height);
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

function pointOf(event) {
  const box = paper.getBoundingClientRect();
  return [
    ((event.clientX - box.left) * paper.width) / box.width,
    ((event.clientY - box.top) * paper.height) / box.height,
  ];
}

paper.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  paper.setPointerCapture(event.pointerId);
  strokes.push({ width: Number(pen.value), points: [pointOf(event)], pointer: event.pointerId });
  redraw();
  event.preventDefault();
});
paper.addEventListener("pointermove", (event) => {
  const stroke = strokes.at(-1);
  if (!stroke || stroke.pointer !== event.pointerId) return;
  for (const moved of event.getCoalescedEvents?.() ?? [event]) stroke.points.push(pointOf(moved));
  redraw();
});
for (const end of ["pointerup", "pointercancel"]) {
  paper.addEventListener(end, (event) => {
    const stroke = strokes.at(-1);
    if (!stroke || stroke.pointer !== event.pointerId) return;
    stroke.pointer = null;
    recognise();
  });
}
document.getElementById("clear").addEventListener("click", () => {
  strokes = [];
  redraw();
  recognise();
});
document.getElementById("undo").addEventListener("click", () => {
  strokes.pop();
  redraw();
  recognise();
});

// Recognition.

function show(canvas, height, width, grey) {
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  for (let i = 0; i < height * width; i += 1) {
    image.data.set([grey(i), grey(i), grey(i), 255], 4 * i);
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

function forget(words) {
  majority.textContent = words;
  show(seen, 28, 28, () => 255);
  document.getElementById("maps").replaceChildren();
  for (const { line } of models) answer(line, "", "", "");
}

function answer(line, said, confidence, milliseconds) {
  [said, confidence, milliseconds].forEach((text, i) => {
    line.cells[2 + i].textContent = text;
  });
  line.classList.remove("other");
}

async function recognise() {
  drawing += 1;
  const own = drawing;
  if (!wasm) return;
  if (strokes.length === 0) {
    forget("Draw a digit.");
    return;
  }
  const { data } = context.getImageData(0, 0, paper.width, paper.height);
  const grey = Uint8Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]);
  const { digit, error } = call("see", grey, paper.height, paper.width);
  if (error) {
    forget(`Not one digit: ${error}.`);
    return;
  }
  show(seen, 28, 28, (i) => 255 - digit[i]);
  layers();
  const answers = [];
  for (const entry of models) {
    answers.push({ entry, said: ask(entry) });
    await breathe();
    if (own !== drawing) return;
  }
  conclude(answers);
}

/** Asks a row about the digit, and writes what it says. */
function ask({ model, temperature, line }) {
  const begun = performance.now();
  const found = call("ask", null, model, temperature ?? NaN);
  const took = performance.now() - begun;
  if (found.error) {
    answer(line, "–", "", "");
    return null;
  }
  const confidence = found.confidence === null ? "–" : (100 * found.confidence).toFixed(1);
  answer(line, String(found.class), confidence, took < 10 ? took.toFixed(1) : took.toFixed(0));
  return found.class;
}

function conclude(answers) {
  const votes = new Map();
  for (const { said } of answers) if (said !== null) votes.set(said, 1 + (votes.get(said) ?? 0));
  const most = Math.max(0, ...votes.values());
  const best = [...votes.keys()].filter((said) => votes.get(said) === most).sort();
  if (best.length === 0) return;
  const each = best.length > 1 ? " each" : "";
  majority.textContent = `${best.join(" or ")}, say ${most} of ${answers.length} rows${each}.`;
  for (const { entry, said } of answers) {
    entry.line.classList.toggle("other", said !== null && !best.includes(said));
  }
}

// The layers.

const PIXEL = { input: 3, C1: 3, S2: 3, C3: 3, S4: 4, C5: 4, F6: 8, output: 14 };

function layers() {
  const { maps, error } = call("layers");
  if (error) return;
  const shown = new Map();
  for (const map of maps) {
    if (!shown.has(map.layer)) {
      const line = document.createElement("div");
      line.className = "layer";
      const name = document.createElement("b");
      name.textContent = map.layer;
      line.append(name);
      shown.set(map.layer, line);
    }
    const canvas = document.createElement("canvas");
    const least = Math.min(...map.states);
    const range = Math.max(...map.states) - least || 1;
    const isPenalty = map.layer === "output";
    show(canvas, map.height, map.width, (i) => {
      const high = (map.states[i] - least) / range;
      return Math.round(255 * (isPenalty ? high : 1 - high));
    });
    canvas.style.width = `${map.width * PIXEL[map.layer]}px`;
    canvas.style.maxWidth = "100%";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", isPenalty
      ? "Penalties of the digits 0 to 9; the darkest is the least"
      : `${map.layer}, map ${map.map + 1}`);
    shown.get(map.layer).append(canvas);
  }
  document.getElementById("maps").replaceChildren(...shown.values());
}

// Loading.

function lineOf({ row, name, error_percent }) {
  const line = document.createElement("tr");
  const cells = [name, error_percent?.toFixed(2) ?? "–", "", "", ""].map((text) => {
    const cell = document.createElement("td");
    cell.textContent = text;
    return cell;
  });
  cells[0].title = row;
  cells[2].className = "answer";
  line.append(...cells);
  return line;
}

async function load() {
  const [list, module] = await Promise.all([
    fetched("models.json").then((response) => response.json()),
    fetched("web.wasm").then((response) => response.arrayBuffer()),
  ]);
  wasm = (await WebAssembly.instantiate(module)).instance.exports;
  const bytes = async (name) => new Uint8Array(await (await fetched(name)).arrayBuffer());
  call("look_into", await bytes(list.network));
  if (list.left_out.length > 0) {
    document.getElementById("left-out").textContent =
      `Too large for a page, and left out: ${list.left_out.join(", ")}.`;
  }
  const lines = list.models.map((entry) => ({ ...entry, line: lineOf(entry) }));
  rows.append(...lines.map(({ line }) => line));
  majority.textContent = "Draw a digit.";
  // The paper's own network first; the others by their size.
  const order = [...lines].sort((a, b) => a.bytes - b.bytes);
  for (const entry of order) {
    const { model, error } = call("add", await bytes(entry.file));
    if (error) {
      answer(entry.line, "–", "", "");
      entry.line.cells[0].title = error;
      continue;
    }
    entry.model = model;
    models.push(entry);
    models.sort((a, b) => lines.indexOf(a) - lines.indexOf(b));
    if (strokes.length > 0) recognise();
    await breathe();
  }
  document.documentElement.dataset.loaded = models.length;
}

redraw();
load().catch((error) => {
  majority.textContent = location.protocol === "file:"
    ? "A browser loads no classifiers from a file: address. Serve this folder, say by `cargo xtask demo`."
    : `The classifiers could not be loaded: ${error.message}.`;
});
