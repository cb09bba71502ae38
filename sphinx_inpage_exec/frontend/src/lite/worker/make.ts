/** Makes a kernel: loads the runtime, starts Python in it, and installs what the author wants. */

import type { loadPyodide as LoadPyodide, PyodideInterface } from "pyodide";
import type { FromWorker, Making } from "../messages";
import { Broken } from "./broken";
import { showContents } from "./contents";
import { readIndex, RuntimeFiles, type RuntimeIndex } from "./files";
import { importKernel, type Kernel, MODULES, type Page, putKernel } from "./kernel";
import { beginningWith, copyMemory, KeptMemory } from "./memory";
import { compile, provide } from "./program";

const PROGRAM = "pyodide.asm.wasm";
const LIBRARY = "python_stdlib.zip";
const LOCK = "pyodide-lock.json";

type Lockfile = PyodideInterface["lockfile"];
type Tell = (message: FromWorker) => void;
type CreateModule = (settings: object) => Promise<object>;

/** The copy of a memory is kept when the first cells have run: the reader waits for those. */
const KEEP_AFTER_MS = 2_000;

/**
 * Make the kernel.
 *
 * @throws Broken that says what is wrong with the browser, the host or a package.
 */
export async function makeKernel(making: Making, page: Page, tell: Tell): Promise<Kernel> {
  const index = await readIndex(making.runtime);
  const files = new RuntimeFiles(making.runtime, index, countedBy(tell));
  const kept = await KeptMemory.of(index);
  const [pyodide, kernel] = await start(making, index, files, kept, tell).catch(async (error: unknown) => {
    // What a broken file leads to says less than that it is broken.
    await files.checked();
    throw error;
  });
  await files.checked();
  keepMemory(pyodide, kept);
  if (making.shared) pyodide.setInterruptBuffer(new Uint8Array(making.shared.interrupts));
  for (const name of index.kernel) pyodide.loadedPackages[name] = "inpage_exec";
  kernel.serve(page);
  showContents(pyodide, making.contents, making.folder, ({ path }, status) =>
    kernel.warn(page.tell("liteContentMissing", { file: path, status })),
  );
  await install(kernel, making, tell);
  return kernel;
}

async function start(
  making: Making,
  index: RuntimeIndex,
  files: RuntimeFiles,
  kept: KeptMemory,
  tell: Tell,
): Promise<[PyodideInterface, Kernel]> {
  const wheels = files.kernelWheels;
  const contents = readAll(files, [MODULES, ...wheels]);
  const [pyodide, found] = await Promise.all([startPython(making, index, files, kept), contents]);
  tell({ kind: "starting" });
  watch(pyodide, kept, tell);
  putKernel(pyodide, found);
  return [pyodide, importKernel(pyodide, wheels)];
}

async function startPython(
  making: Making,
  index: RuntimeIndex,
  files: RuntimeFiles,
  kept: KeptMemory,
): Promise<PyodideInterface> {
  const memory = kept.recall();
  const refusal = compile(files.fetch(PROGRAM));
  const library = files.url(LIBRARY);
  const lock = files.fetch(LOCK).then((response) => response.json() as Promise<Lockfile>);
  const download = files.fetch(LIBRARY);
  provide(
    new Map([
      [making.runtime + PROGRAM, Promise.resolve(new Response())],
      [library, download],
    ]),
  );
  const modules = Promise.all([
    importModule<{ loadPyodide: typeof LoadPyodide }>(files.url("pyodide.mjs")),
    importModule<{ default: CreateModule }>(files.url("pyodide.asm.mjs")),
    download,
  ]);
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.race([modules, refusal]);
  const start = (options: object): Promise<PyodideInterface> => {
    const all = {
      createPyodideModule,
      indexURL: making.runtime,
      packageBaseUrl: making.runtime,
      stdLibURL: library,
      lockFileContents: lock.then((contents) => relocated(contents, index, making.distribution)),
      env: { MPLBACKEND: "module://matplotlib_inline.backend_inline" },
      ...options,
    };
    return Promise.race([loadPyodide(all as Parameters<typeof LoadPyodide>[0]), refusal]);
  };
  const found = await memory;
  if (!found) return start({});
  try {
    return await start(beginningWith(found, createPyodideModule));
  } catch {
    await kept.forget();
    return start({});
  }
}

async function importModule<Module>(url: string): Promise<Module> {
  try {
    return (await import(url)) as Module;
  } catch {
    throw new Broken("liteFileUnreachable", { file: url });
  }
}

async function readAll(files: RuntimeFiles, names: readonly string[]): Promise<Map<string, Uint8Array>> {
  return new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, Uint8Array]> => {
        const response = await files.fetch(name);
        return [name, new Uint8Array(await response.arrayBuffer())];
      }),
    ),
  );
}

/** The lock with the packages of the distribution where the author has it. */
function relocated(lock: Lockfile, { distribution }: RuntimeIndex, place: string | null): Lockfile {
  if (!place || !distribution) return lock;
  for (const entry of Object.values(lock.packages)) {
    if (entry.file_name.startsWith(distribution)) {
      entry.file_name = place + entry.file_name.slice(distribution.length);
    }
  }
  return lock;
}

async function install(kernel: Kernel, { packages, wheels }: Making, tell: Tell): Promise<void> {
  if (packages.length + wheels.length === 0) return;
  tell({ kind: "installing" });
  const failure = await kernel.packages.prepare([...wheels, ...packages]);
  if (failure) throw new Broken("litePackages", { reason: failure });
}

/** Copied now, while it knows of no page; kept when nobody waits. */
function keepMemory(pyodide: PyodideInterface, kept: KeptMemory): void {
  const memory = kept.isEmpty ? copyMemory(pyodide) : null;
  if (memory) setTimeout(() => void kept.keep(memory), KEEP_AFTER_MS);
}

/** A fatal error of Python leaves a worker that answers nothing any more; nobody knows what it was due to. */
function watch(pyodide: PyodideInterface, kept: KeptMemory, tell: Tell): void {
  const { _api: inner } = pyodide as unknown as { _api: { on_fatal: () => void } };
  inner.on_fatal = () => void kept.forget().then(() => tell({ kind: "died" }));
}

/** Tell the page ten times a second, which is as much as anybody can read. */
function countedBy(tell: Tell): (done: number, total: number) => void {
  let told = 0;
  return (done, total) => {
    const now = performance.now();
    if (now - told < 100) return;
    told = now;
    tell({ kind: "loading", done, total });
  };
}
