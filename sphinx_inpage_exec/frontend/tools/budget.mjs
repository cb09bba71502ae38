// What a reader loads at each step, weighed as a server sends it, against the limits of budget.json.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

/**
 * @typedef {import("esbuild").Metafile} Metafile
 * @typedef {{ name: string, entries: string[], limit: number, after?: string }} Step
 *   A step loads its entries and all that they import at once, less what the step `after` has loaded already.
 * @typedef {{ file: string, raw: number, gzip: number }} Weight
 * @typedef {{ name: string, files: Weight[], raw: number, gzip: number, limit: number }} Row
 */

/**
 * Weigh every step.
 *
 * @param {string} root the folder that the metafile's paths start from
 * @param {Metafile} metafile
 * @param {Step[]} steps
 * @returns {Promise<Row[]>}
 * @throws {Error} when a step names an entry that was not built, or a step that does not exist
 */
export async function measure(root, metafile, steps) {
  return Promise.all(
    steps.map(async ({ name, entries, limit, after }) => {
      const loaded = after === undefined ? new Set() : filesOf(metafile, stepNamed(steps, after).entries);
      const fresh = [...filesOf(metafile, entries)].filter((file) => !loaded.has(file));
      const files = await Promise.all(fresh.map((file) => weigh(root, file)));
      return { name, files, raw: sum(files, "raw"), gzip: sum(files, "gzip"), limit };
    }),
  );
}

/**
 * A table of all steps and their files.
 *
 * @param {Row[]} rows
 */
export function report(rows) {
  const lines = [["file", "raw", "gzip", "limit"]];
  for (const { name, files, raw, gzip, limit } of rows) {
    lines.push([name, `${raw}`, `${gzip}`, `${limit}`]);
    for (const weight of files) lines.push([`  ${weight.file}`, `${weight.raw}`, `${weight.gzip}`, ""]);
  }
  return lines
    .map(([first = "", ...rest]) => first.padEnd(44) + rest.map((cell) => cell.padStart(9)).join(""))
    .join("\n");
}

/**
 * @param {Step[]} steps
 * @param {string} name
 */
function stepNamed(steps, name) {
  const step = steps.find((each) => each.name === name);
  if (!step) throw new Error(`budget.json has no step named "${name}". Correct the "after" that names it.`);
  return step;
}

/**
 * The entries' outputs, and all that these import statically.
 *
 * @param {Metafile} metafile
 * @param {string[]} entries
 */
export function filesOf(metafile, entries) {
  /** @type {Set<string>} */
  const files = new Set();
  const pending = entries.map((entry) => outputOf(metafile, entry));
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const imports = metafile.outputs[file]?.imports ?? [];
    pending.push(...imports.filter((each) => each.kind === "import-statement").map((each) => each.path));
  }
  return files;
}

/**
 * @param {Metafile} metafile
 * @param {string} entry
 */
function outputOf(metafile, entry) {
  const found = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entry);
  if (!found)
    throw new Error(`${entry} is in budget.json, and no file was built for it. Correct its name there.`);
  return found[0];
}

/**
 * @param {string} root
 * @param {string} file
 * @returns {Promise<Weight>}
 */
async function weigh(root, file) {
  const content = await readFile(path.join(root, file));
  return { file: path.basename(file), raw: content.length, gzip: gzipSync(content, { level: 9 }).length };
}

/**
 * @param {Weight[]} weights
 * @param {"raw" | "gzip"} column
 */
function sum(weights, column) {
  return weights.reduce((total, weight) => total + weight[column], 0);
}
