/** The kernels of a page that needs more than one: started, stopped and ended together, while each can die alone. */

import type { Connecting } from "./backends/backend";
import type { CellData, Payload } from "./contract";
import { Failure } from "./failure";
import type { Kernel, KernelEvent, Kernels, KernelListener } from "./kernel";
import { type KernelSpecs, kernelSpecs, namesOf, type ServerAddress } from "./rest";
import type { StringKey } from "./strings";

/** A kernel that cells of the page ask for: by its name, or any that speaks their language. */
export interface Wanted {
  /** Undefined for the page's own. */
  id?: string;
  name?: string;
  language?: string;
  cells: readonly CellData[];
}

/** The failures by which a kernel is missing, while others may be there. */
const missing = new Set<StringKey>(["kernelUnknown", "kernelLanguageUnknown", "liteOnlyPython"]);

/** Starts one kernel. Aborting `asking` gives its server up until that has answered. */
export type Start = (wanted: Wanted, connecting: Connecting, asking: AbortSignal) => Promise<Kernels>;

/**
 * All kernels that the cells of a page ask for, each brought up by `start`. Those that are missing are left out.
 *
 * @throws Failure of the first that fails in another way, or of the first at all where every one is missing.
 */
export async function connectSeveral(
  connecting: Connecting,
  asking: AbortSignal,
  start: Start,
): Promise<Kernels> {
  const wanted = wantedBy(connecting.payload);
  const starting = wanted.map((each) => start(each, connecting, asking));
  const failures: Failure[] = [];
  const note = (error: unknown): null => {
    if (!(error instanceof Failure && missing.has(error.key))) throw error;
    failures.push(error);
    return null;
  };
  try {
    const found = await Promise.all(starting.map((each) => each.catch(note)));
    if (failures[0] && failures.length === wanted.length) throw failures[0];
    // Whoever starts one again waits for it without what a reader can cancel.
    const again = { ...connecting, progress: () => undefined };
    return new SeveralKernels(wanted, found, (each, signal) => start(each, { ...again, signal }, signal));
  } catch (error) {
    for (const each of starting) each.then(end, () => undefined);
    throw error;
  }
}

function wantedBy({ cells, kernels = [], settings }: Payload): Wanted[] {
  const all: Omit<Wanted, "cells">[] = [{ name: settings.kernelName }, ...kernels];
  return all
    .map((each) => ({ ...each, cells: cells.filter(({ kernel }) => kernel === each.id) }))
    .filter((each) => each.cells.length > 0);
}

/**
 * The name of the kernel that a server has for what is wanted.
 *
 * @throws Failure when none of its kernels speaks the language.
 */
export async function kernelFor({ name, language = "" }: Wanted, address: ServerAddress): Promise<string> {
  if (name) return name;
  const specs = await kernelSpecs(address).catch(() => null);
  // A server that does not list its kernels may still start one.
  const found = specs ? kernelSpeaking(language, specs) : language;
  if (found) return found;
  throw new Failure("kernelLanguageUnknown", {
    server: address.url,
    language: inWords(language),
    kernels: specs ? namesOf(specs) : "",
  });
}

/** The kernel that is named like the language, else the first that speaks it. */
function kernelSpeaking(language: string, { kernelspecs }: KernelSpecs): string | undefined {
  if (language in kernelspecs) return language;
  const speaking = Object.entries(kernelspecs).filter(([, { spec }]) => speaks(spec.language, language));
  return speaking.map(([name]) => name).sort()[0];
}

/** Kernels name the standard of C++ with it, and some languages in capitals. */
function speaks(spoken: string, language: string): boolean {
  return spoken.toLowerCase().replace(/^c\+\+.*/, "cpp") === language;
}

/** One of several kernels. */
interface Part {
  readonly wanted: Wanted;
  kernels: Kernels;
  ended: boolean;
}

class SeveralKernels implements Kernels {
  /** They do not wait for each other, so a cell is sent when the one before it has run. */
  readonly capacity = 1;
  readonly missing: string;
  readonly #parts: readonly Part[];
  readonly #listeners = new Set<KernelListener>();
  /** Those whose connection is broken. */
  readonly #lost = new Set<Part>();
  #away = false;
  /** Aborted when all have been ended. */
  readonly #over = new AbortController();

