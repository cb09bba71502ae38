import { describe, expect, test } from "vitest";
import english from "../../strings.json";
import { reasonFor, stepOf } from "../src/backends/binder";
import { isWebAddress, readEvent } from "../src/backends/binder-event";
import { keyOf } from "../src/backends/binder-stream";
import { text } from "../src/strings";

const escape = "\u001b";

describe("an event of a BinderHub", () => {
  test.each([
    [
      { phase: "waiting", message: "Waiting for build to start...\n" },
      "waiting",
      "Waiting for build to start...\n",
    ],
    [{ phase: "building", message: "10 %\r20 %\r" }, "building", "10 %\r20 %\r"],
    [{ phase: "built", imageName: "image" }, "built", ""],
    [{ phase: "Pending", message: 7 }, "pending", ""],
    [{ phase: "x".repeat(9_000) }, "x".repeat(40), ""],
  ])("%o is a step", (event, phase, message) => {
    expect(readEvent(JSON.stringify(event))).toEqual({ kind: "progress", phase, message });
  });

  test.each([
    [{ phase: "failed", message: "No provider\n" }, "No provider", 0],
    [{ phase: "failure", message: "pip\n  failed\n" }, "pip failed", 0],
    [{ phase: "failure", message: `${escape}[31mred${escape}[0m` }, "red", 0],
    [{ phase: "failure", message: `${"x".repeat(9_000)} in the end` }, `${"x".repeat(589)} in the end`, 0],
    [{ phase: "failed", status_code: 429, message: "Slow down" }, "Slow down", 429],
    [{ phase: "failed" }, "", 0],
  ])("%o is a failure", (event, reason, status) => {
    const { phase, message = "" } = event as { phase: string; message?: string };
    expect(readEvent(JSON.stringify(event))).toEqual({ kind: "failed", phase, message, reason, status });
  });

  test("of a ready server has its address and token", () => {
    const event = { phase: "ready", url: "https://hub.example.org/user/x/", token: "t", image: "i" };
    expect(readEvent(JSON.stringify(event))).toEqual({ kind: "ready", url: event.url, token: "t" });
  });

  test.each(["", "{", "null", "7", "[]", "{}", '"ready"', '{"phase": 1}', "<html>", '{"phase":'])(
    "is not %o",
    (data) => expect(readEvent(data)).toBeNull(),
  );
});

test.each([
  ["https://hub.example.org/user/x/", true],
  ["http://127.0.0.1:8000/user/x/", true],
  ["javascript:alert(1)", false],
  ["data:text/html,x", false],
  ["file:///etc/passwd", false],
  ["/user/x/", false],
  ["", false],
])("that %o is an address of the web is %o", (url, expected) => {
  expect(isWebAddress(url)).toBe(expected);
});

test.each([
  ["waiting", english.phaseWaiting],
  ["building", english.phaseBuilding],
  ["launching", english.phaseLaunching],
  ["brewing", "The hub says: brewing"],
  ["constructor", "The hub says: constructor"],
])("the phase %s is %o in words", (phase, expected) => {
  expect(text(...stepOf({ kind: "progress", phase, message: "" }))).toBe(expected);
});

test.each([
  ["pip failed", 0, "binderFailed"],
  ["Rate limit exceeded.", 429, "binderBusy"],
  ["Too many users running https://git.example.org/a/b! Try again soon.", 0, "binderFull"],
  ["Too many users on this BinderHub! Try again soon.", 0, "binderFull"],
])("a failure with the reason %o and the status %i has a sentence of its own kind", (reason, status, key) => {
  const [found] = reasonFor({ kind: "failed", phase: "failed", message: reason, reason, status });
  expect(found).toBe(key);
});

test.each([
  [400, "binderAnswered"],
  [401, "binderForbidden"],
  [403, "binderForbidden"],
  [404, "binderNotFound"],
  [429, "binderBusy"],
  [500, "binderAnswered"],
  [503, "binderAnswered"],
])("the status %i has a sentence of its own kind", (status, key) => {
  expect(keyOf(status)).toBe(key);
});
