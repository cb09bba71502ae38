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

/** Start the kernel. `wheels` are what it needs beside Pyodide, by file name; they are not unpacked. */
export function startKernel(
  pyodide: PyodideInterface,
  wheels: ReadonlyMap<string, Uint8Array>,
  page: Page,
): Kernel {
  const folder = `${PLACE}/inpage_exec_kernel`;
  const modules = { __init__: init, asking, kernel, packages, protocol, shell, told, waiting };
  pyodide.FS.mkdirTree(folder);
  for (const [name, source] of Object.entries(modules)) pyodide.FS.writeFile(`${folder}/${name}.py`, source);
  for (const [name, content] of wheels) pyodide.FS.writeFile(`${PLACE}/${name}`, content);
  const paths = [PLACE, ...[...wheels.keys()].map((name) => `${PLACE}/${name}`)];
  pyodide.registerJsModule("inpage_exec_page", page);
  return pyodide.runPython(`
    import sys
    sys.path += ${JSON.stringify(paths)}
    import inpage_exec_page
    from inpage_exec_kernel.kernel import Kernel
    Kernel(inpage_exec_page)
  `) as Kernel;
}
