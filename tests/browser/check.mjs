// Opens the page in headless Chromium and fails unless it works as a reader needs it to.
//
//   node check.mjs PAGE [FOLDER]
//
// With FOLDER it leaves screenshots there.
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { launch, visit } from "./browser.mjs";

const WIDTHS = [390, 1280];
const SCHEMES = ["light", "dark"];

const [file, shots] = process.argv.slice(2);
const address = pathToFileURL(resolve(file)).href;

const browser = await launch();
let done = 0;

async function check(name, options, test) {
  await visit(browser, { name, address, options, isAllowed: (url) => url === address }, test);
  done += 1;
  console.log(`ok - ${name}`);
}

const view = (width, colorScheme = "light") => ({ viewport: { width, height: 900 }, colorScheme });

async function assertNothingSticksOut(page) {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(content <= window, `the page is ${content} pixels wide in a window of ${window}`);
}

// What a column holds, from the top, as the script sorts it: nothing for empty cells.
const column = (page, index) => page.evaluate((index) => [...document.querySelectorAll("#rows > tbody")]
  .map((body) => body.rows[0].cells[index].dataset.value ?? null), index);

function assertSorted(values, direction, what) {
  const full = values.filter((value) => value !== null);
  assert.deepEqual(values.slice(0, full.length), full, `${what}: empty cells are last`);
  const numeric = full.every((value) => !Number.isNaN(Number(value)));
  for (let i = 1; i < full.length; i += 1) {
    const [a, b] = [full[i - 1], full[i]];
    const order = numeric ? Number(a) - Number(b) : a.localeCompare(b);
    assert.ok(direction * order <= 0, `${what}: ${a} before ${b}`);
  }
}

try {
  for (const scheme of SCHEMES) {
    for (const width of WIDTHS) {
      await check(`fits ${width} pixels, ${scheme}`, view(width, scheme), async (page) => {
        await assertNothingSticksOut(page);
        const [ground, ink] = await page.evaluate(() => {
          const style = getComputedStyle(document.body);
          const light = (colour) => colour.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 765;
          return [light(style.backgroundColor), light(style.color)];
        });
        assert.equal(ground > ink, scheme === "light", "ground and ink are those of the scheme");
        if (shots) await page.screenshot({ path: join(shots, `${width}-${scheme}.png`), fullPage: true });
        await page.locator("#rows summary").first().click();
        await assertNothingSticksOut(page);
        if (shots) await page.screenshot({ path: join(shots, `${width}-${scheme}-open.png`), fullPage: true });
      });
    }
  }

  await check("sorts by every column, both ways", view(1280), async (page) => {
    const heads = page.locator("#rows > thead th");
    const rows = await page.locator("#rows > tbody").count();
    const n = await heads.count();
    assert.ok(rows > 0 && n > 5, "the table has rows and columns");
    for (let index = 0; index < n; index += 1) {
      const head = heads.nth(index);
      const name = await head.innerText();
      // The first is sorted when the page opens.
      const directions = index === 0 ? [-1, 1] : [1, -1];
      for (const direction of directions) {
        await head.getByRole("button").click();
        const said = await head.getAttribute("aria-sort");
        assert.equal(said, direction > 0 ? "ascending" : "descending", name);
        assert.equal(await page.locator("#rows th[aria-sort]").count(), 1, name);
        const values = await column(page, index);
        assert.equal(values.length, rows, name);
        assertSorted(values, direction, name);
      }
    }
  });

  await check("sorts by keyboard", view(1280), async (page) => {
    await page.locator("#rows > thead th").nth(3).getByRole("button").focus();
    await page.keyboard.press("Enter");
    assertSorted(await column(page, 3), 1, "by Enter");
    await page.keyboard.press("Space");
    assertSorted(await column(page, 3), -1, "by the space bar");
  });

  for (const [name, options] of [["", {}], [" without scripts", { javaScriptEnabled: false }]]) {
    await check(`opens rows by click and by keyboard${name}`, { ...view(1280), ...options }, async (page) => {
      const bodies = page.locator("#rows > tbody");
      const details = (index) => bodies.nth(index).locator("tr.details");
      const last = (await bodies.count()) - 1;
      assert.equal(await details(0).isVisible(), false, "rows are closed at first");
      await bodies.first().locator("summary").click();
      assert.equal(await details(0).isVisible(), true, "a click opens");
      await bodies.first().locator("summary").click();
      assert.equal(await details(0).isVisible(), false, "another closes");
      for (const key of ["Enter", "Space"]) {
        await bodies.nth(last).locator("summary").focus();
        await page.keyboard.press(key);
        assert.equal(await details(last).isVisible(), key === "Enter", `${key} opens and closes`);
      }
    });
  }

  await check("every row has its details", view(1280), async (page) => {
    const lacking = await page.evaluate(() => [...document.querySelectorAll("#rows > tbody")]
      .filter((body) => !body.querySelector(".inside")?.textContent.includes("Settings"))
      .map((body) => body.id));
    assert.deepEqual(lacking, []);
  });

  await check("the skip link comes first and leads to the table", view(1280), async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => location.hash), "#rows-heading");
  });

  await check("every image can be decoded", view(1280), async (page) => {
    const faults = await page.evaluate(async () => {
      document.querySelectorAll("#rows details").forEach((details) => { details.open = true; });
      const addresses = new Set([...document.querySelectorAll("svg image")].map((image) => image.getAttribute("href")));
      for (const pattern of document.querySelectorAll(".pattern")) {
        addresses.add(getComputedStyle(pattern).backgroundImage.slice(5, -2));
      }
      const decoded = await Promise.allSettled([...addresses].map((address) => {
        const image = new Image();
        image.src = address;
        return image.decode();
      }));
      return decoded.filter(({ status }) => status === "rejected").length;
    });
    assert.equal(faults, 0);
  });

  await check("pictures and errors have names, headings are in order", view(1280), async (page) => {
    const faults = await page.evaluate(() => {
      const faults = [];
      const seen = new Set();
      for (const { id } of document.querySelectorAll("[id]")) {
        if (seen.has(id)) faults.push(`${id} twice`);
        seen.add(id);
      }
      const text = (id) => document.getElementById(id)?.textContent.trim();
      for (const svg of document.querySelectorAll("svg")) {
        const named = text(svg.getAttribute("aria-labelledby")) && text(svg.getAttribute("aria-describedby"));
        if (svg.getAttribute("role") !== "img" || !named) faults.push(svg.outerHTML.slice(0, 80));
      }
      for (const pattern of document.querySelectorAll(".pattern")) {
        if (!pattern.getAttribute("aria-label")) faults.push("a pattern without a name");
      }
      let level = 0;
      for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
        const own = Number(heading.tagName[1]);
        if (own > level + 1) faults.push(`${heading.tagName} after h${level}: ${heading.textContent}`);
        level = own;
      }
      if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
      return faults;
    });
    assert.deepEqual(faults, []);
  });

  await check("prints light, and without what only a screen needs", view(1280, "dark"), async (page) => {
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await page.locator("nav").isVisible(), false);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(ground, "rgb(255, 255, 255)");
  });

  console.log(`${done} passed, 0 failed`);
} catch (error) {
  console.error(error.message);
  console.log(`${done} passed, 1 failed`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
