/** An output of thebe-core behind our own interface. */

import { type IOutput, isError, isExecuteResult, isStream } from "@jupyterlab/nbformat";
import type { OutputArea } from "@jupyterlab/outputarea";
import { PassiveCellRenderer } from "thebe-core";
import type { LiveOutput } from "./kernel";
import { isFull, oncePerFrame } from "./print";
import type { makeRendering } from "./rendering";

export type Rendering = ReturnType<typeof makeRendering>;

/** What the model of an output is asked before it adds text to what it holds already. */
interface Combination {
  lastModel: { streamText?: { text: string } };
}

export class ThebeOutput extends PassiveCellRenderer implements LiveOutput {
  constructor(element: HTMLElement, rendering: Rendering) {
    super("", rendering);
    // JupyterLab renders all that was printed again whenever a line is added.
    Object.assign(this.model, { shouldCombine: (combination: Combination) => this.#takesMore(combination) });
    this.attachToDOM(element);
  }

  show(future: OutputArea["future"]): void {
    this.area.future = future;
    future.onIOPub = oncePerFrame(future.onIOPub);
  }

  onChange(listener: () => void): void {
    this.model.changed.connect(listener);
  }

  text(): string {
    return this.model.toJSON().map(textOf).join("");
  }

  dispose(): void {
    this.area.dispose();
    this.model.dispose();
  }

  #takesMore({ lastModel }: Combination): boolean {
    const text = lastModel.streamText?.text ?? "";
    if (!isFull(text)) return true;
    const block = this.area.widgets.at(-1)?.node;
    block?.classList.add("inpage-exec-block");
    block?.style.setProperty("--lines", `${text.split("\n").length - 1}`);
    return false;
  }
}

function textOf(output: IOutput): string {
  if (isStream(output)) return output.name === "stdout" ? joined(output.text) : "";
  if (isError(output)) return `${output.ename}: ${output.evalue}`;
  return isExecuteResult(output) ? joined(output.data["text/plain"]) : "";
}

function joined(text: unknown): string {
  return Array.isArray(text) ? text.join("") : String(text ?? "");
}
