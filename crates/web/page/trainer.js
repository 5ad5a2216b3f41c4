// The worker that trains LeNet-5. It works in steps, between which it hears what it is told.
import { breathe, compiled, give, listed } from "./wasm.js";

/** Images in a step: some 50 ms. */
const STEP = 500;

let wasm;
let running = false;
/** Milliseconds that the current pass has taken. */
let took = 0;

async function load() {
  const [list, module] = await Promise.all([listed(), compiled("web.wasm.gz")]);
  for (const [name, files] of [["set_training", list.training], ["set_test", list.test]]) {
    const error = await give(module, name, files);
    if (error) throw new Error(error);
  }
  wasm = module;
}

/** Tells of the network as it is: its errors on the test images, its filters and its file. */
function tell(pass) {
  const { errors, images } = wasm.call("test");
  const { filters } = wasm.call("filters");
  const weights = wasm.bytesOf("weights").slice();
  postMessage({ kind: "pass", pass, milliseconds: took, errors, images, filters, weights });
}

async function run() {
  while (running) {
    const begun = performance.now();
    const { pass, shown, errors, over, error } = wasm.call("advance", null, STEP);
    took += performance.now() - begun;
    if (error) throw new Error(error);
    if (pass) {
      tell(pass);
      took = 0;
    } else {
      const { filters } = wasm.call("filters");
      postMessage({ kind: "step", shown, errors, filters, milliseconds: took });
    }
    if (over) {
      running = false;
      postMessage({ kind: "over" });
    }
    await breathe();
  }
}

async function handle({ kind, images, seed }) {
  if (kind === "pause") {
    running = false;
    return;
  }
  if (kind === "begin") {
    if (!wasm) await load();
    const begun = wasm.call("train", null, images, seed);
    if (begun.error) throw new Error(begun.error);
    took = 0;
    postMessage({ kind: "begun", ...begun });
  }
  if (running) return;
  running = true;
  await run();
}

onmessage = ({ data }) => {
  handle(data).catch((error) => {
    running = false;
    postMessage({ kind: "failed", error: error.message });
  });
};
