// The page of a drawn digit. The classifiers are in a worker, recogniser.js, so that the page stays
// awake while they think.
import { drawingArea } from "./drawing.js";
import { darkIsHigh, picture, show } from "./picture.js";
import { trainingPart } from "./training.js";

const element = (id) => document.getElementById(id);
const majority = element("majority");
const recogniser = new Worker(new URL("recogniser.js", import.meta.url), { type: "module" });

/** The table's lines by their rows: {cells, line}. */
const lines = new Map();
/** What the rows said of the digit that is there. */
const answers = new Map();
/** Counts the digits, so that answers to an older one are dropped. */
let number = 0;
let loaded = 0;
let pictures;

// The digit.

const area = drawingArea(element("paper"), element("pen"), drawn);

/** Another digit is there. */
function next() {
  number += 1;
  // For tests.
  document.documentElement.dataset.digit = number;
}

function drawn() {
  next();
  if (area.isEmpty()) {
    recogniser.postMessage({ kind: "nothing" });
    forget("Draw a digit.");
    return;
  }
  const { width, height } = element("paper");
  recogniser.postMessage({ kind: "drawing", number, grey: area.grey(), height, width });
}

for (const name of ["clear", "undo"]) {
  element(name).addEventListener("click", () => {
    area[name]();
    drawn();
  });
}

// A test image, distorted as the paper distorts its training images (section III-B).

const SLIDERS = [
  // name, words, least, most, step, neutral
  ["right", "to the right", -10, 10, 0.5, 0],
  ["down", "down", -10, 10, 0.5, 0],
  ["size", "size", 0.4, 2, 0.05, 1],
  ["squeeze", "width : height", 0.5, 2, 0.05, 1],
  ["shear", "slant", -1, 1, 0.05, 0],
  ["degrees", "turned by °", -90, 90, 5, 0],
  ["noise", "inverted pixels", 0, 0.5, 0.02, 0],
];

const sliders = SLIDERS.map(([name, words, min, max, step, value]) => {
  const label = document.createElement("label");
  const slider = document.createElement("input");
  const amount = document.createElement("output");
  Object.assign(slider, { type: "range", id: `slide-${name}`, min, max, step, value });
  slider.addEventListener("input", distort);
  label.append(words, slider, amount);
  element("sliders").append(label);
  return { name, slider, amount, neutral: value };
});

function straighten() {
  for (const { slider, neutral } of sliders) slider.value = neutral;
}

function distort() {
  next();
  area.clear();
  const amounts = {};
  for (const { name, slider, amount } of sliders) {
    amounts[name] = Number(slider.value);
    amount.textContent = slider.value;
  }
  const index = Math.trunc(Number(element("index").value));
  recogniser.postMessage({ kind: "image", number, index, ...amounts });
}

element("index").addEventListener("change", distort);
element("straight").addEventListener("click", () => {
  straighten();
  distort();
});
element("another").addEventListener("click", () => {
  element("index").value = Math.floor(10000 * Math.random());
  distort();
});

// The answers.

function lineOf({ row, name, error_percent: error }) {
  const line = document.createElement("tr");
  const cells = [name, error?.toFixed(2) ?? "–", "", "", ""].map((text, i) => {
    const cell = document.createElement(i === 0 ? "th" : "td");
    cell.textContent = text;
    return cell;
  });
  cells[0].scope = "row";
  cells[0].title = row;
  cells[2].className = "answer";
  line.append(...cells);
  lines.set(row, { cells, line });
  return line;
}

function write({ cells, line }, ...texts) {
  texts.forEach((text, i) => {
    cells[2 + i].textContent = text;
  });
  line.classList.remove("other");
}

function forget(words) {
  answers.clear();
  majority.textContent = words;
  element("said").textContent = words;
  element("label").textContent = "";
  show(element("seen"), 28, 28, () => 255);
  for (const part of ["maps", "neighbours"]) element(part).replaceChildren();
  for (const line of lines.values()) write(line, "", "", "");
}

function conclude() {
  const votes = new Map();
  const said = [...answers].filter(([row]) => row !== "own").map(([, found]) => found);
  for (const found of said) votes.set(found, 1 + (votes.get(found) ?? 0));
  const most = Math.max(0, ...votes.values());
  const best = [...votes.keys()].filter((found) => votes.get(found) === most).sort();
  for (const [row, found] of answers) {
    lines.get(row).line.classList.toggle("other", best.length > 0 && !best.includes(found));
  }
  if (best.length === 0) return;
  const each = best.length > 1 ? " each" : "";
  majority.textContent = `${best.join(" or ")}, say ${most} of ${said.length} rows${each}.`;
}

function answered({ row, class: found, confidence, milliseconds, error }) {
  const line = lines.get(row);
  if (error) {
    write(line, "–", "", "");
    return;
  }
  answers.set(row, found);
  const sure = confidence == null ? "–" : (100 * confidence).toFixed(1);
  write(line, String(found), sure, milliseconds.toFixed(milliseconds < 10 ? 1 : 0));
  conclude();
}

