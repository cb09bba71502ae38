/**
 * The memory of a kernel that has served no page yet, which browsers keep for the next page.
 *
 * It holds what Python has imported, and nothing of a page or of a reader. To begin with it takes a fraction of the
 * time that importing takes. Where a browser keeps nothing, every page imports.
 */

import type { PyodideInterface } from "pyodide";
import type { RuntimeIndex } from "./files";
import { sha256 } from "./hashes";

const CACHE = "inpage-exec-memory";
const HASH = "X-Content-SHA256";

/** What Pyodide has for this beside its documented interface. */
interface Inner {
  config: { _makeSnapshot?: boolean };
  makeSnapshot(): Uint8Array<ArrayBuffer>;
}

/** The place of one runtime's memory in what the browser keeps for the site. */
export class KeptMemory {
  #cache: Cache | null = null;
  #found = false;

  private constructor(private readonly key: string) {}

  /** The place for this runtime, in this version of the browser. */
  static async of(index: RuntimeIndex): Promise<KeptMemory> {
    const parts = [index, self.location.pathname.split("/").pop(), navigator.userAgent];
    const name = await sha256(new TextEncoder().encode(JSON.stringify(parts)));
    return new KeptMemory(`${self.location.origin}/${CACHE}/${name}`);
  }

  /** Whether there is a place, and nothing in it. Known when `recall` is done. */
  get isEmpty(): boolean {
    return this.#cache !== null && !this.#found;
  }

  /** What was kept; null where nothing was, or where it is damaged. Never rejects. */
  async recall(): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      this.#cache = await caches.open(CACHE);
      const found = await this.#cache.match(this.key);
      if (!found) return null;
      const memory = new Uint8Array(await found.arrayBuffer());
      this.#found = (await sha256(memory)) === found.headers.get(HASH);
      if (this.#found) return memory;
      await this.forget();
    } catch {
      this.#cache = null;
    }
    return null;
  }

  /** Keep this memory in the place of all others; a browser that has no room for it keeps none. Never rejects. */
  async keep(memory: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      await this.forget();
      const hash = await sha256(memory);
      await this.#cache?.put(this.key, new Response(memory, { headers: { [HASH]: hash ?? "" } }));
    } catch {
      await this.forget();
    }
  }

  /** Keep nothing. Never rejects. */
  async forget(): Promise<void> {
    try {
      for (const request of (await this.#cache?.keys()) ?? []) await this.#cache?.delete(request);
    } catch {
      this.#cache = null;
    }
  }
}

/** A copy of the memory as it is now; null where it knows more of JavaScript than could be given back to it. */
export function copyMemory(pyodide: PyodideInterface): Uint8Array<ArrayBuffer> | null {
  const { _api: inner } = pyodide as unknown as { _api: Inner };
  inner.config._makeSnapshot = true;
  try {
    return inner.makeSnapshot();
  } catch {
    return null;
  } finally {
    inner.config._makeSnapshot = false;
  }
}

/** The options that let Pyodide begin with a memory. */
export function beginningWith(
  memory: Uint8Array,
  createPyodideModule: (settings: object) => Promise<object>,
): object {
  return {
    _loadSnapshot: memory,
    // The program's own memory begins small, and Pyodide expects it to be as large as what is put into it.
    createPyodideModule: async (settings: object) => {
      const module = (await createPyodideModule(settings)) as { growMemory(bytes: number): void };
      module.growMemory(memory.length);
      return module;
    },
  };
}
