/** What has run in the page's kernels, and which results something later has made out of date. */

/** What the history needs of a cell. */
export interface Runnable {
  readonly turn: "first" | "in-order" | "on-request";
  /** Cells of one kernel know each other's variables. */
  readonly kernel: string | undefined;
  readonly source: string;
  readonly code: string;
}

interface Run {
  readonly at: number;
  readonly code: string;
  /** The kernel that knew its variables is gone. */
  lost: boolean;
}

export class RunHistory<Cell extends Runnable> {
  readonly #runs = new Map<Cell, Run>();
  #clock = 0;
  #last: Cell | null = null;

  /** The cell that has run last. */
  get last(): Cell | null {
    return this.#last;
  }

  ran(cell: Cell, code: string): void {
    this.#clock += 1;
    this.#last = cell;
    this.#runs.set(cell, { at: this.#clock, code, lost: false });
  }

  forget(cell: Cell): void {
    this.#runs.delete(cell);
  }

  /** The kernels have lost what these have left in them. */
  lose(cells: Iterable<Cell>): void {
    for (const cell of cells) {
      const run = this.#runs.get(cell);
      if (run) run.lost = true;
    }
  }

  /**
   * The cells whose results are not what they would be now: their kernel is gone, their code has been changed, or
   * something that runs before them in the same kernel has been changed or has run after them.
   */
  outOfDate(cells: readonly Cell[]): ReadonlySet<Cell> {
    const found = new Set<Cell>();
    const above = new Map<string | undefined, { newest: number; edited: boolean }>();
    const first = cells.filter(({ turn }) => turn === "first");
    for (const cell of [...first, ...cells.filter(({ turn }) => turn !== "first")]) {
      const before = above.get(cell.kernel) ?? { newest: 0, edited: false };
      const run = this.#runs.get(cell);
      const edited = cell.code !== (run?.code ?? cell.source);
      if (run && (run.lost || edited || before.edited || before.newest > run.at)) found.add(cell);
      const at = run && !run.lost ? run.at : 0;
      above.set(cell.kernel, { newest: Math.max(before.newest, at), edited: before.edited || edited });
    }
    return found;
  }
}
