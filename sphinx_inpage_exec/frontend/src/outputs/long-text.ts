/** Shows text with its colours and links, of long text the beginning and the end. */

import { RenderedCommon } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { attributes, type OutputAction } from "../contract";
import { type StringKey, text } from "../strings";
import { type LongString, longString } from "./terminal";
import { textElement } from "./text";

/** What is shown at once at either end; more is a press away. */
const WINDOW = { characters: 20_000, lines: 400 };
/** By how many windows each press makes the beginning longer. */
const MORE = 10;

const MIME_TYPES = [
  "text/plain",
  "application/vnd.jupyter.stdout",
  "application/vnd.jupyter.stderr",
  "application/vnd.jupyter.stdin",
];

class LongTextView extends RenderedCommon {
  readonly #head = new Part();
  readonly #cut = new Cut({ more: () => this.#showMore(), copy: () => this.#copy() });
  readonly #tail = new Part();
  #content: LongString = longString("");
  #windows = 1;

  constructor(options: IRenderMime.IRendererOptions) {
    super(options);
    this.addClass("jp-RenderedText");
    this.node.append(this.#head.element, this.#tail.element);
  }

  override async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    await super.renderModel(model, true);
  }

  override async render(model: IRenderMime.IMimeModel): Promise<void> {
    const data: unknown = model.data[this.mimeType];
    this.#content = isLong(data) ? data : longString(Array.isArray(data) ? data.join("") : String(data));
    this.#show();
  }

  #show(): void {
    const head = beginningOf(this.#content, this.#windows);
    const tail = endOf(this.#content);
    const hidden = this.#content.length - head.length - tail.length;
    this.#head.show(hidden > 0 ? head : this.#content.toString());
    this.#tail.show(hidden > 0 ? tail : "");
    if (hidden > 0) this.#head.element.after(this.#cut.showing(hidden));
    else this.#cut.element.remove();
  }

  #showMore(): void {
    this.#windows += MORE;
    this.#show();
  }

  /** Copy the text; where the browser forbids that, as on pages without TLS, save it. */
  async #copy(): Promise<StringKey> {
    const whole = this.#content.toString();
    try {
      await navigator.clipboard.writeText(whole);
      return "outputCopied";
    } catch {
      const href = URL.createObjectURL(new Blob([whole], { type: "text/plain" }));
      Object.assign(document.createElement("a"), { href, download: "output.txt" }).click();
      URL.revokeObjectURL(href);
      return "outputSaved";
    }
  }
}

export const rendererFactory: IRenderMime.IRendererFactory = {
  safe: true,
  mimeTypes: MIME_TYPES,
  defaultRank: 120,
  createRenderer: (options) => new LongTextView(options),
};

/** A part of the text, written again only when it has changed. */
class Part {
  readonly element = document.createElement("div");
  #shown = "";

  show(source: string): void {
    if (source === this.#shown) return;
    this.#shown = source;
    this.element.replaceChildren(...(source ? [textElement(source)] : []));
  }
}

/** The place where text is left out: how much, and what can be done about it. */
class Cut {
  readonly element = document.createElement("div");
  readonly #words = document.createElement("span");

  constructor(actions: { more: () => void; copy: () => Promise<StringKey> }) {
    this.element.className = "inpage-exec-cut";
    const copy = button("copy", "outputCopy", async () => {
      copy.textContent = text(await actions.copy());
    });
    this.element.append(this.#words, button("more", "outputMore", actions.more), copy);
  }

  /** The element, which says how many characters are hidden. */
  showing(hidden: number): HTMLElement {
    this.#words.textContent = text("outputCut", { count: hidden.toLocaleString() });
    return this.element;
  }
}

function button(action: OutputAction, label: StringKey, onClick: () => unknown): HTMLButtonElement {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text(label) });
  made.setAttribute(attributes.action, action);
  made.addEventListener("click", () => void onClick());
  return made;
}

function isLong(data: unknown): data is LongString {
  return typeof data === "object" && data !== null && "head" in data;
}

/** The first so many windows of a text, cut where a line ends. */
function beginningOf(content: LongString, windows: number): string {
  const limit = WINDOW.characters * windows;
  const beginning = content.head(limit);
  const end = endOfLine(beginning, WINDOW.lines * windows);
  if (end >= 0) return beginning.slice(0, end);
  const cut = beginning.length === limit ? beginning.lastIndexOf("\n") + 1 : 0;
  return cut > 0 ? beginning.slice(0, cut) : beginning;
}

/** The last window of a text, cut where a line begins. */
function endOf(content: LongString): string {
  const end = content.tail(WINDOW.characters);
  let start = end.length;
  for (let line = 0; line <= WINDOW.lines && start > 0; line += 1) start = end.lastIndexOf("\n", start - 1);
  if (start > 0) return end.slice(start + 1);
  const cut = end.length === WINDOW.characters ? end.indexOf("\n") + 1 : 0;
  return cut < end.length ? end.slice(cut) : end;
}

/** Where the line of this number ends, or -1 where there are fewer. */
function endOfLine(content: string, lines: number): number {
  let at = 0;
  for (let line = 0; line < lines; line += 1) {
    at = content.indexOf("\n", at) + 1;
    if (at === 0) return -1;
  }
  return at;
}
