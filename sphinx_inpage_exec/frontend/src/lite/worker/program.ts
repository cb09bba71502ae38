/**
 * Pyodide's program, from files that are on their way already.
 *
 * Pyodide fetches what it needs itself, and waits for ever where its program can not be compiled. A worker has its
 * globals for itself, so the two that Pyodide uses for it are replaced.
 */

import { Broken } from "./broken";

/** An empty program: what a browser says of it, it says of any. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** Answer requests for these URLs with these responses. */
export function provide(files: ReadonlyMap<string, Promise<Response>>): void {
  const fetchFromNetwork = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    return files.get(url) ?? fetchFromNetwork(input, init);
  };
}

/** Rejects when the program can not be compiled or started; never resolves. */
export function refusal(): Promise<never> {
  const instantiate = WebAssembly.instantiateStreaming.bind(WebAssembly);
  return new Promise((_, reject) => {
    WebAssembly.instantiateStreaming = (source, imports) => {
      const instance = instantiate(source, imports);
      instance.catch((error: unknown) => reject(reasonFor(error)));
      return instance;
    };
  });
}

function reasonFor(error: unknown): unknown {
  if (!(error instanceof WebAssembly.CompileError)) return error;
  return new Broken(mayCompile() ? "liteBrowserTooOld" : "litePolicyForbidsPrograms");
}

function mayCompile(): boolean {
  try {
    return Boolean(new WebAssembly.Module(EMPTY));
  } catch {
    return false;
  }
}
