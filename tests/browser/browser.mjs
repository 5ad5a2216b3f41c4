// Headless Chromium, and checks in it that fail at any complaint of the browser.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";

import { chromium } from "playwright-core";

const NO_BROWSER = 3;
// Chromium looks for its makers at every start unless told not to.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// The installed browser, or the end with a word about how to have one.
export async function launch() {
  const executablePath = process.env.CHROMIUM
    ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  if (!executablePath || !existsSync(executablePath)) {
    console.error("no Chromium: install Debian's package chromium, or name one with CHROMIUM");
    process.exit(NO_BROWSER);
  }
  return chromium.launch({ executablePath, args: FLAGS });
}

// Opens an address in a context of its own, tells of every complaint and of every request that is
// not allowed, and fails after the test if there is one.
export async function visit(browser, { name, address, options, isAllowed }, test) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!isAllowed(url) && !url.startsWith("data:")) complaints.push(`request: ${url}`);
  });
  await page.goto(address);
  await test(page);
  assert.deepEqual(complaints, [], `${name}: complaints of the browser`);
  await context.close();
}
