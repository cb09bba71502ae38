/** The outputs of one area, written once a frame however often a kernel sends. */

import type * as nbformat from "@jupyterlab/nbformat";
import { OutputAreaModel } from "@jupyterlab/outputarea";
import { type IOutputModel, OutputModel } from "@jupyterlab/rendermime";
import type { MimeBundle } from "../kernel";
import { TerminalText } from "./terminal";

/** The metadata of what is put aside, as scrapbook has named it first. */
interface Scrap {
  name: string;
  mime_prefix: string;
}

/** A stream that grows in the time of what is added to it. */
class StreamModel extends OutputModel {
  readonly #text = new TerminalText();
  readonly #mimeType: string;

  constructor(
    options: IOutputModel.IOptions,
    readonly name: string,
  ) {
    super(options);
    this.#mimeType = `application/vnd.jupyter.${name}`;
  }

  override get data(): OutputModel["data"] {
    // Handed on as it is: the renderer asks for the parts that it shows.
    return { [this.#mimeType]: this.#text as never };
  }

  append(text: string): void {
    this.#text.append(text);
    // Tells the area that there is something new; the text itself is not kept twice.
    this.streamText?.insert(0, "");
  }

  override toJSON(): nbformat.IOutput {
    return { output_type: "stream", name: this.name, text: this.#text.toString() };
  }
}

const contentFactory: OutputAreaModel["contentFactory"] = {
  createOutputModel: (options) =>
    (isStream(options.value)
      ? new StreamModel(options, options.value.name)
      : new OutputModel(options)) as IOutputModel,
};

/** Outputs whose text and updates are held back until the next frame, and then written together. */
export class PacedOutputs extends OutputAreaModel {
  /** What was put aside, by name. */
  readonly glued = new Map<string, MimeBundle>();
  #texts: { name: string; pieces: string[] }[] = [];
  readonly #updates = new Map<number, nbformat.IOutput>();
  #frame: number | null = null;

  constructor(options: ConstructorParameters<typeof OutputAreaModel>[0] = {}) {
    super({ ...options, contentFactory });
  }

  override add(output: nbformat.IOutput): number {
    if (this.clearNext) this.clear();
    if (isDisplayData(output) && this.#glue(output)) return this.length;
    if (isStream(output)) this.#hold(output.name, joined(output.text));
    else {
      this.flush();
      super.add(output);
    }
    return this.length;
  }

  override set(index: number, output: nbformat.IOutput): void {
    this.#updates.set(index, output);
    this.#schedule();
  }

  override clear(wait = false): void {
    // What waits was put out before: written later, it would be taken for the output that clears.
    if (wait) this.flush();
    else {
      this.#forget();
      this.glued.clear();
    }
    this.clearNext = wait;
    super.clear(wait);
  }

  override toJSON(): nbformat.IOutput[] {
    this.flush();
    return super.toJSON();
  }

  override dispose(): void {
    this.#forget();
    super.dispose();
  }

  /** Write now what waits for the next frame. */
  flush(): void {
    if (this.isDisposed) return;
    const texts = this.#texts;
    const updates = [...this.#updates];
    this.#forget();
    for (const { name, pieces } of texts) this.#write(name, pieces.join(""));
    for (const [index, output] of updates) super.set(index, output);
  }

  /** Put aside what MyST-NB's `glue` names. Whether it is for the text alone: then its types have a prefix. */
  #glue({ data, metadata }: nbformat.IDisplayData): boolean {
    const { name, mime_prefix: prefix = "" } = (metadata["scrapbook"] ?? {}) as Partial<Scrap>;
    if (name === undefined) return false;
    const named = Object.entries(data).map(([type, content]) => [type.slice(prefix.length), content]);
    this.glued.set(name, { data: Object.fromEntries(named), metadata });
    return prefix !== "";
  }

  #hold(name: string, text: string): void {
    const last = this.#texts.at(-1);
    if (last?.name === name) last.pieces.push(text);
    else this.#texts.push({ name, pieces: [text] });
    this.#schedule();
  }

  #write(name: string, text: string): void {
    const last = this.length > 0 ? this.get(this.length - 1) : null;
    if (last instanceof StreamModel && last.name === name) return last.append(text);
    super.add({ output_type: "stream", name, text: "" });
    const added = this.get(this.length - 1);
    if (added instanceof StreamModel) added.append(text);
  }

  #schedule(): void {
    this.#frame ??= requestAnimationFrame(() => this.flush());
  }

  #forget(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#texts = [];
    this.#updates.clear();
  }
}

function isDisplayData(output: nbformat.IOutput): output is nbformat.IDisplayData {
  return output.output_type === "display_data";
}

function isStream(output: nbformat.IOutput): output is nbformat.IStream {
  return output.output_type === "stream";
}

function joined(text: nbformat.MultilineString): string {
  return typeof text === "string" ? text : text.join("");
}
