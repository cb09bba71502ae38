// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ids } from "../src/contract";
import { inWords } from "../src/elapsed";
import { StatusBox } from "../src/status";

const TEMPLATE = `<div class="inpage-exec-status" hidden>
<div role="status"></div><span role="timer" hidden></span><progress hidden></progress>
<button data-action="retry"></button><button data-action="cancel"></button></div>`;

test.each([
  [0, "0 s"],
  [12, "12 s"],
  [59, "59 s"],
  [60, "1 min 00 s"],
  [65, "1 min 05 s"],
  [3_725, "62 min 05 s"],
])("%i seconds are read as %o", (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});

describe("the status box", () => {
  let box: StatusBox;

  function part<Part extends HTMLElement>(selector: string): Part {
    const found = box.element.querySelector<Part>(selector);
    if (!found) throw new Error(`The status box has no ${selector}.`);
    return found;
  }

  beforeEach(() => {
    vi.useFakeTimers();
    document.body.innerHTML = `<template id="${ids.statusTemplate}">${TEMPLATE}</template>`;
    box = new StatusBox({ onAction: () => undefined, onBackend: () => undefined, onToken: () => undefined });
  });

  afterEach(() => void vi.useRealTimers());

  test("counts the seconds beside the sentence, which is not read out again", () => {
    box.begin();
    box.saySteps("Connecting", "connecting");
    vi.advanceTimersByTime(65_000);
    expect(part('[role="timer"]').textContent).toBe("1 min 05 s");
    expect(part('[role="status"]').textContent).toBe("Connecting");
  });

  test.each([
    ["a result", () => box.say("Ready")],
    ["a failure", () => box.fail("It failed.", "retry", [])],
  ])("stops to count with %s", (_, end) => {
    box.begin();
    end();
    expect(part('[role="timer"]').hidden).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("counts anew for every press", () => {
    box.begin();
    vi.advanceTimersByTime(30_000);
    box.begin();
    vi.advanceTimersByTime(2_000);
    expect(part('[role="timer"]').textContent).toBe("2 s");
    expect(vi.getTimerCount()).toBe(1);
  });

  test("shows how much of a step is done, where that is known", () => {
    const bar = part<HTMLProgressElement>("progress");
    box.saySteps("Loading", "loading", { done: 3, total: 12 });
    expect([bar.hidden, bar.value, bar.max]).toEqual([false, 3, 12]);
    box.saySteps("Starting", "starting");
    expect(bar.hidden).toBe(true);
  });
});

test("a status box whose template has lost its parts still tells", () => {
  document.body.replaceChildren();
  const box = new StatusBox({
    onAction: () => undefined,
    onBackend: () => undefined,
    onToken: () => undefined,
  });
  box.begin();
  box.saySteps("Connecting", "connecting", { done: 1, total: 2 });
  box.fail("It failed.", "retry", ["lite"]);
  expect(box.element.hidden).toBe(false);
});
