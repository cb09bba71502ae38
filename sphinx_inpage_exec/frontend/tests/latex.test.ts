import { expect, test } from "vitest";
import { spellDollars } from "../src/typesetting";

test.each([
  ["$x$", "\\(x\\)"],
  ["$\\displaystyle x^2$ and $y$", "\\(\\displaystyle x^2\\) and \\(y\\)"],
  ["$$x$$", "$$x$$"],
  ["it costs \\$5 or \\$6", "it costs \\$5 or \\$6"],
  ["it costs $5", "it costs $5"],
  ["\\(x\\)", "\\(x\\)"],
])("the mathematics in %o is spelt %o for MathJax", (text, expected) => {
  const element = document.createElement("div");
  element.textContent = text;
  spellDollars(element);
  expect(element.textContent).toBe(expected);
});

test.each(["pre", "code", "script"])("what stands in %s is not mathematics", (name) => {
  const element = document.createElement("div");
  const inner = element.appendChild(document.createElement(name));
  inner.textContent = "$x$";
  spellDollars(element);
  expect(inner.textContent).toBe("$x$");
});
