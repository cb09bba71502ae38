import { describe, expect, test } from "vitest";
import { agrees } from "../src/expected";

describe("a result", () => {
  test.each([
    ["2", "2"],
    ["2", "2\n"],
    ["[1, 2,\n 3]", "[1,\n 2,\n 3]"],
    ["a\n<BLANKLINE>\nb", "a\n\nb"],
    ["<Line at 0x7f00>", "<Line at 0xffff>"],
    ["[0, 1, ..., 9]", "[0, 1, 2, 3, 9]"],
    ["...", "anything"],
    ["one ... two ... three", "one and two and three"],
    ["Traceback (most recent call last):\n  File x\nKeyError: 'a'", "KeyError: 'a'"],
    ["Traceback (most recent call last):\n    ...\nKeyError: ...", "KeyError: 'a'"],
  ])("of %j agrees with %j", (expected, actual) => {
    expect(agrees(expected, actual)).toBe(true);
  });

  test.each([
    ["2", "3"],
    ["", "3"],
    ["2", ""],
    ["a ... a", "a"],
    ["one ... two ... three", "one and three"],
    ["Traceback (most recent call last):\nKeyError: 'a'", "ValueError: a"],
  ])("of %j does not agree with %j", (expected, actual) => {
    expect(agrees(expected, actual)).toBe(false);
  });
});
