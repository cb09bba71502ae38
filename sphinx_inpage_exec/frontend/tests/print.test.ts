import type { KernelMessage } from "@jupyterlab/services";
import { beforeEach, expect, test, vi } from "vitest";
import { blocks, isFull, oncePerFrame } from "../src/print";

type Message = KernelMessage.IIOPubMessage;

const message = (msg_type: string, content: object): Message =>
  ({ channel: "iopub", header: { msg_type }, content }) as Message;
const printed = (text: string, name = "stdout") => message("stream", { name, text });
const result = message("execute_result", {});

let shown: string[];
let frames: (() => void)[];
let show: ReturnType<typeof oncePerFrame>;
const nextFrame = () => {
  for (const frame of frames.splice(0)) frame();
};

beforeEach(() => {
  shown = [];
  frames = [];
  vi.stubGlobal("requestAnimationFrame", (frame: () => void) => frames.push(frame));
  show = oncePerFrame(({ content }) => void shown.push("text" in content ? String(content.text) : "result"));
});

test("text is shown once a frame", () => {
  show(printed("one\n"));
  show(printed("two\n"));
  expect(shown).toEqual([]);
  nextFrame();
  expect(shown).toEqual(["one\ntwo\n"]);
  show(printed("three\n"));
  nextFrame();
  expect(shown).toEqual(["one\ntwo\n", "three\n"]);
});

test("what comes after text is shown after it, also where there is no frame", () => {
  show(printed("one\n"));
  show(result);
  show(printed("two\n"));
  show(printed("error\n", "stderr"));
  show(result);
  expect(shown).toEqual(["one\n", "result", "two\n", "error\n", "result"]);
  nextFrame();
  expect(shown).toHaveLength(5);
});

const line = "0123456789 012345678\n";
test.each([
  ["few lines", line.repeat(10), 1],
  ["a full block", line.repeat(762), 1],
  ["more than a block", line.repeat(763), 2],
  ["many blocks", line.repeat(100_000), 132],
  ["one endless line", "x".repeat(100_000), 1],
])("%s are cut where lines end, and nothing is lost", (_, text, count) => {
  const cut = [...blocks(text)];
  expect(cut.join("")).toBe(text);
  expect(cut).toHaveLength(count);
  for (const block of cut.slice(0, -1)) expect(isFull(block)).toBe(true);
});
