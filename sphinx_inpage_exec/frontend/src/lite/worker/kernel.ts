/** The Python side of the kernel, and what the worker gives it. */

import type { PyodideInterface } from "pyodide";
import type { PyProxy } from "pyodide/ffi";
import modules from "../inpage_exec_modules.py";
import type { Parameters, StringKey } from "../../strings";
import type { WayToWait } from "./answers";

const PLACE = "/lib/inpage_exec";

/** The file of the runtime with the modules that a kernel starts with. */
export const MODULES = "kernel.bin";

/** `kernel.py`'s `Kernel`. */
export interface Kernel {
  serve(page: Page): void;
  receive(text: string, buffers: ArrayBuffer[]): void;
  interrupt(): void;
  warn(sentence: string): void;
  packages: { prepare(requirements: readonly string[]): Promise<string> };
}

/** What the kernel may ask of the worker. */
export interface Page {
  post(text: string, buffers: PyProxy | undefined): void;
  tell(key: StringKey, parameters?: Parameters): string;
  waitForAnswer(): string | null;
  nextAnswer(): Promise<string>;
  readonly answers: WayToWait;
  readonly wheels: readonly string[];
  readonly index: boolean;
}

/**
 * Put the files of the kernel beside Pyodide, where Python finds them; wheels are not unpacked.
 *
 * They go with the memory of Python, not in it.
 */
export function putKernel(pyodide: PyodideInterface, files: ReadonlyMap<string, Uint8Array>): void {
  pyodide.FS.mkdirTree(PLACE);
  pyodide.FS.writeFile(`${PLACE}/inpage_exec_modules.py`, modules);
  for (const [name, content] of files) pyodide.FS.writeFile(`${PLACE}/${name}`, content);
}

/** Import the kernel; in a memory that has imported it, that is done. */
export function importKernel(pyodide: PyodideInterface, wheels: Iterable<string>): Kernel {
  const paths = [PLACE, ...[...wheels].map((name) => `${PLACE}/${name}`)];
  const { path } = pyodide.pyimport("sys") as { path: PyProxy & { append(entry: string): void } };
  for (const each of paths) path.append(each);
  const { install } = pyodide.pyimport("inpage_exec_modules") as { install(file: string): void };
  install(`${PLACE}/${MODULES}`);
  const { the_kernel: theKernel } = pyodide.pyimport("inpage_exec_kernel.kernel") as { the_kernel(): Kernel };
  return theKernel();
}
