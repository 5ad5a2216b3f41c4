// Serves the folder of `cargo xtask demo --build-only`, opens it in headless Chromium, draws digits
// as a mouse and a finger do, and fails unless the rows answer.
//
//   node demo.mjs FOLDER [SHOTS]
//
// With SHOTS it leaves screenshots there.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, extname, join } from "node:path";

import { launch, visit } from "./browser.mjs";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".safetensors": "application/octet-stream",
};

const [folder, shots] = process.argv.slice(2);

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://host");
  const name = pathname.endsWith("/") ? "index.html" : basename(pathname);
  try {
    const body = await readFile(join(folder, name));
    response.writeHead(200, { "Content-Type": TYPES[extname(name)] ?? "text/plain" });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;
// A path below the root, as on a host that has other pages.
const address = `${origin}/below/`;

const browser = await launch();
let done = 0;

async function check(name, options, test) {
  const isAllowed = (url) => url.startsWith(origin);
  await visit(browser, { name, address, options, isAllowed }, async (page) => {
    await page.waitForFunction(() => document.documentElement.dataset.loaded);
    await test(page);
  });
  console.log(`ok  ${name}`);
  done += 1;
}

/** Draws strokes, whose points are from 0 to 280 each way. */
async function draw(page, strokes) {
  await page.locator("#paper").scrollIntoViewIfNeeded();
  const box = await page.locator("#paper").boundingBox();
  const at = ([x, y]) => [box.x + x, box.y + y];
  for (const [first, ...others] of strokes) {
    await page.mouse.move(...at(first));
    await page.mouse.down();
    for (const point of others) await page.mouse.move(...at(point), { steps: 8 });
    await page.mouse.up();
  }
}

const words = (page) => page.locator("#majority").textContent();
const answers = (page) => page.locator("#rows td.answer").allTextContents();
const said = async (page) => {
  await page.waitForFunction(() => /say \d+ of/.test(document.getElementById("majority").textContent));
  return words(page);
};

const SEVEN = [[[80, 60], [200, 60], [130, 230]]];
const ONE = [[[140, 50], [140, 230]]];
const TWO_ONES = [[[70, 60], [70, 220]], [[210, 60], [210, 220]]];

for (const width of [390, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    const options = { viewport: { width, height: 900 }, colorScheme };
    await check(`a seven is drawn and read, ${width} pixels wide, ${colorScheme}`, options, async (page) => {
      assert.equal(await words(page), "Draw a digit.");
      await draw(page, SEVEN);
      assert.match(await said(page), /^7, say/);
      const rows = await page.locator("#rows tr").count();
      assert.equal(String(rows), await page.evaluate(() => document.documentElement.dataset.loaded));
      assert.ok((await answers(page)).every((answer) => /^\d$/.test(answer)));
      assert.equal(await page.locator(".layer").count(), 8);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} pixels wide in a window of ${width}`);
      if (shots) {
        await page.screenshot({ path: join(shots, `demo-${width}-${colorScheme}.png`), fullPage: true });
      }
    });
  }
}

await check("small, large and in a corner, a one is a one", {}, async (page) => {
  const places = [
    ([x, y]) => [0.25 * x + 10, 0.25 * y + 10],
    ([x, y]) => [0.25 * x + 200, 0.25 * y + 200],
    ([x, y]) => [x, 1.25 * y - 35],
  ];
  for (const place of places) {
    await page.locator("#clear").click();
    await draw(page, ONE.map((stroke) => stroke.map(place)));
    assert.match(await said(page), /^1, say/);
  }
});

await check("nothing drawn has no answer, and two digits have a hint", {}, async (page) => {
  await draw(page, TWO_ONES);
  await page.waitForFunction(
    () => /Not one digit: several/.test(document.getElementById("majority").textContent),
  );
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

await browser.close();
server.close();
console.log(`${done} checks passed`);
