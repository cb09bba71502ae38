/**
 * Pyodide's program, compiled while it comes.
 *
 * Pyodide fetches what it needs itself, and waits for ever where its program can not be compiled. A worker has its
 * globals for itself, so the two that Pyodide uses for it are replaced.
 */

import { Broken } from "./broken";

/** An empty program: what a browser says of it, it says of any. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** Answer requests for these URLs with these responses, however often they are made. */
export function provide(files: ReadonlyMap<string, Promise<Response>>): void {
  const fetchFromNetwork = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const file = await files.get(url);
    return file ? file.clone() : fetchFromNetwork(input, init);
  };
}

/**
 * Compile the program, and hand it to Pyodide, however often that asks for it.
 *
 * Browsers keep what they have compiled, with the response of the network that it came in.
 * Rejects when the program can not be compiled or started; never resolves.
 */
export function compile(program: Promise<Response>): Promise<never> {
  const compiled = program.then((response) => WebAssembly.compileStreaming(response));
  return new Promise((_, reject) => {
    const fail = (error: unknown): never => {
      reject(reasonFor(error));
      throw error;
    };
    compiled.catch(fail).catch(() => undefined);
    WebAssembly.instantiateStreaming = async (_source, imports) => {
      const module = await compiled;
      const instance = await WebAssembly.instantiate(module, imports).catch(fail);
      return { module, instance };
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
