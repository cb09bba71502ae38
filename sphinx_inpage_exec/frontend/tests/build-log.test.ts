// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { BuildLog, paint } from "../src/backends/build-log";

const escape = "\u001b";

function painted(line: string, pen = {}): { html: string; pen: object } {
  const element = document.createElement("div");
  const end = paint(element, line, pen);
  return { html: element.innerHTML, pen: end };
}

describe("a line of a terminal", () => {
  test.each([
    ["plain", "plain"],
    [`${escape}[31mred${escape}[0m plain`, '<span class="ansi-red-fg">red</span> plain'],
    [`${escape}[91;1mred`, '<span class="ansi-red-intense-fg ansi-bold">red</span>'],
    [`${escape}[1mbold${escape}[22mplain`, '<span class="ansi-bold">bold</span>plain'],
    [`${escape}[4munder${escape}[24mplain`, '<span class="ansi-underline">under</span>plain'],
    [`${escape}[44mblue${escape}[49mplain`, '<span class="ansi-blue-bg">blue</span>plain'],
    [`${escape}[107mwhite${escape}[mplain`, '<span class="ansi-white-intense-bg">white</span>plain'],
    [`${escape}[32mgreen${escape}[39mplain`, '<span class="ansi-green-fg">green</span>plain'],
    [`${escape}[38;5;31;4mx`, '<span style="color: rgb(0, 135, 175);" class="ansi-underline">x</span>'],
    [`${escape}[48;2;1;31;4mx`, '<span style="background-color: rgb(1, 31, 4);">x</span>'],
    [`${escape}[48;2;1;31;400mplain`, "plain"],
    [`${escape}[38;5;9mx`, '<span class="ansi-red-intense-fg">x</span>'],
    [`${escape}[31;7mx`, '<span class="ansi-default-inverse-fg ansi-red-bg">x</span>'],
    [
      `${escape}[7mx${escape}[27mplain`,
      '<span class="ansi-default-inverse-fg ansi-default-inverse-bg">x</span>plain',
    ],
    [`${escape}[38:2::1:2:3mplain`, "plain"],
    [`${escape}[58;999;38mplain`, "plain"],
    [`${escape}[2K${escape}[1Aplain${escape}[?25l`, "plain"],
    [`${escape}]0;title\u0007plain${escape}]8;;javascript:x${escape}\\`, "plain"],
    [`${escape}(Bplain${escape}c`, "plain"],
    ["a\u0000\u0008\tb", "a\tb"],
    [
      `${escape}[31m<img src=x onerror=alert(1)>`,
      '<span class="ansi-red-fg">&lt;img src=x onerror=alert(1)&gt;</span>',
    ],
    ["<script>&amp;", "&lt;script&gt;&amp;amp;"],
  ])("%j is shown as %s", (line, html) => {
    expect(painted(line).html).toBe(html);
  });

  test("goes on in the colour that the line before it ended with", () => {
    const { pen } = painted(`${escape}[31;1mred`);
    expect(painted("still", pen).html).toBe('<span class="ansi-red-fg ansi-bold">still</span>');
  });
});

describe("the log of a build", () => {
  let disclosure: HTMLDetailsElement;
  let log: BuildLog;

  function part(selector: string): string {
    return disclosure.querySelector(selector)?.textContent ?? "";
  }

  function lines(): string[] {
    return [...disclosure.querySelectorAll(".inpage-exec-log > div")].map((line) => line.textContent);
  }

  beforeEach(() => {
    disclosure = document.createElement("details");
    disclosure.innerHTML =
      '<summary>Log <span>old</span></summary><p>old</p><div class="inpage-exec-log">old</div><button></button>';
    disclosure.hidden = true;
    log = new BuildLog(disclosure);
  });

  test("begins empty, and is hidden until something is in it", () => {
    log.write("waiting", "");
    expect([disclosure.hidden, lines(), part("summary span")]).toEqual([true, [], ""]);
    log.write("waiting", "Soon\n");
    expect([disclosure.hidden, lines(), part("summary span")]).toEqual([false, ["Soon"], "Soon"]);
  });

  test.each([
    ["lines", ["one\ntwo\n"], ["one", "two"]],
    ["pieces of a line", ["one", " and", " a half\ntwo"], ["one and a half", "two"]],
    ["empty lines", ["one\n\ntwo\n"], ["one", "", "two"]],
    ["lines of Windows", ["one\r\ntwo\r", "\nthree"], ["one", "two", "three"]],
    ["progress that covers itself", ["10 %\r20 %\r", "30 %\ndone"], ["30 %", "done"]],
    ["a colour over several pieces", [`${escape}[3`, "1mred\nstill"], ["red", "still"]],
  ])("has %s", (_, pieces, expected) => {
    for (const piece of pieces) log.write("building", piece);
    expect(lines()).toEqual(expected);
  });

  test("goes on in the colour of the line before, where that has not ended", () => {
    log.write("building", `${escape}[31mred\n`);
    log.write("building", `still${escape}[0m\nplain\n`);
    const red = [...disclosure.querySelectorAll(".ansi-red-fg")].map((span) => span.textContent);
    expect(red).toEqual(["red", "still"]);
  });

  test("begins a line with each phase", () => {
    log.write("fetching", "Cloning");
    log.write("building", "Step 1");
    expect(lines()).toEqual(["Cloning", "Step 1"]);
  });

  test("keeps the end of a log that is long, and says how much is left out", () => {
    for (let number = 1; number <= 2_010; number += 1) log.write("building", `line ${number}\n`);
    expect(lines()).toHaveLength(2_000);
    expect([lines()[0], lines().at(-1)]).toEqual(["line 11", "line 2010"]);
    expect(part("p")).toBe("10 earlier lines are left out.");
  });

  test("keeps less of lines that are long", () => {
    for (let number = 1; number <= 300; number += 1) log.write("building", `${"x".repeat(9_000)}\n`);
    expect(part(".inpage-exec-log").length).toBeLessThanOrEqual(510_000);
    expect(lines().length).toBeGreaterThan(90);
  });

  test("does not grow by a line without an end", () => {
    for (let number = 1; number <= 100; number += 1) log.write("building", "x".repeat(1_000));
    expect(part(".inpage-exec-log")).toHaveLength(5_000);
  });

  test("goes on where a project's template has lost its parts", () => {
    const bare = document.createElement("details");
    new BuildLog(bare).write("building", "one\n");
    expect(bare.hidden).toBe(false);
  });
});
