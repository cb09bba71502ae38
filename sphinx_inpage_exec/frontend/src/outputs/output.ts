/** The live output of one cell. */

import { type IOutput, isError, isExecuteResult, isStream } from "@jupyterlab/nbformat";
import { OutputArea } from "@jupyterlab/outputarea";
import type { IOutputModel, IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { MessageLoop } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import type { LiveOutput, MimeBundle } from "../kernel";
import { text } from "../strings";
import { PacedOutputs } from "./model";
import { keepStyles } from "./styles";

/** How many outputs of a cell are shown at once; more are a press away. */
const OUTPUTS = 500;

class Area extends OutputArea {
  protected override createOutputItem(model: IOutputModel): Widget | null {
    const item = super.createOutputItem(model) ?? new Widget();
    const notShown = this.#betterThanShown(model);
    if (notShown.length > 0) item.node.append(note(text("outputNotShown", { types: notShown.join(", ") })));
    return item;
  }

  /** The MIME types that the page has nothing for, where plain text or nothing stands in for them. */
  #betterThanShown(model: IOutputModel): string[] {
    const offered = Object.keys(model.data);
    const chosen = this.rendermime.preferredMimeType(model.data, "any");
    if (chosen && chosen !== "text/plain") return [];
    return offered.filter((type) => !this.rendermime.mimeTypes.includes(type));
  }
}

export class Output implements LiveOutput {
  readonly #model = new PacedOutputs({ trusted: true });
  readonly #area: Area;

  constructor(element: HTMLElement, rendermime: IRenderMimeRegistry) {
    this.#area = new Area({
      model: this.#model,
      rendermime,
      maxNumberOutputs: OUTPUTS,
      showInputPlaceholder: false,
    });
    this.#area.node.addEventListener("click", (event) => this.#onClick(event), { capture: true });
    keepStyles(element);
    MessageLoop.sendMessage(this.#area, Widget.Msg.BeforeAttach);
    element.append(this.#area.node);
    MessageLoop.sendMessage(this.#area, Widget.Msg.AfterAttach);
  }

  /** Show what a request puts out, in place of what is there. */
  show(future: OutputArea["future"]): void {
    this.#area.future = future;
    // A cell that has run shows all that it has put out.
    const flush = (): void => this.#model.flush();
    future.done.then(flush, flush);
  }

  onChange(listener: () => void): void {
    this.#model.changed.connect(listener);
  }

  clear(): void {
    this.#model.clear();
  }

  text(): string {
    return this.#model.toJSON().map(textOf).join("");
  }

  outputs(): IOutput[] {
    return this.#model.toJSON();
  }

  glued(): ReadonlyMap<string, MimeBundle> {
    return this.#model.glued;
  }

  dispose(): void {
    this.#area.dispose();
    this.#model.dispose();
  }

  /** Of many outputs, show some more; the area itself would show all at once. */
  #onClick(event: MouseEvent): void {
    if (!(event.target as Element).closest(".jp-TrimmedOutputs-button")) return;
    event.stopPropagation();
    this.#area.maxNumberOutputs += OUTPUTS;
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

function note(sentence: string): HTMLElement {
  const element = document.createElement("p");
  element.className = "inpage-exec-note";
  element.textContent = sentence;
  return element;
}
