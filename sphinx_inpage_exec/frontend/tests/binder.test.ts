import { describe, expect, test } from "vitest";
import english from "../../strings.json";
import { stepOf } from "../src/backends/binder";
import { isWebAddress, readEvent } from "../src/backends/binder-event";
import { keyOf } from "../src/backends/binder-stream";
import { text } from "../src/strings";

const escape = "\u001b";

describe("an event of a BinderHub", () => {
  test.each([
    [
      { phase: "waiting", message: "Waiting for build to start...\n" },
      "waiting",
      "Waiting for build to start...",
    ],
    [{ phase: "building", message: "Step 1/2\nStep 2/2\n" }, "building", "Step 2/2"],
    [{ phase: "building", message: "10 %\r20 %\r" }, "building", "20 %"],
    [{ phase: "building", message: `${escape}[31mred${escape}[0m` }, "building", "red"],
    [{ phase: "building", message: "x".repeat(9_000) }, "building", "x".repeat(160)],
    [{ phase: "built", imageName: "image" }, "built", ""],
    [{ phase: "Pending", message: 7 }, "pending", ""],
  ])("%o is a step", (event, phase, message) => {
    expect(readEvent(JSON.stringify(event))).toEqual({ kind: "progress", phase, message });
  });

  test.each([
    [{ phase: "failed", message: "No provider\n" }, "No provider", 0],
    [{ phase: "failure", message: "pip\n  failed\n" }, "pip failed", 0],
    [{ phase: "failed", status_code: 429, message: "Slow down" }, "Slow down", 429],
    [{ phase: "failed" }, "", 0],
  ])("%o is a failure", (event, reason, status) => {
    expect(readEvent(JSON.stringify(event))).toEqual({ kind: "failed", reason, status });
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

describe("a step in words", () => {
  test.each([
    ["waiting", "", "Queued"],
    ["waiting", "Soon.", "Queued: Soon."],
    ["building", "", `Building the environment: ${english.binderFirstBuild}`],
    ["building", "Step 1/2", `Building the environment: ${english.binderFirstBuild} Step 1/2`],
    ["launching", "", "Starting the server"],
    ["brewing", "Tea", "brewing: Tea"],
  ])("of %s with the message %o is %o", (phase, message, expected) => {
    expect(text(...stepOf({ kind: "progress", phase, message }))).toBe(expected);
  });
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
