/** The values in the text of a page, which runs bring up to date: expressions, and what cells glue. */

import { attributes, type CellData, classes, type GluedData } from "./contract";
import type { Kernel, LiveOutput, MimeBundle, RunResult } from "./kernel";
import { text } from "./strings";

/** What a run of a cell has left, and where. */
export interface Finished {
  cell: CellData;
  kernel: Kernel;
  result: RunResult;
  live: LiveOutput;
}

/** What the build has put there, and the cell whose run has taken its place. */
interface Change {
  built: readonly ChildNode[];
  cell: string;
}

export class Values {
  readonly #changes = new Map<HTMLElement, Change>();

  constructor(
    private readonly glued: readonly GluedData[],
    private readonly root: Document,
  ) {}

  /** Show what a run says. A value that it does not know stays as it is. */
  async take({ cell, kernel, result, live }: Finished): Promise<void> {
    for (const [id, { ok, reason, ...bundle }] of Object.entries(result.values ?? {})) {
      const place = this.#place(id);
      if (!place) continue;
      place.title = ok ? "" : text("valueFailed", { reason });
      if (ok) await this.#show(place, cell.id, kernel, bundle, unquoted(plain(bundle)));
    }
    const fresh = live.glued();
    for (const { id, key, format } of this.glued) {
      const [place, bundle] = [this.#place(id), fresh.get(key)];
      if (!place || !bundle) continue;
      if (format === undefined) await this.#show(place, cell.id, kernel, bundle, plain(bundle));
      else await this.#showText(place, cell.id, kernel, plain(bundle), format);
    }
  }

  /** Bring back what the build has put there, everywhere or where a run of one cell has changed it. */
  reset(cell?: string): void {
    for (const [place, change] of this.#changes) {
      if (cell !== undefined && cell !== change.cell) continue;
      place.replaceChildren(...change.built);
      place.title = "";
      this.#changes.delete(place);
    }
  }

  #place(id: string): HTMLElement | null {
    const selector = `.${classes.value}[${attributes.valueId}="${CSS.escape(id)}"]`;
    return this.root.querySelector<HTMLElement>(selector);
  }

  async #show(
    place: HTMLElement,
    cell: string,
    kernel: Kernel,
    bundle: MimeBundle,
    text: string,
  ): Promise<void> {
    const types = Object.keys(bundle.data);
    if (types.every((type) => type === "text/plain")) return this.#write(place, cell, text);
    const equation = place.querySelector(":scope > div.math");
    const element = place.ownerDocument.createElement(place.localName);
    if (equation) {
      element.className = equation.className;
      const number = equation.querySelector(".eqno");
      if (number) element.append(number.cloneNode(true));
    }
    this.#change(place, cell, element);
    await kernel.show(equation ? displayed(bundle) : bundle, element);
  }

  /** Formatted by the function that the build has used. */
  async #showText(
    place: HTMLElement,
    cell: string,
    kernel: Kernel,
    value: string,
    format: string,
  ): Promise<void> {
    const module = `__import__("myst_nb.core.variables", fromlist=["_"])`;
    const call = `${module}.format_plain_text(${JSON.stringify(value)}, ${JSON.stringify(format)})`;
    const { ok, reason, ...bundle } = await kernel.evaluate(call);
    place.title = ok ? "" : text("valueFailed", { reason });
    if (ok) this.#write(place, cell, unquoted(plain(bundle)));
  }

  /** Write text as the build has written it there. */
  #write(place: HTMLElement, cell: string, text: string): void {
    const built = place.firstElementChild;
    const frame = built?.matches(".text_plain, .pasted-text")
      ? (built.cloneNode(true) as Element)
      : place.ownerDocument.createElement("span");
    (frame.querySelector("pre") ?? frame).textContent = text;
    this.#change(place, cell, frame);
  }

  #change(place: HTMLElement, cell: string, content: Element): void {
    const built = this.#changes.get(place)?.built ?? [...place.childNodes];
    this.#changes.set(place, { built, cell });
    place.replaceChildren(content);
  }
}

function plain({ data }: MimeBundle): string {
  const said = data["text/plain"];
  return Array.isArray(said) ? said.join("") : String(said ?? "");
}

/** A formula that stands by itself, whatever encloses it. */
function displayed({ data, metadata }: MimeBundle): MimeBundle {
  const said = data["text/latex"];
  if (said === undefined) return { data, metadata };
  const latex = String(said)
    .trim()
    .replace(/^(?:\$\$?|\\[([])([^]*?)(?:\$\$?|\\[)\]])$/, "$1");
  return { data: { "text/latex": latex.startsWith("\\begin") ? latex : `$$${latex}$$` }, metadata };
}

/** The text that Python shows in quotes. */
function unquoted(text: string): string {
  return /^(['"])[\s\S]*\1$/.test(text) ? text.slice(1, -1) : text;
}
