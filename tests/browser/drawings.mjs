// Draws each digit in ten styles on the page of `cargo xtask demo --build-only`, with the mouse, and
// counts the errors of each row. Writes them to FILE, or prints them.
//
//   node drawings.mjs FOLDER [FILE]
import { writeFile } from "node:fs/promises";

import { launch, visit } from "./browser.mjs";
import { allAnswers, draw, ready, served } from "./served.mjs";

const [folder, file] = process.argv.slice(2);

/** Points of an arc about `centre`, from one angle to another, in degrees clockwise from the right. */
function arc([cx, cy], [rx, ry], from, to) {
  return Array.from({ length: 25 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / 24) * Math.PI) / 180;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });
}

/** The strokes of each digit in a box that is 1 high: x from 0.2 to 0.8, y from 0 to 1. */
const DIGITS = [
  [arc([0.5, 0.5], [0.28, 0.5], -90, 270)],
  [[[0.38, 0.18], [0.54, 0], [0.54, 1]]],
  [[...arc([0.5, 0.28], [0.27, 0.28], -170, 35), [0.24, 1], [0.78, 1]]],
  [[...arc([0.48, 0.25], [0.26, 0.25], -150, 90), ...arc([0.48, 0.75], [0.3, 0.25], -90, 150)]],
  [[[0.55, 0], [0.22, 0.65], [0.8, 0.65]], [[0.62, 0.35], [0.62, 1]]],
  [[[0.75, 0], [0.3, 0], [0.27, 0.42], ...arc([0.47, 0.68], [0.3, 0.32], -120, 140)]],
  [[[0.66, 0], ...arc([0.5, 0.7], [0.27, 0.3], 190, -170)]],
  [[[0.22, 0], [0.78, 0], [0.42, 1]]],
  [[...arc([0.5, 0.25], [0.22, 0.25], -90, -450), ...arc([0.5, 0.75], [0.27, 0.25], -90, 270)]],
  [[...arc([0.5, 0.3], [0.26, 0.3], 0, -360), [0.72, 1]]],
];

/** How a digit is drawn: the pen, its height and middle on a paper of 280, and what is done to it. */
const STYLES = {
  plain: {},
  thin: { pen: 8 },
  thick: { pen: 32, height: 190 },
  small: { pen: 6, height: 50 },
  corner: { pen: 8, height: 70, middle: [50, 225] },
  large: { pen: 26, height: 250 },
  "slanted right": { shear: -0.35 },
  "slanted left": { shear: 0.35 },
  turned: { degrees: 18 },
  wide: { width: 1.5 },
};

function styled(strokes, { height = 180, middle = [140, 140], shear = 0, degrees = 0, width = 1 }) {
  const [sin, cos] = [Math.sin, Math.cos].map((of) => of((degrees * Math.PI) / 180));
  const placed = ([x, y]) => {
    const v = (y - 0.5) * height;
    const u = (x - 0.5) * height * width + shear * v;
    return [middle[0] + cos * u - sin * v, middle[1] + sin * u + cos * v];
  };
  return strokes.map((stroke) => stroke.map(placed));
}

const { origin, address, close } = await served(folder);
const browser = await launch();
const errors = new Map();
let refused = 0;

const isAllowed = (url) => url.startsWith(origin);
await visit(browser, { name: "drawings", address, isAllowed }, async (page) => {
  await ready(page);
  for (const [style, how] of Object.entries(STYLES)) {
    await page.locator("#pen").fill(String(how.pen ?? 18));
    for (const [digit, strokes] of DIGITS.entries()) {
      await page.locator("#clear").click();
      await draw(page, styled(strokes, how), 1);
      await page.waitForFunction(() => {
        const { answered, digit: drawn } = document.documentElement.dataset;
        const words = document.getElementById("majority").textContent;
        return answered === drawn || /^Not one digit/.test(words);
      });
      if (/^Not/.test(await page.locator("#majority").textContent())) {
        refused += 1;
        console.error(`${style} ${digit}: refused`);
        continue;
      }
      for (const [row, answer] of Object.entries(await allAnswers(page))) {
        const found = errors.get(row) ?? [];
        if (answer !== String(digit)) found.push(`${digit} ${style}: ${answer}`);
        errors.set(row, found);
      }
    }
  }
});
await browser.close();
close();

const lines = [...errors].map(([row, found]) => `${row},${found.length},${found.join("; ")}`);
const table = ["row,errors_of_100,what_was_drawn_and_answered", ...lines].join("\n");
if (file) await writeFile(file, `${table}\n`);
else console.log(table);
console.error(`${refused} of 100 drawings refused`);
