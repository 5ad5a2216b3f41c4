// The folder of `cargo xtask demo --build-only`, served as any static host does, and what is done
// on its page.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, extname, join } from "node:path";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".gz": "application/gzip",
};

/** Serves a folder: {origin, address, close}. The address is below the host's root. */
export async function served(folder) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    const name = pathname.endsWith("/") ? "index.html" : basename(pathname);
    // Browsers ask for it on their own.
    if (name === "favicon.ico") {
      response.writeHead(204).end();
      return;
    }
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
  return { origin, address: `${origin}/below/`, close: () => server.close() };
}

/** Waits for the list of the rows, and unless only that is wanted for all models. */
export async function ready(page, { all = true } = {}) {
  await page.waitForFunction(() => document.querySelector("#rows tr"));
  const loaded = () => document.documentElement.dataset.loaded;
  if (all) await page.waitForFunction(loaded, null, { timeout: 120_000 });
}

/** Draws strokes, whose points are from 0 to 280 each way. */
export async function draw(page, strokes, steps = 8) {
  await page.locator("#paper").scrollIntoViewIfNeeded();
  const box = await page.locator("#paper").boundingBox();
  const at = ([x, y]) => [box.x + x, box.y + y];
  for (const [first, ...others] of strokes) {
    await page.mouse.move(...at(first));
    await page.mouse.down();
    for (const point of others) await page.mouse.move(...at(point), { steps });
    await page.mouse.up();
  }
}

/** What the page says of the majority, once the rows that are loaded have answered. */
export async function said(page) {
  await allAnswers(page);
  return page.locator("#majority").textContent();
}

/** The class that each row gives, by its name, once all that are loaded have answered. */
export async function allAnswers(page) {
  await page.waitForFunction(() => {
    const { answered, digit } = document.documentElement.dataset;
    return answered !== undefined && answered === digit;
  }, null, { timeout: 60_000 });
  return page.evaluate(() => Object.fromEntries(
    [...document.querySelectorAll("#rows tr")].map((line) => [line.cells[0].title, line.cells[2].textContent]),
  ));
}
