// Holds what the page of `cargo xtask demo --build-only` computes in a browser to what the same code
// computes natively, at the portable level: the scores of test images by every row, and a network in
// training. Fails if a prediction differs. Prints the times of both, and the memory of the page.
//
//   node native.mjs FOLDER [IMAGES] [TRAINED]
//   BROWSER=firefox node native.mjs FOLDER
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { launch, visit } from "./browser.mjs";
import { served } from "./served.mjs";

const [folder, images = "10000", trained = "10000"] = process.argv.slice(2);
const workspace = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const out = await mkdtemp(join(tmpdir(), "native-"));
const arguments_ = ["--release", "--quiet", "-p", "web", "--example", "native", "--"];
const native = JSON.parse(execFileSync(
  "cargo",
  ["run", ...arguments_, resolve(folder), out, images, trained],
  { cwd: workspace, env: { ...process.env, KERNEL_LEVEL: "portable" }, stdio: ["ignore", "pipe", "inherit"] },
));

const { models } = JSON.parse(await readFile(join(folder, "models.json")));
const { origin, address, close } = await served(folder);
const browser = await launch();
const CLASSES = 10;
const BATCH = 100;
const TIMED = 20;

/** The class of the largest score, of equal ones the first. */
function decided(scores, image) {
  const own = scores.subarray(image * CLASSES, (image + 1) * CLASSES);
  return own.indexOf(Math.max(...own));
}

/** What differs between two sets of scores: predictions, images, and how far at most. */
function differences(ours, theirs) {
  let predictions = 0;
  let unequal = 0;
  let largest = 0;
  for (let image = 0; image < ours.length / CLASSES; image += 1) {
    if (decided(ours, image) !== decided(theirs, image)) predictions += 1;
    let isUnequal = false;
    for (let i = image * CLASSES; i < (image + 1) * CLASSES; i += 1) {
      isUnequal ||= ours[i] !== theirs[i];
      largest = Math.max(largest, Math.abs(ours[i] - theirs[i]) / Math.max(1, Math.abs(theirs[i])));
    }
    if (isUnequal) unequal += 1;
  }
  return { predictions, unequal, largest };
}

const doubles = (bytes) => new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
let differing = 0;

// A document of the folder that starts no worker of its own.
const isAllowed = (url) => url.startsWith(origin);
await visit(browser, { name: "native", address: `${address}style.css`, isAllowed }, async (page) => {
  await page.evaluate(() => {
    // What a worker answers, by the kind that is waited for.
    globalThis.worker = (name) => {
      const worker = new Worker(name, { type: "module" });
      const waiting = new Map();
      worker.onmessage = ({ data }) => waiting.get(data.kind)?.(data);
      const hear = (kind) => new Promise((go) => waiting.set(kind, go));
      return { worker, hear };
    };
    globalThis.recogniser = globalThis.worker("recogniser.js");
    return globalThis.recogniser.hear("loaded");
  });
  console.log("| row | images with other scores | largest difference | other predictions | native ms | browser ms |");
  console.log("|:--|--:|--:|--:|--:|--:|");
  const times = await page.evaluate(async (timed) => {
    const { worker, hear } = globalThis.recogniser;
    const times = {};
    const of = worker.onmessage;
    worker.onmessage = (event) => {
      const { kind, row, milliseconds } = event.data;
      if (kind === "answer") (times[row] ??= []).push(milliseconds);
      of(event);
    };
    for (let index = 0; index < timed; index += 1) {
      const all = hear("all");
      worker.postMessage({
        kind: "image", number: index + 1, index, size: 1, squeeze: 1, shear: 0, degrees: 0, right: 0, down: 0, noise: 0,
      });
      await all;
    }
    return times;
  }, TIMED);
  const memory = await page.evaluate(async () => {
    const { worker, hear } = globalThis.recogniser;
    const memory = hear("memory");
    worker.postMessage({ kind: "memory" });
    return (await memory).bytes;
  });
  for (const { row } of models) {
    const ours = await page.evaluate(async ([row, images, batch]) => {
      const { worker, hear } = globalThis.recogniser;
      const parts = [];
      for (let first = 0; first < images; first += batch) {
        const scores = hear("scores");
        worker.postMessage({ kind: "scores", row, first, count: Math.min(batch, images - first) });
        parts.push((await scores).scores);
      }
      const bytes = await new Blob(parts).arrayBuffer();
      return Array.from(new Float64Array(bytes));
    }, [row, Number(images), BATCH]);
    const theirs = doubles(await readFile(join(out, `${row}.scores`)));
    assert.equal(ours.length, theirs.length, row);
    const { predictions, unequal, largest } = differences(Float64Array.from(ours), theirs);
    differing += predictions;
    const browserTime = times[row].sort((a, b) => a - b)[TIMED / 2];
    console.log(`| ${row} | ${unequal} | ${largest.toExponential(1)} | ${predictions} | ${native.answers[row].toFixed(2)} | ${browserTime.toFixed(2)} |`);
  }
  const pass = await page.evaluate(async (images) => {
    const { worker, hear } = globalThis.worker("trainer.js");
    const pass = hear("pass");
    worker.postMessage({ kind: "begin", images, seed: 1 });
    const { milliseconds, weights } = await pass;
    worker.terminate();
    return { milliseconds, weights: Array.from(weights) };
  }, Number(trained));
  const weights = await readFile(join(out, "trained.safetensors"));
  const same = Buffer.compare(weights, Buffer.from(pass.weights)) === 0;
  const microseconds = (1000 * pass.milliseconds) / Number(trained);
  console.log(`\nTraining: ${native.training.toFixed(1)} µs an image natively, ${microseconds.toFixed(1)} in the browser (${(microseconds / native.training).toFixed(2)} times), over ${trained} images; the weights after them have ${same ? "the same" : "other"} bits.`);
  console.log(`Memory of the recogniser: ${(memory / 1e6).toFixed(0)} MB.`);
});

await browser.close();
close();
await rm(out, { recursive: true });
assert.equal(differing, 0, "predictions that differ");
console.log("no prediction differs");
