/** The kernels of a page that needs more than one: started, stopped and ended together. */

import type { CellData, Payload } from "./contract";
import { Failure } from "./failure";
import type { Kernel, KernelEvent, Kernels } from "./kernel";
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

/**
 * All kernels that the cells of a page ask for, each brought up by `connect`. Those that are missing are left out.
 *
 * @throws Failure of the first that fails in another way, or of the first at all where every one is missing.
 */
export async function connectSeveral(
  payload: Payload,
  connect: (wanted: Wanted) => Promise<Kernels>,
): Promise<Kernels> {
  const wanted = wantedBy(payload);
  const connecting = wanted.map((each) => connect(each));
  const failures: Failure[] = [];
  const note = (error: unknown): null => {
    if (!(error instanceof Failure && missing.has(error.key))) throw error;
    failures.push(error);
    return null;
  };
  try {
    const found = await Promise.all(connecting.map((each) => each.catch(note)));
    if (failures[0] && failures.length === wanted.length) throw failures[0];
    return new SeveralKernels(wanted, found);
  } catch (error) {
    for (const each of connecting) each.then(end, () => undefined);
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

class SeveralKernels implements Kernels {
  /** They do not wait for each other, so a cell is sent when the one before it has run. */
  readonly capacity = 1;
  readonly displayName: string;
  readonly missing: string;
  readonly #byId: ReadonlyMap<string | undefined, Kernels>;

  constructor(wanted: readonly Wanted[], found: readonly (Kernels | null)[]) {
    const pairs = wanted.map((each, index) => [each, found[index] ?? null] as const);
    this.#byId = new Map(pairs.flatMap(([{ id }, kernels]) => (kernels ? [[id, kernels] as const] : [])));
    this.displayName = list(this.#all.map(({ displayName }) => displayName));
    this.missing = list(pairs.flatMap(([each, kernels]) => (kernels ? [] : [nameOf(each)])));
  }

  of(id?: string): Kernel | null {
    return this.#byId.get(id)?.of() ?? null;
  }

  async interrupt(): Promise<boolean> {
    const interrupted = await Promise.all(this.#all.map((each) => each.interrupt()));
    return interrupted.every(Boolean);
  }

  async restart(): Promise<void> {
    await Promise.all(this.#all.map((each) => each.restart()));
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.#all.map((each) => each.shutdown()));
  }

  abandon(): void {
    for (const each of this.#all) each.abandon();
  }

  /** Tells once of what happens to several; without one of them the others are of no use, and end. */
  onEvent(listener: (event: KernelEvent, why?: Failure) => void): void {
    const lost = new Set<Kernels>();
    let away = false;
    let ended = false;
    for (const each of this.#all) {
      each.onEvent((event, why) => {
        if (ended || (event === "away" && away)) return;
        const before = lost.size;
        if (event === "lost") lost.add(each);
        else if (event !== "away") lost.delete(each);
        if (event === "lost" && before > 0) return;
        if (event === "back" && lost.size > 0) return;
        away = event === "away" || (away && event !== "back");
        ended = event === "dead" || event === "gone" || event === "refused";
        if (ended) for (const other of this.#all) if (other !== each) end(other);
        listener(event, why);
      });
    }
  }

  async reach(): Promise<boolean> {
    const reached = await Promise.all(this.#all.map((each) => each.reach()));
    return reached.every(Boolean);
  }

  async launchUrl(): Promise<string | null> {
    return (await this.#all[0]?.launchUrl()) ?? null;
  }

  get #all(): Kernels[] {
    return [...this.#byId.values()];
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
