"use strict";
// Turns the headings of the table into buttons that sort it, up and then down.
(() => {
  const table = document.getElementById("rows");
  const heads = [...table.tHead.rows[0].cells];
  const bodies = [...table.tBodies];

  const key = (body, column) => body.rows[0].cells[column]?.dataset.value;

  const compare = (a, b) => {
    const [x, y] = [Number(a), Number(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y;
  };

  // A row that failed has fewer cells. Rows without a value stay at the end either way.
  const sort = (column, direction) => {
    const keyed = bodies.map((body) => [key(body, column), body]);
    const empty = keyed.filter(([value]) => value === undefined);
    const full = keyed.filter(([value]) => value !== undefined);
    full.sort(([a], [b]) => direction * compare(a, b));
    table.append(...[...full, ...empty].map(([, body]) => body));
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      sort(column, up ? 1 : -1);
    });
  });
})();