  constructor(
    wanted: readonly Wanted[],
    found: readonly (Kernels | null)[],
    private readonly again: (wanted: Wanted, signal: AbortSignal) => Promise<Kernels>,
  ) {
    const pairs = wanted.map((each, index) => [each, found[index] ?? null] as const);
    this.#parts = pairs.flatMap(([each, kernels]) =>
      kernels ? [{ wanted: each, kernels, ended: false }] : [],
    );
    this.missing = list(pairs.flatMap(([each, kernels]) => (kernels ? [] : [nameOf(each)])));
    for (const part of this.#parts) this.#watch(part);
  }

  get displayName(): string {
    return list(this.#alive.map(({ displayName }) => displayName));
  }

  of(id?: string): Kernel | null {
    const part = this.#part(id);
    return part && !part.ended ? part.kernels.of() : null;
  }

  hasEnded(id?: string): boolean {
    return this.#part(id)?.ended ?? false;
  }

  async revive(): Promise<void> {
    await Promise.all(this.#parts.filter(({ ended }) => ended).map((part) => this.#revive(part)));
  }

  async interrupt(): Promise<boolean> {
    const interrupted = await Promise.all(this.#alive.map((each) => each.interrupt()));
    return interrupted.every(Boolean);
  }

  async restart(): Promise<void> {
    const alive = this.#alive;
    await Promise.all([this.revive(), ...alive.map((each) => each.restart())]);
  }

  async shutdown(): Promise<void> {
    this.#over.abort();
    await Promise.all(this.#alive.map((each) => each.shutdown()));
  }

  abandon(): void {
    this.#over.abort();
    for (const each of this.#alive) each.abandon();
  }

  onEvent(listener: KernelListener): void {
    this.#listeners.add(listener);
  }

  async reach(): Promise<boolean> {
    const reached = await Promise.all(this.#alive.map((each) => each.reach()));
    return reached.every(Boolean);
  }

  async launchUrl(): Promise<string | null> {
    return (await this.#alive[0]?.launchUrl()) ?? null;
  }

  get #alive(): Kernels[] {
    return this.#parts.filter(({ ended }) => !ended).map(({ kernels }) => kernels);
  }

  #part(id?: string): Part | undefined {
    return this.#parts.find(({ wanted }) => wanted.id === id);
  }

  async #revive(part: Part): Promise<void> {
    const kernels = await this.again(part.wanted, this.#over.signal);
    if (this.#over.signal.aborted) return end(kernels);
    part.kernels = kernels;
    part.ended = false;
    this.#watch(part);
  }

  #watch(part: Part): void {
    part.kernels.onEvent((event, why) => this.#take(part, event, why));
  }

  /** Tells once of what happens to the connections of several, and of each kernel that dies. */
  #take(part: Part, event: KernelEvent, why?: Failure): void {
    if (event === "lost") {
      this.#lost.add(part);
      if (this.#lost.size === 1) this.#emit(event);
    } else if (event === "away") {
      if (!this.#away) this.#emit(event, why);
      this.#away = true;
    } else if (event === "back") this.#mend(part);
    else this.#takeLoss(part, event, why);
  }

  #takeLoss(part: Part, event: KernelEvent, why?: Failure): void {
    part.ended = event !== "autorestarted";
    if (this.#alive.length === 0) {
      this.#over.abort();
      this.#lost.clear();
    }
    const others = this.#parts.some((other) => other !== part && !other.ended);
    // Before the loss, which is what stays to be read.
    this.#mend(part);
    this.#emit(event, why, others ? part : undefined);
  }

  /** They are back when the last of them is. */
  #mend(part: Part): void {
    if (!this.#lost.delete(part) || this.#lost.size > 0) return;
    this.#away = false;
    this.#emit("back");
  }

  #emit(event: KernelEvent, why?: Failure, part?: Part): void {
    const one = part && { id: part.wanted.id, displayName: part.kernels.displayName };
    for (const listener of this.#listeners) listener(event, why, one);
  }
}

/** End kernels that nobody waits for. */
function end(kernels: Kernels): void {
  kernels.shutdown().catch(() => kernels.abandon());
}

function nameOf({ name, language = "" }: Wanted): string {
  return name ?? inWords(language);
}

function inWords(language: string): string {
  return language.charAt(0).toUpperCase() + language.slice(1);
}

/** Names in a row, each once. */
function list(names: readonly string[]): string {
  return [...new Set(names)].join(", ");
}
