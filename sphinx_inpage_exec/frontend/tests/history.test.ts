import { describe, expect, test } from "vitest";
import { RunHistory, type Runnable } from "../src/history";

interface Made extends Runnable {
  name: string;
  code: string;
}

function cell(name: string, more: Partial<Runnable> = {}): Made {
  return { name, turn: "in-order", kernel: undefined, source: name, code: name, ...more };
}

/** A page whose cells have run in order. */
function page(...cells: Made[]) {
  const history = new RunHistory<Made>();
  for (const each of cells) history.ran(each, each.code);
  return { history, stale: () => [...history.outOfDate(cells)].map(({ name }) => name) };
}

describe("out of date is", () => {
  const [one, two, three] = [cell("one"), cell("two"), cell("three")] as const;

  test("nothing, where all cells have run in order", () => {
    expect(page(one, two, three).stale()).toEqual([]);
  });

  test("what is below a cell that has run again", () => {
    const { history, stale } = page(one, two, three);
    history.ran(two, two.code);
    expect(stale()).toEqual(["three"]);
    history.ran(three, three.code);
    expect(stale()).toEqual([]);
  });

  test("a cell that has been changed and what is below it, until it is as it ran", () => {
    const changed = cell("two");
    const { stale } = page(one, changed, three);
    changed.code = "other";
    expect(stale()).toEqual(["two", "three"]);
    changed.code = "two";
    expect(stale()).toEqual([]);
  });

  test("nothing above a change, and nothing that has not run", () => {
    const { history, stale } = page(one, two, three);
    history.forget(three);
    history.ran(two, two.code);
    expect(stale()).toEqual([]);
  });

  test("all that ran in a kernel that is gone, until it has run again", () => {
    const { history, stale } = page(one, two);
    history.lose([one, two]);
    expect(stale()).toEqual(["one", "two"]);
    history.ran(one, one.code);
    expect(stale()).toEqual(["two"]);
  });

  test("what ran in the one of several kernels that is gone", () => {
    const other = cell("other", { kernel: "r" });
    const { history, stale } = page(one, other);
    history.lose([other]);
    expect(stale()).toEqual(["other"]);
  });

  test("no cell of another kernel", () => {
    const other = cell("other", { kernel: "r" });
    const { history, stale } = page(one, other);
    history.ran(one, one.code);
    expect(stale()).toEqual([]);
  });

  test("no cell that goes first, because of those that stand above it", () => {
    const first = cell("first", { turn: "first" });
    const history = new RunHistory<Made>();
    for (const each of [first, one]) history.ran(each, each.code);
    expect(history.outOfDate([one, first]).size).toBe(0);
  });
});

test("the cell that has run last is known", () => {
  const [one, two] = [cell("one"), cell("two")];
  const { history } = page(one, two);
  history.ran(one, one.code);
  expect(history.last).toBe(one);
});
