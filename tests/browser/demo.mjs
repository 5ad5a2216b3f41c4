// Opens the folder of `cargo xtask demo --build-only` in a headless browser, draws digits as a mouse,
// a finger and a keyboard do, trains a network, and fails unless the page does what it says.
//
//   node demo.mjs FOLDER [SHOTS]
//   BROWSER=firefox node demo.mjs FOLDER
//
// With SHOTS it leaves screenshots there.
import assert from "node:assert/strict";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { isFirefox, launch, visit } from "./browser.mjs";
import { allAnswers, draw, ready, said, served } from "./served.mjs";

const [folder, shots] = process.argv.slice(2);
const { origin, address, close } = await served(folder);
const browser = await launch();
let done = 0;

async function check(name, options, test, { all = false } = {}) {
  const isAllowed = (url) => url.startsWith(origin);
  await visit(browser, { name, address, options, isAllowed }, async (page) => {
    await ready(page, { all });
    await test(page);
  });
  console.log(`ok  ${name}`);
  done += 1;
}

const words = (page) => page.locator("#majority").textContent();
const answers = (page) => page.locator("#rows td.answer").allTextContents();

const SEVEN = [[[80, 60], [200, 60], [130, 230]]];
const ONE = [[[140, 50], [140, 230]]];
const TWO_ONES = [[[70, 60], [70, 220]], [[210, 60], [210, 220]]];

