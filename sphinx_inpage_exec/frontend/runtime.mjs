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
  "/own": path.join(root, "node_modules/@jupyterlite/pyodide-kernel/pypi"),
  "/wheels": path.resolve(options.wheels),
  "/out": path.resolve(options.outdir),
};

/** The wheels of the npm package that are of use here; the others stand in for front ends of Jupyter. */
const OWN = /^(ipykernel|piplite|pyodide_kernel)-.*\.whl$/;

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
  const wheels = [...(await list("/own", OWN)), ...(await list("/wheels", /\.whl$/))].sort();
  const hot = await run(`await pack.find_hot(${JSON.stringify(wheels)})`);
  await run(`pack.pack(Path("/source"), ${JSON.stringify(wheels)}, ${hot}, Path("/out"))`);
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

/**
 * @param {"/own" | "/wheels"} name
 * @param {RegExp} pattern
 */
async function list(name, pattern) {
  return (await readdir(folders[name])).filter((file) => pattern.test(file)).map((file) => `${name}/${file}`);
}
