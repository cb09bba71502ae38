// Builds the frontend: node build.mjs [--outdir DIRECTORY] [--check-budget [--budget FILE]]

import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { measure, report } from "./tools/budget.mjs";
import { bundle } from "./tools/bundle.mjs";
import { collectLicenses } from "./tools/licenses.mjs";

const root = import.meta.dirname;

const { values: options } = parseArgs({
  options: {
    outdir: { type: "string", default: path.join(root, "../static/inpage_exec") },
    "check-budget": { type: "boolean", default: false },
    budget: { type: "string", default: path.join(root, "budget.json") },
  },
});

try {
  await build(path.resolve(options.outdir));
} catch (error) {
  // esbuild has printed its own errors.
  if (!(error instanceof Error && "errors" in error)) console.error(String(error));
  process.exitCode = 1;
}

/** @param {string} outdir */
async function build(outdir) {
  await rm(outdir, { recursive: true, force: true });
  const metafile = await bundle(root, outdir);
  await writeFile(path.join(outdir, "THIRD_PARTY_LICENSES.txt"), await collectLicenses(root, metafile));
  if (options["check-budget"]) await checkBudget(metafile);
}

/** @param {import("esbuild").Metafile} metafile */
async function checkBudget(metafile) {
  const { steps } = JSON.parse(await readFile(options.budget, "utf8"));
  const rows = await measure(root, metafile, steps);
  console.log(report(rows));
  const outgrown = rows.filter((row) => row.gzip > row.limit);
  for (const { name, gzip, limit } of outgrown) {
    console.error(`"${name}" weighs ${gzip} bytes, ${gzip - limit} more than budget.json allows.`);
  }
  if (outgrown.length > 0) process.exitCode = 1;
}
