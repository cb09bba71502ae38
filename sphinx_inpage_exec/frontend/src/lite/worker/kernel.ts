/** The Python side of the kernel, and what the worker gives it. */

import type { PyodideInterface } from "pyodide";
import type { PyProxy } from "pyodide/ffi";
import init from "../inpage_exec_kernel/__init__.py";
import asking from "../inpage_exec_kernel/asking.py";
import kernel from "../inpage_exec_kernel/kernel.py";
import packages from "../inpage_exec_kernel/packages.py";
import protocol from "../inpage_exec_kernel/protocol.py";
import shell from "../inpage_exec_kernel/shell.py";
import told from "../inpage_exec_kernel/told.py";
import waiting from "../inpage_exec_kernel/waiting.py";
import type { Parameters, StringKey } from "../../strings";
import type { WayToWait } from "./answers";

const PLACE = "/lib/inpage_exec";

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
 * Put the kernel, and the wheels that it needs beside Pyodide, where Python finds them; wheels are not unpacked.
 *
 * They go with the memory of Python, not in it.
 */
export function putKernel(pyodide: PyodideInterface, wheels: ReadonlyMap<string, Uint8Array>): void {
  const folder = `${PLACE}/inpage_exec_kernel`;
  const modules = { __init__: init, asking, kernel, packages, protocol, shell, told, waiting };
  pyodide.FS.mkdirTree(folder);
  for (const [name, source] of Object.entries(modules)) pyodide.FS.writeFile(`${folder}/${name}.py`, source);
  for (const [name, content] of wheels) pyodide.FS.writeFile(`${PLACE}/${name}`, content);
}

/** Import the kernel; in a memory that has imported it, that is done. */
export function importKernel(pyodide: PyodideInterface, wheels: Iterable<string>): Kernel {
  const paths = [PLACE, ...[...wheels].map((name) => `${PLACE}/${name}`)];
  const { path } = pyodide.pyimport("sys") as { path: PyProxy & { append(entry: string): void } };
  for (const each of paths) path.append(each);
  const { the_kernel: theKernel } = pyodide.pyimport("inpage_exec_kernel.kernel") as { the_kernel(): Kernel };
  return theKernel();
}