function seen({ digit, label, error }) {
  if (error) {
    forget(`Not one digit: ${error}.`);
    return;
  }
  answers.clear();
  for (const line of lines.values()) write(line, "", "", "");
  show(element("seen"), 28, 28, (i) => 255 - digit[i]);
  element("label").textContent = label === undefined ? "" : `Its label is ${label}.`;
}

// The neighbours and the layers.

function showNeighbours(found) {
  const figures = found.map(({ index, label, distance, pixels }) => {
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    caption.textContent = `${label}, image ${index}, at ${distance.toFixed(0)}`;
    const words = `Training image ${index}, a ${label}`;
    figure.append(picture(words, 2, 28, 28, (i) => 255 - pixels[i]), caption);
    return figure;
  });
  element("neighbours").replaceChildren(...figures);
}

const PIXEL = { input: 3, C1: 3, S2: 3, C3: 3, S4: 4, C5: 4, F6: 8 };

function showLayers(maps) {
  const shown = new Map();
  for (const { layer, map, height, width, states } of maps) {
    if (layer === "output") {
      // The output units compare F6 with the codes.
      shown.get("F6").append(...codesWith(states));
      continue;
    }
    if (!shown.has(layer)) {
      const line = document.createElement("div");
      line.className = "layer";
      const name = document.createElement("b");
      name.textContent = layer;
      line.append(name);
      shown.set(layer, line);
    }
    const words = `${layer}, map ${map + 1}`;
    shown.get(layer).append(picture(words, PIXEL[layer], height, width, darkIsHigh(states)));
  }
  element("maps").replaceChildren(...shown.values());
}

/** The codes of the digits, each with the penalty of its output unit. */
function codesWith(penalties) {
  const least = Math.min(...penalties);
  const { codes, height, width } = pictures;
  return codes.map((code, digit) => {
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    caption.textContent = penalties[digit].toFixed(1);
    figure.className = penalties[digit] === least ? "code least" : "code";
    const words = `The code of ${digit}, at a penalty of ${penalties[digit].toFixed(1)}`;
    figure.append(picture(words, 5, height, width, darkIsHigh(code)), caption);
    return figure;
  });
}

element("which").addEventListener("change", ({ target }) => {
  recogniser.postMessage({ kind: "look", network: Number(target.value) });
});

// A network of one's own: trained here, or from a file.

function take(bytes, name) {
  recogniser.postMessage({ kind: "network", bytes, name });
}

function taken({ name, error }) {
  element("loaded").textContent = error
    ? `${name}: ${error}.`
    : `The network (${name}) answers above.`;
  if (error) return;
  if (!lines.has("own")) {
    element("rows").prepend(lineOf({ row: "own", name: "LeNet-5 of your own" }));
    element("which").append(new Option("your own", "1"));
  }
  lines.get("own").cells[0].textContent = `LeNet-5, ${name}`;
}

element("load").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (file) take(new Uint8Array(await file.arrayBuffer()), file.name);
});

// What the worker says.

function listed({ list, pictures: codes }) {
  pictures = codes;
  element("rows").append(...list.models.map(lineOf));
  trainingPart(list.figure_5, take);
  if (number === 0) majority.textContent = "Draw a digit.";
  loading(list);
}

let rowsInAll = 0;
let leftOut = "";

function loading(list) {
  if (list) {
    rowsInAll = list.models.length;
    if (list.left_out.length > 0) leftOut = `Too large for a page: ${list.left_out.join(", ")}.`;
  }
  const words = loaded < rowsInAll ? `${loaded} of ${rowsInAll} rows are here. ` : "";
  element("loading").textContent = words + leftOut;
}

recogniser.onmessage = ({ data }) => {
  const isOfAnother = data.digit !== number;
  switch (data.kind) {
    case "list":
      listed(data);
      break;
    case "model":
      loaded += 1;
      loading();
      if (data.error) {
        write(lines.get(data.row), "–", "", "");
        lines.get(data.row).cells[0].title = data.error;
      }
      break;
    case "test":
      document.documentElement.dataset.test = "here";
      break;
    case "loaded":
      document.documentElement.dataset.loaded = data.models;
      break;
    case "failed":
      failed(data.error);
      break;
    case "seen":
      if (data.number === number) seen(data);
      break;
    case "network":
      taken(data);
      break;
    case "answer":
      if (!isOfAnother) answered(data);
      break;
    case "layers":
      if (!isOfAnother) showLayers(data.maps);
      break;
    case "neighbours":
      if (!isOfAnother) showNeighbours(data.neighbours);
      break;
    case "all":
      if (isOfAnother) return;
      element("said").textContent = majority.textContent;
      document.documentElement.dataset.answered = number;
  }
};
recogniser.onerror = () => failed("the worker recogniser.js does not start");

function failed(error) {
  majority.textContent = `The classifiers could not be loaded: ${error}.`;
}
