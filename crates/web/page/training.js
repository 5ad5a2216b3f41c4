// The part of the page that trains LeNet-5. The training is in a worker, trainer.js.
import { darkIsHigh, picture } from "./picture.js";

const element = (id) => document.getElementById(id);

/** The chart: passes and percents that it shows, and its margins. */
const PASSES = 20;
const PERCENT = 5;
const [LEFT, RIGHT, TOP, BOTTOM] = [34, 506, 8, 236];
const across = (pass) => LEFT + ((RIGHT - LEFT) * pass) / PASSES;
const up = (percent) => BOTTOM - ((BOTTOM - TOP) * Math.min(percent, PERCENT)) / PERCENT;

function drawn(name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function axes() {
  const parts = [];
  for (let percent = 0; percent <= PERCENT; percent += 1) {
    const y = up(percent);
    parts.push(drawn("line", { x1: LEFT, x2: RIGHT, y1: y, y2: y, class: "grid" }));
    parts.push(drawn("text", { x: LEFT - 6, y: y + 4, "text-anchor": "end" }, `${percent} %`));
  }
  for (let pass = 0; pass <= PASSES; pass += 5) {
    const words = pass === 0 ? "pass" : String(pass);
    parts.push(drawn("text", { x: across(pass), y: BOTTOM + 18, "text-anchor": "middle" }, words));
  }
  return parts;
}

/** The lines of the training and of the test error, a pair of percents for each pass. */
function curves(errors, name) {
  return [0, 1].map((which) => {
    const points = errors.map((pair, pass) => `${across(pass + 1)},${up(pair[which])}`);
    const kind = which === 0 ? "training" : "test";
    return drawn("polyline", { points: points.join(" "), class: `${name} ${kind}` });
  });
}

/**
 * Brings the part to life. `paper` has the errors of the paper's Figure 5, and `take` is given the
 * weights after each pass.
 */
export function trainingPart(paper, take) {
  const [start, pause, stop, save] = ["start", "pause", "stop", "save"].map(element);
  let worker;
  let images = 0;
  let passes = 0;
  let completed = [];
  let weights;
  let seconds = 0;

  function chart() {
    element("curve").replaceChildren(...axes(), ...curves(paper, "there"), ...curves(completed, "here"));
  }

  function say(words) {
    element("progress").textContent = words;
  }

  /** "idle", "running" or "paused". */
  function become(state) {
    start.disabled = state === "running";
    start.textContent = state === "paused" ? "Go on" : "Start";
    pause.disabled = state !== "running";
    stop.disabled = state === "idle";
    element("images").disabled = element("seed").disabled = state !== "idle";
    start.dataset.state = state;
  }

  function showFilters(filters) {
    const figures = filters.map((filter, i) => picture(`Filter ${i + 1} of C1`, 10, 5, 5, darkIsHigh(filter)));
    element("filters").replaceChildren(...figures);
  }

  function end() {
    worker?.terminate();
    worker = undefined;
    become("idle");
  }

  function lastPass() {
    if (completed.length === 0) return "";
    const [, test] = completed.at(-1);
    return `After ${completed.length} of ${passes} passes: ${test.toFixed(2)} % of the test images are wrong. `;
  }

  function hear({ data }) {
    switch (data.kind) {
      case "begun":
        ({ images, passes } = data);
        break;
      case "step": {
        element("bar").value = data.shown / images;
        showFilters(data.filters);
        const rate = ((1000 * data.milliseconds) / data.shown).toFixed(0);
        const percent = ((100 * data.errors) / data.shown).toFixed(2);
        say(`${lastPass()}Pass ${completed.length + 1}: ${data.shown} of ${images} images, ${percent} % wrong when shown, ${rate} µs an image.`);
        break;
      }
      case "pass": {
        seconds += data.milliseconds / 1000;
        const percents = [data.pass.errors / data.pass.shown, data.errors / data.images];
        completed.push(percents.map((share) => 100 * share));
        weights = data.weights;
        save.disabled = false;
        element("bar").value = 1;
        chart();
        showFilters(data.filters);
        say(lastPass());
        element("progress").dataset.passes = completed.length;
        take(weights, `trained here, ${completed.length} passes`);
        break;
      }
      case "over":
        say(`${lastPass()}It took ${seconds.toFixed(1)} s of training.`);
        end();
        break;
      case "failed":
        say(`The training ended: ${data.error}.`);
        end();
    }
  }

  start.addEventListener("click", () => {
    if (start.dataset.state === "paused") {
      worker.postMessage({ kind: "go" });
      become("running");
      return;
    }
    const [wanted, seed] = ["images", "seed"].map((id) => {
      const input = element(id);
      const number = Math.trunc(Number(input.value));
      input.value = Math.max(Number(input.min), Math.min(Number(input.max), number || 0));
      return Number(input.value);
    });
    completed = [];
    seconds = 0;
    element("bar").value = 0;
    chart();
    say("Loading the training images …");
    worker = new Worker(new URL("trainer.js", import.meta.url), { type: "module" });
    worker.onmessage = hear;
    worker.onerror = () => hear({ data: { kind: "failed", error: "its worker does not start" } });
    worker.postMessage({ kind: "begin", images: wanted, seed });
    become("running");
  });
  pause.addEventListener("click", () => {
    worker.postMessage({ kind: "pause" });
    become("paused");
  });
  stop.addEventListener("click", () => {
    end();
    say(`${lastPass()}Stopped.`);
  });
  save.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([weights], { type: "application/octet-stream" }));
    link.download = "lenet5.safetensors";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  become("idle");
  chart();
}
