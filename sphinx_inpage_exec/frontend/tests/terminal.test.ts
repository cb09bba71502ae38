import { expect, test } from "vitest";
import { longString, TerminalText } from "../src/outputs/terminal";

function terminal(...pieces: string[]): TerminalText {
  const text = new TerminalText();
  for (const piece of pieces) text.append(piece);
  return text;
}

test.each([
  ["lines stay", ["one\n", "two"], "one\ntwo"],
  ["a carriage return goes back to the beginning of the line", ["10%\r", "20%\r100%\n"], "100%\n"],
  ["what is longer shows behind what is written over it", ["a long line\rshort"], "shortg line"],
  ["a line feed behind a carriage return ends the line", ["first\r", "\nsecond"], "first\nsecond"],
  ["lines of Windows stay", ["first\r\nsecond\r\n"], "first\nsecond\n"],
  ["a backspace takes a character away", ["abc\b\bX"], "aX"],
  ["a backspace stops at the beginning of the line", ["one\na\b\b\bb"], "one\nb"],
  ["a character of two code units is one", ["🎉🎉\ra"], "a🎉"],
  ["a colour stays with its characters", ["\x1b[31mred\x1b[0m\rR"], "R\x1b[31med\x1b[0m"],
])("%s", (_, pieces, left) => {
  expect(terminal(...pieces).toString()).toBe(left);
});

test("the beginning and the end are what a whole string would have there", () => {
  const text = terminal("one\n", "two\nthree\n", "four");
  const whole = longString("one\ntwo\nthree\nfour");
  expect(text.length).toBe(whole.length);
  for (let length = 0; length <= whole.length + 1; length += 1) {
    expect(text.head(length)).toBe(whole.head(length));
    expect(text.tail(length)).toBe(whole.tail(length));
  }
});

test("a hundred thousand lines are taken in no time", () => {
  const text = new TerminalText();
  for (let line = 0; line < 100_000; line += 1) text.append(`line ${line}\n`);
  expect(text.tail(11)).toBe("line 99999\n");
});
