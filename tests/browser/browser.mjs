// Headless Chromium or Firefox, and checks in it that fail at any complaint of the browser.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";

import { chromium, firefox } from "playwright-core";

const NO_BROWSER = 3;

/** The browser that BROWSER names. */
export const isFirefox = process.env.BROWSER === "firefox";

const CHROMIUM = {
  name: "chromium",
  places: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
  // Chromium looks for its makers at every start unless told not to.
  options: {
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  },
};

const FIREFOX = {
  name: "firefox-esr",
  places: ["/usr/bin/firefox-esr", "/usr/bin/firefox"],
  options: {
    // The installed Firefox, by WebDriver BiDi; otherwise playwright speaks to a build of its own.
    channel: "moz-firefox",
    // Nor is it to look for its makers: the first is needed for the second to count.
    env: { ...process.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: "1" },
    firefoxUserPrefs: {
      "services.settings.server": "data:,#remote-settings-dummy/v1",
      "network.dns.disabled": true,
    },
  },
};

// The installed browser, or the end with a word about how to have one.
export async function launch() {
  const { name, places, options } = isFirefox ? FIREFOX : CHROMIUM;
  const variable = isFirefox ? "FIREFOX" : "CHROMIUM";
  const executablePath = process.env[variable] ?? places.find(existsSync);
  if (!executablePath || !existsSync(executablePath)) {
    console.error(`no browser: install Debian's package ${name}, or name one with ${variable}`);
    process.exit(NO_BROWSER);
  }
  return (isFirefox ? firefox : chromium).launch({ executablePath, ...options });
}

// Opens an address in a context of its own, tells of every complaint and of every request that is
// not allowed, and fails after the test if there is one, unless the page may give cause for them.
export async function visit(browser, { name, address, options, isAllowed, mayComplain }, test) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!isAllowed(url) && !/^(data|blob):/.test(url)) complaints.push(`request: ${url}`);
  });
  await page.goto(address);
  await test(page);
  if (!mayComplain) assert.deepEqual(complaints, [], `${name}: complaints of the browser`);
  await context.close();
}
