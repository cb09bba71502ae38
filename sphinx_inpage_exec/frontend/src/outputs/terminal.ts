/** Text that may be too long to be shown whole: what it holds is asked for in parts. */
export interface LongString {
  readonly length: number;
  /** The first `length` characters. */
  head(length: number): string;
  /** The last `length` characters. */
  tail(length: number): string;
  toString(): string;
}

/** One character on the line that is being written, and the escape sequences that colour it. */
interface Cell {
  style: string;
  character: string;
}

const controls = /[\r\b]/;
// An escape sequence (https://ecma-international.org/publications-and-standards/standards/ecma-48/), or a character.
const tokens = /\x1b\[[0-?]*[ -/]*[@-~]|[^]/gu; // eslint-disable-line no-control-regex

/**
 * A stream as a terminal leaves it: carriage returns and backspaces are carried out as it grows.
 *
 * Adding takes the time of what is added, however much there is already.
 */
export class TerminalText implements LongString {
  /** Whole lines, which nothing changes any more. */
  readonly #lines: string[] = [];
  #linesLength = 0;
  #line = "";
  /** Where on the line the next character goes; null at its end. */
  #column: number | null = null;
  #style = "";

  get length(): number {
    return this.#linesLength + this.#line.length;
  }

  append(added: string): void {
    const text = added.includes("\r\n") ? added.replaceAll("\r\n", "\n") : added;
    if (this.#column === null && !controls.test(text)) return this.#extend(text);
    text.split("\n").forEach((piece, index) => {
      if (index > 0) this.#endLine();
      if (this.#column === null && !controls.test(piece)) this.#line += piece;
      else this.#overwrite(piece);
    });
  }

  head(length: number): string {
    return collect(this.#lines[Symbol.iterator](), this.#line, length).slice(0, length);
  }

  tail(length: number): string {
    let tail = this.#line.slice(Math.max(this.#line.length - length, 0));
    for (let at = this.#lines.length - 1; at >= 0 && tail.length < length; at -= 1) {
      tail = (this.#lines[at] ?? "").slice(tail.length - length) + tail;
    }
    return tail;
  }

  toString(): string {
    return this.#lines.join("") + this.#line;
  }

  #extend(text: string): void {
    const end = text.lastIndexOf("\n") + 1;
    if (end > 0) this.#keep(this.#line + text.slice(0, end));
    this.#line = end > 0 ? text.slice(end) : this.#line + text;
  }

  #endLine(): void {
    this.#keep(`${this.#line}\n`);
    this.#line = "";
    this.#column = null;
  }

  #keep(lines: string): void {
    this.#lines.push(lines);
    this.#linesLength += lines.length;
  }

  #overwrite(piece: string): void {
    const { cells } = this.#parse(this.#line);
    let at = this.#column ?? cells.length;
    for (const [token] of piece.matchAll(tokens)) {
      if (token === "\r") at = 0;
      else if (token === "\b") cells.splice((at = Math.max(at - 1, 0)), 1);
      else if (token.length > 2 && token.startsWith("\x1b[")) this.#style = restyled(this.#style, token);
      else cells[at++] = { style: this.#style, character: token };
    }
    this.#line = written(cells, this.#style);
    this.#column = at === cells.length ? null : at;
  }

  #parse(line: string): { cells: Cell[] } {
    const cells: Cell[] = [];
    let style = "";
    for (const [token] of line.matchAll(tokens)) {
      if (token.length > 2 && token.startsWith("\x1b[")) style = restyled(style, token);
      else cells.push({ style, character: token });
    }
    this.#style = style;
    return { cells };
  }
}

/** A string that does not change, as a long one. */
export function longString(text: string): LongString {
  return {
    length: text.length,
    head: (length) => text.slice(0, length),
    tail: (length) => (length > 0 ? text.slice(-length) : ""),
    toString: () => text,
  };
}

function collect(lines: Iterator<string>, last: string, length: number): string {
  let head = "";
  for (let next = lines.next(); head.length < length && !next.done; next = lines.next()) head += next.value;
  return head.length < length ? head + last : head;
}

/** The colours in force after an escape sequence; those that move the cursor change nothing. */
function restyled(style: string, sequence: string): string {
  if (!sequence.endsWith("m")) return style;
  return /^\x1b\[0*m$/.test(sequence) ? "" : style + sequence; // eslint-disable-line no-control-regex
}

function written(cells: readonly Cell[], last: string): string {
  let line = "";
  let current = "";
  for (const { style, character } of [...cells, { style: last, character: "" }]) {
    if (style !== current) line += (current ? "\x1b[0m" : "") + style;
    current = style;
    line += character;
  }
  return line;
}
