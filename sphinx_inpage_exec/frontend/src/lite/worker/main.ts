/** The worker of a WebAssembly kernel: makes it, and carries messages between it and the page. */

import type { Making, FromWorker, ToWorker } from "../messages";
import { NextAnswer, takeInterrupt, waitForAnswer, wayToWait } from "./answers";
import { asBroken } from "./broken";
import type { Kernel, Page } from "./kernel";
import { makeKernel } from "./make";

const answer = new NextAnswer();
let kernel: Kernel | undefined;
let interrupts: SharedArrayBuffer | undefined;

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => void take(data));
tell({ kind: "up" });

async function take(message: ToWorker): Promise<void> {
  switch (message.kind) {
    case "make":
      return make(message.making);
    case "message":
      return kernel?.receive(message.text, message.buffers);
    case "answer":
      return answer.give(message.answer);
    case "interrupt":
      interrupt();
      return tell({ kind: "interrupted" });
  }
}

/** A worker that takes messages does not compute: Python waits, unless it has seen the interrupt already. */
function interrupt(): void {
  if (!interrupts || takeInterrupt(interrupts)) kernel?.interrupt();
}

async function make(making: Making): Promise<void> {
  interrupts = making.shared?.interrupts;
  try {
    kernel = await makeKernel(making, pageFor(making), tell);
    tell({ kind: "ready" });
  } catch (error) {
    const { key, parameters } = asBroken(error);
    tell({ kind: "failed", key, parameters });
  }
}

function pageFor({ shared, wheels, index, texts }: Making): Page {
  return {
    post(text, proxy) {
      const buffers = (proxy?.toJs() ?? []) as Uint8Array<ArrayBuffer>[];
      proxy?.destroy();
      tell({ kind: "message", text, buffers: buffers.map((each) => each.slice().buffer) });
    },
    tell: (key, parameters = {}) =>
      (texts[key] ?? key).replace(/\{(\w+)\}/g, (place, name: string) => String(parameters[name] ?? place)),
    waitForAnswer: () => (shared ? waitForAnswer(shared) : null),
    nextAnswer: () => answer.next(),
    answers: wayToWait(shared),
    wheels,
    index,
  };
}

function tell(message: FromWorker): void {
  postMessage(message);
}
