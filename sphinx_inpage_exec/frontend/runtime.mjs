// Packs the WebAssembly runtime: node runtime.mjs [--wheels DIRECTORY] [--outdir DIRECTORY]

import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { loadPyodide } from "pyodide";

const root = import.meta.dirname;

const { values: options } = parseArgs({
  options: {
    wheels: { type: "string", default: path.join(root, "node_modules/.wheels") },
    outdir: { type: "string", default: path.join(root, "../runtime") },
  },
});

const folders = {
  "/program/runtime": path.join(root, "runtime"),
  "/source": path.join(root, "node_modules/pyodide"),
  "/kernel": path.join(root, "src/lite"),
  "/wheels": path.resolve(options.wheels),
  "/out": path.resolve(options.outdir),
};

try {
  await pack();
} catch (error) {
  // Node would print the line of the program, which is all of Pyodide.
  console.error(String(error));
  process.exitCode = 1;
}

async function pack() {
  await rm(folders["/out"], { recursive: true, force: true });
  await mkdir(folders["/out"], { recursive: true });
  const names = (await readdir(folders["/wheels"])).filter((name) => name.endsWith(".whl")).sort();
  const wheels = JSON.stringify(names.map((name) => `/wheels/${name}`));
  const hot = await run(`await pack.find_hot(${wheels})`);
  await run(`pack.pack(Path("/source"), ${wheels}, ${hot}, Path("/out"))`);
}

/**
 * Run Python with the program as the module `pack`, in a Pyodide of its own.
 *
 * @param {string} code
 * @returns {Promise<string>}
 */
async function run(code) {
  // Columns of the code, which only matter beside the source, are a quarter of the bytecode.
  const env = { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1", PYTHONDONTWRITEBYTECODE: "1" };
  const pyodide = await loadPyodide({ env });
  for (const [name, folder] of Object.entries(folders)) pyodide.mountNodeFS(name, folder);
  const imports =
    "import sys; sys.path.insert(0, '/program')\nfrom runtime import pack\nfrom pathlib import Path\n";
  return pyodide.runPythonAsync(imports + code);
}