// Firefox cannot be told which colours to prefer.
for (const width of [390, 1280]) {
  for (const colorScheme of isFirefox ? ["light"] : ["light", "dark"]) {
    const options = { viewport: { width, height: 900 }, colorScheme };
    const name = `every row answers a seven that was drawn, ${width} pixels wide, ${colorScheme}`;
    await check(name, options, async (page) => {
      const { models, left_out: leftOut } = JSON.parse(await readFile(join(folder, "models.json")));
      assert.deepEqual(leftOut, []);
      assert.equal(await words(page), "Draw a digit.");
      await draw(page, SEVEN);
      const found = Object.values(await allAnswers(page));
      assert.equal(found.length, models.length);
      assert.ok(found.every((answer) => /^\d$/.test(answer)), String(found));
      assert.match(await words(page), /^7, say/);
      assert.equal(await page.locator(".layer").count(), 7);
      assert.equal(await page.locator(".code").count(), 10);
      assert.equal(await page.locator(".code.least").getAttribute("class"), "code least");
      if (models.some(({ row }) => row === "knn")) {
        assert.equal(await page.locator("#neighbours canvas").count(), 3);
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} pixels wide in a window of ${width}`);
      if (shots) {
        await page.screenshot({ path: join(shots, `demo-${width}-${colorScheme}.png`), fullPage: true });
      }
    }, { all: true });
  }
}

await check("small, large, thick, slanted and in a corner, a one is a one", {}, async (page) => {
  const trials = [
    ["6", ([x, y]) => [0.25 * x + 10, 0.25 * y + 10]],
    ["6", ([x, y]) => [0.25 * x + 200, 0.25 * y + 200]],
    ["18", ([x, y]) => [x, 1.25 * y - 35]],
    ["36", ([x, y]) => [x, y]],
    ["18", ([x, y]) => [x + 0.3 * (140 - y), y]],
  ];
  for (const [pen, place] of trials) {
    await page.locator("#pen").fill(pen);
    await page.locator("#clear").click();
    await draw(page, ONE.map((stroke) => stroke.map(place)));
    assert.match(await said(page), /^1, say/);
  }
});

await check("nothing drawn has no answer, and two digits have a hint", {}, async (page) => {
  await draw(page, TWO_ONES);
  const hints = () => /Not one digit: several/.test(document.getElementById("majority").textContent);
  await page.waitForFunction(hints);
  assert.ok((await answers(page)).every((answer) => answer === ""));
  await page.locator("#undo").click();
  assert.match(await said(page), /^1, say/);
  await page.locator("#undo").click();
  assert.equal(await words(page), "Draw a digit.");
  await draw(page, SEVEN);
  await said(page);
  await page.locator("#clear").click();
  assert.equal(await words(page), "Draw a digit.");
});

await check("the keyboard draws", {}, async (page) => {
  await page.locator("#paper").focus();
  for (let y = 140; y > 50; y -= 10) await page.keyboard.press("ArrowUp");
  await page.keyboard.press(" ");
  for (let y = 50; y < 230; y += 10) await page.keyboard.press("ArrowDown");
  await page.keyboard.press(" ");
  assert.match(await said(page), /^1, say/);
});

await check("a test image is answered, and distorted until it is not", {}, async (page) => {
  await page.locator("#test summary").click();
  await page.waitForFunction(() => document.documentElement.dataset.test);
  await page.locator("#index").fill("1");
  await page.locator("#straight").click();
  assert.match(await said(page), /^2, say/);
  assert.match(await page.locator("#label").textContent(), /label is 2/);
  const before = await words(page);
  await page.locator("#slide-noise").fill("0.5");
  const other = (text) => document.getElementById("majority").textContent !== text;
  await page.waitForFunction(other, before);
  await page.locator("#straight").click();
  assert.match(await said(page), /^2, say/);
});

await check("a network is trained, answers, is saved, and loaded again", {}, async (page) => {
  await draw(page, SEVEN);
  await page.locator("#images").fill("1000");
  await page.locator("#start").click();
  const passed = (n) => Number(document.getElementById("progress").dataset.passes) >= n;
  await page.waitForFunction(passed, 3, { timeout: 60_000 });
  await page.locator("#pause").click();
  assert.equal(await page.locator("#curve polyline").count(), 4);
  assert.equal(await page.locator("#filters canvas").count(), 6);
  const own = page.locator("#rows tr").first();
  await page.waitForFunction(() => document.querySelector("#rows tr .answer").textContent === "7");
  assert.match(await own.textContent(), /trained here, \d+ passes/);
  await page.locator("#which").selectOption("1");
  await page.locator("#start").click();
  await page.waitForFunction(passed, 5, { timeout: 60_000 });
  await page.locator("#stop").click();
  // Firefox gives no file to the driver.
  if (isFirefox) return;
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save").click()]);
  const path = await download.path();
  const file = join(await mkdtemp(join(tmpdir(), "weights-")), "mine.safetensors");
  await copyFile(path, file);
  await page.locator("#load").setInputFiles(file);
  await page.waitForFunction(() => /mine/.test(document.querySelector("#rows tr").textContent));
  await page.waitForFunction(() => document.querySelector("#rows tr .answer").textContent === "7");
  await page.locator("#load").setInputFiles(join(folder, "models.json"));
  await page.waitForFunction(() => /no safetensors/.test(document.getElementById("loaded").textContent));
  await rm(file);
});

if (!isFirefox) {
  const phone = { viewport: { width: 390, height: 500 }, hasTouch: true, isMobile: true };
  await check("a finger draws, and the page does not scroll under it", phone, async (page) => {
    const client = await page.context().newCDPSession(page);
    await page.locator("#paper").scrollIntoViewIfNeeded();
    const box = await page.locator("#paper").boundingBox();
    const before = await page.evaluate(() => scrollY);
    const touch = (type, points) => client.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: points.map(([x, y]) => ({ x: box.x + x, y: box.y + y })),
    });
    await touch("touchStart", [[140, 220]]);
    for (let y = 210; y >= 50; y -= 10) await touch("touchMove", [[140, y]]);
    await touch("touchEnd", []);
    assert.match(await said(page), /^1, say/);
    assert.equal(await page.evaluate(() => scrollY), before);
  });

  await visit(browser, {
    name: "from a file: address the page says how to serve it",
    address: `file://${resolve(folder)}/index.html`,
    isAllowed: (url) => url.startsWith("file:"),
    mayComplain: true,
  }, async (page) => {
    await page.waitForFunction(() => /Serve this folder/.test(document.getElementById("majority").textContent));
  });
  console.log("ok  from a file: address the page says how to serve it");
  done += 1;
}

await browser.close();
close();
console.log(`${done} checks passed`);
