/** The reader's edits that the browser keeps: which there are for a page, and which cell each belongs to. */

import { Entries } from "../entries";

const LIFETIME_MS = 365 * 86_400_000;
/** Typing is not written down at each key. */
const PAUSE_MS = 400;

/** What edits need to know of a cell. */
export interface Sourced {
  readonly id: string;
  /** The author's code. */
  readonly source: string;
  /** The author's code, or what the reader made of it. */
  readonly code: string;
}

/** Which cell code was written for: its id, and a digest of the author's code at that time. */
export interface Origin {
  readonly id: string;
  readonly digest: string;
}

/** An edit of an earlier time beside its cell; `changed` where the author has changed the cell since. */
export interface Found<Cell> {
  readonly cell: Cell;
  readonly code: string;
  readonly changed: boolean;
  /** Forget what was kept. */
  drop(): void;
}

const entries = new Entries<{ code: string }>(
  "localStorage",
  "inpage-exec-edit:",
  ({ code }) => typeof code === "string",
  LIFETIME_MS,
);

/** The edits of one page, by its address. Storage that is blocked or full keeps nothing, and breaks nothing. */
export class KeptEdits {
  readonly #prefix: string;
  readonly #unsaved = new Set<Sourced>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(path: string) {
    this.#prefix = `${path.replace(/(^|\/)index\.html$/, "$1")}#`;
  }

  get empty(): boolean {
    return this.#names().length === 0;
  }

  /** Keep what the reader has made of a cell, when the keys rest. */
  note(cell: Sourced): void {
    this.#unsaved.add(cell);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), PAUSE_MS);
  }

  /** Keep what the reader has made of a cell; nothing where it is the author's code again. */
  keep(cell: Sourced): void {
    const name = this.#prefix + nameOf({ id: cell.id, digest: digestOf(cell.source) });
    if (cell.code === cell.source) entries.remove(name);
    else entries.write(name, { code: cell.code });
  }

  /** The edits that belong to these cells, at most one for each. Those of cells that are gone stay where they are. */
  find<Cell extends Sourced>(cells: readonly Cell[]): Found<Cell>[] {
    const kept = this.#names().flatMap((name) => {
      const entry = entries.read(this.#prefix + name);
      return entry ? [{ ...originOf(name), name, code: entry.code }] : [];
    });
    return assign(cells, kept).map(({ cell, changed, item }) => ({
      cell,
      changed,
      code: item.code,
      drop: () => entries.remove(this.#prefix + item.name),
    }));
  }

  /** Write down what is noted, and not kept yet. */
  save(): void {
    clearTimeout(this.#timer);
    for (const cell of this.#unsaved) this.keep(cell);
    this.#unsaved.clear();
  }

  #names(): string[] {
    const names = entries.names().filter((name) => name.startsWith(this.#prefix));
    return names.map((name) => name.slice(this.#prefix.length));
  }
}

/**
 * Which cell each item belongs to: the one that it was written for; else one with the same code, because cells move;
 * else the one in its place, which the author has changed.
 */
export function assign<Cell extends Sourced, Item extends Origin>(
  cells: readonly Cell[],
  items: readonly Item[],
): { cell: Cell; item: Item; changed: boolean }[] {
  const free = cells.map((cell) => ({ cell, digest: digestOf(cell.source) }));
  const waiting = new Set(items);
  const found: { cell: Cell; item: Item; changed: boolean }[] = [];
  const match = (fits: (item: Item, id: string, digest: string) => boolean, changed: boolean): void => {
    for (const item of waiting) {
      const at = free.findIndex(({ cell, digest }) => fits(item, cell.id, digest));
      const [taken] = at < 0 ? [] : free.splice(at, 1);
      if (!taken) continue;
      waiting.delete(item);
      found.push({ cell: taken.cell, item, changed });
    }
  };
  match((item, id, digest) => item.id === id && item.digest === digest, false);
  match((item, _, digest) => item.digest === digest, false);
  match((item, id) => item.id === id, true);
  return found;
}

/** A short digest of a text (cyrb53); pages of plain http have none of the browser's own. */
export function digestOf(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return ((low & 0x1fffff) * 0x1_0000_0000 + (high >>> 0)).toString(36);
}

function nameOf({ id, digest }: Origin): string {
  return `${digest}:${id}`;
}

function originOf(name: string): Origin {
  const at = name.indexOf(":");
  return { digest: name.slice(0, at), id: name.slice(at + 1) };
}
