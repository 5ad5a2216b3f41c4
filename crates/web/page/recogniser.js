// The worker that has the models. It loads them one by one and answers the digit that is there; a
// newer digit ends the answers to an older one.
import { breathe, compiled, fetched, give, listed } from "./wasm.js";

let wasm;
/** The rows that have been loaded: {row, model, temperature}. */
const models = [];
/** The number of the digit that is there; 0 for none. */
let digit = 0;
/** The network whose layers are shown. */
let shown = 0;
/** What came before the crate was compiled. */
const early = [];

function ask({ row, model, temperature }) {
  const begun = performance.now();
  const said = wasm.call("ask", null, model, temperature ?? NaN);
  const milliseconds = performance.now() - begun;
  postMessage({ kind: "answer", digit, row, ...said, milliseconds });
  if (row !== "knn") return;
  const { neighbours } = wasm.call("neighbours", null, model);
  postMessage({ kind: "neighbours", digit, neighbours });
}

function askOwn() {
  const begun = performance.now();
  const said = wasm.call("ask_network", null, 1);
  const milliseconds = performance.now() - begun;
  if (!said.error) postMessage({ kind: "answer", digit, row: "own", ...said, milliseconds });
}

function lookInto() {
  const { maps } = wasm.call("layers", null, shown);
  postMessage({ kind: "layers", digit, maps: maps ?? [] });
}

/** Answers what `taken`, the result of an export that takes a digit, is. */
async function answer(number, taken) {
  digit = taken.error ? 0 : number;
  postMessage({ kind: "seen", ...taken, number });
  if (!digit) return;
  lookInto();
  askOwn();
  for (const entry of [...models]) {
    ask(entry);
    await breathe();
    if (digit !== number) return;
  }
  postMessage({ kind: "all", digit });
}

function handle(message) {
  switch (message.kind) {
    case "drawing": {
      const { number, grey, height, width } = message;
      answer(number, wasm.call("see", [grey], height, width));
      break;
    }
    case "image": {
      const { number, index, size, squeeze, shear, degrees, right, down, noise } = message;
      answer(
        number,
        wasm.call("distort", null, index, size, squeeze, shear, degrees, right, down, noise),
      );
      break;
    }
    case "nothing":
      digit = 0;
      break;
    case "network": {
      const { error } = wasm.call("set_network", [message.bytes], 1);
      postMessage({ kind: "network", name: message.name, error });
      if (digit && !error) {
        askOwn();
        if (shown === 1) lookInto();
      }
      break;
    }
    case "look":
      shown = message.network;
      if (digit) lookInto();
      break;
    // For tests: the scores of test images, and the memory that all this takes.
    case "scores": {
      const { model } = models.find(({ row }) => row === message.row);
      const scores = wasm.bytesOf("scores", model, message.first, message.count).slice();
      postMessage({ kind: "scores", scores });
      break;
    }
    case "memory":
      postMessage({ kind: "memory", bytes: wasm.memory() });
  }
}
onmessage = ({ data }) => (wasm ? handle(data) : early.push(data));

async function add({ row, file, temperature }) {
  const { model, error } = wasm.call("add", [await fetched(file)]);
  if (error) throw new Error(error);
  const entry = { row, model, temperature };
  models.push(entry);
  postMessage({ kind: "model", row });
  if (digit) ask(entry);
}

/** Loads the rows, and tells of each that cannot be. */
async function addAll(entries) {
  for (const entry of entries) {
    try {
      await add(entry);
    } catch (error) {
      postMessage({ kind: "model", row: entry.row, error: error.message });
    }
    await breathe();
  }
}

async function load() {
  const [list, module] = await Promise.all([listed(), compiled("web.wasm.gz")]);
  const { error } = module.call("set_network", [await fetched(list.network)], 0);
  if (error) throw new Error(error);
  wasm = module;
  postMessage({ kind: "list", list, pictures: wasm.call("codes") });
  for (const message of early) handle(message);
  // Few bytes first, so that the first answers come soon.
  const entries = [...list.models].sort((a, b) => a.bytes - b.bytes);
  await addAll(entries.filter((entry) => !entry.needs_training));
  try {
    await give(wasm, "set_test", list.test);
    postMessage({ kind: "test" });
    await give(wasm, "set_training", list.training);
  } catch {
    // The rows that need them say so.
  }
  await addAll(entries.filter((entry) => entry.needs_training));
  postMessage({ kind: "loaded", models: models.length });
}

load().catch((error) => postMessage({ kind: "failed", error: error.message }));
