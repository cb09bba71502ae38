import { type Pen, piecesOf, written } from "../ansi";
import { classes } from "../contract";
import { text } from "../strings";

const MOST_LINES = 2_000;
const MOST_CHARACTERS = 500_000;
const LONGEST_LINE = 5_000;
/** Control characters other than a tab and the beginning of a sequence. */
const controls = /[\0-\u0008\u000a-\u001a\u001c-\u001f\u007f]/g; // eslint-disable-line no-control-regex

interface Line {
  /** As it came, from the last carriage return on that something follows. */
  raw: string;
  /** What the line begins with. */
  readonly pen: Pen;
  readonly element: HTMLElement;
}

/** The end of what a build has written, bounded in memory, in the disclosure of the status box. */
export class BuildLog {
  readonly #lines: Line[] = [];
  readonly #box: HTMLElement;
  readonly #latest: HTMLElement;
  readonly #note: HTMLElement;
  /** The line that is not at its end yet. */
  #open: Line | null = null;
  #pen: Pen = {};
  #phase = "";
  #characters = 0;
  #dropped = 0;

  constructor(private readonly disclosure: HTMLDetailsElement) {
    this.#box = partOf(disclosure, `.${classes.log}`);
    this.#latest = partOf(disclosure, "summary span");
    this.#note = partOf(disclosure, "p");
    for (const part of [this.#box, this.#latest, this.#note]) part.replaceChildren();
    partOf(disclosure, "button").onclick = () => this.#toClipboard();
    disclosure.ontoggle = () => this.#box.scrollTo(0, this.#box.scrollHeight);
  }

  /** Add what a build has written. A line may come in several pieces, within one phase. */
  write(phase: string, written: string): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#box;
    if (phase !== this.#phase) this.#open = null;
    this.#phase = phase;
    for (const [index, piece] of written.replace(/\r+\n/g, "\n").split("\n").entries()) {
      if (index > 0) this.#endLine();
      if (piece !== "") this.#extend((this.#open ??= this.#begin()), piece);
    }
    this.disclosure.hidden = this.#lines.length === 0;
    this.#note.textContent = this.#dropped === 0 ? "" : text("logDropped", { lines: this.#dropped });
    if (scrollHeight - scrollTop - clientHeight < 2) this.#box.scrollTo(0, this.#box.scrollHeight);
  }

  #begin(): Line {
    const line = { raw: "", pen: this.#pen, element: document.createElement("div") };
    this.#lines.push(line);
    this.#box.append(line.element);
    while (this.#lines.length > MOST_LINES || this.#characters > MOST_CHARACTERS) this.#drop();
    return line;
  }

  #endLine(): void {
    this.#open ??= this.#begin();
    this.#open = null;
  }

  #extend(line: Line, piece: string): void {
    const raw = afterReturn(line.raw + piece).slice(0, LONGEST_LINE);
    this.#characters += raw.length - line.raw.length;
    line.raw = raw;
    this.#pen = paint(line.element, raw, line.pen);
    const shown = line.element.textContent.trim();
    if (shown !== "") this.#latest.textContent = shown;
  }

  #drop(): void {
    const line = this.#lines.shift();
    line?.element.remove();
    this.#characters -= line?.raw.length ?? 0;
    this.#dropped += 1;
  }

  /** Pages of plain http from another machine have no clipboard of the newer kind. */
  #toClipboard(): void {
    getSelection()?.selectAllChildren(this.#box);
    if (!isSecureContext) return void document.execCommand("copy");
    void navigator.clipboard.writeText(this.#lines.map(({ element }) => element.textContent).join("\n"));
  }
}

/** A part of the disclosure; one that nobody sees where a project's template has lost it. */
function partOf(disclosure: HTMLElement, selector: string): HTMLElement {
  return disclosure.querySelector<HTMLElement>(selector) ?? document.createElement("div");
}

/** What a terminal shows of a line: a carriage return goes back to its beginning, and what comes next covers it. */
function afterReturn(raw: string): string {
  return raw.slice(raw.replace(/\r+$/, "").lastIndexOf("\r") + 1);
}

/** Write a line into an element with `pen`; returns the pen that the next line begins with. */
export function paint(element: HTMLElement, line: string, pen: Pen): Pen {
  // Those that end a sequence go with it.
  const { pieces, next } = piecesOf(line, pen);
  const shown = pieces.map((piece) => ({ ...piece, text: piece.text.replace(controls, "") }));
  element.replaceChildren(...shown.filter((piece) => piece.text !== "").map(written));
  return next;
}
