import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Entries } from "../src/entries";

interface Fruit {
  fruit: string;
}

const NAME = "fruit:apple";
const NOW = 1_700_000_000_000;
const DAY = 86_400_000;
const entry = { version: 1, time: NOW, fruit: "apple" };
const entries = new Entries<Fruit>("localStorage", "fruit:", ({ fruit }) => typeof fruit === "string");

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  localStorage.clear();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("an entry is read as it was written, until it is removed", () => {
  entries.write("apple", { fruit: "apple" });
  expect(entries.read("apple")).toEqual(entry);
  expect(entries.names()).toEqual(["apple"]);
  entries.remove("apple");
  expect(entries.read("apple")).toBeNull();
});

test("names are those of one kind", () => {
  localStorage.setItem("other", "{}");
  entries.write("pear", { fruit: "pear" });
  expect(entries.names()).toEqual(["pear"]);
});

describe("an entry is dropped that is", () => {
  test.each([
    ["a day old", { ...entry, time: NOW - DAY }],
    ["from a clock that was ahead", { ...entry, time: NOW + 1 }],
    ["without a time", { ...entry, time: undefined }],
    ["with a time in words", { ...entry, time: "today" }],
    ["of another version", { ...entry, version: 2 }],
    ["of another shape", { ...entry, fruit: 7 }],
    ["null", null],
    ["a number", 7],
    ["a list", [entry]],
  ])("%s", (_, kept) => {
    localStorage.setItem(NAME, JSON.stringify(kept));
    expect(entries.read("apple")).toBeNull();
    expect(localStorage.getItem(NAME)).toBeNull();
  });

  test.each(["{", "<html>", "undefined"])("not JSON: %s", (kept) => {
    localStorage.setItem(NAME, kept);
    expect(entries.read("apple")).toBeNull();
    expect(localStorage.getItem(NAME)).toBeNull();
  });
});

test("an entry counts until a day has passed", () => {
  localStorage.setItem(NAME, JSON.stringify({ ...entry, time: NOW - DAY + 1 }));
  expect(entries.read("apple")).not.toBeNull();
});
