// The bundles: the small classic script of every page, the modules that it loads on the press, the stylesheets.

import { readFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";
import { filesOf } from "./budget.mjs";
import { redirectPlugin } from "./redirects.mjs";

/** @typedef {import("esbuild").Metafile} Metafile */

const chunks = { entryNames: "chunks/[name]-[hash]", chunkNames: "chunks/[name]-[hash]" };

/** Loaded as the packages of widgets that authors give: it is an AMD module. */
const ANYWIDGET = "node_modules/anywidget/dist/index.js";

/**
 * Build everything into `outdir`.
 *
 * @param {string} root the folder of the frontend
 * @param {string} outdir
 * @returns {Promise<Metafile>} all inputs and outputs, by their paths relative to `root`
 */
export async function bundle(root, outdir) {
  const shared = options(root, outdir);
  const styles = await esbuild.build({
    ...shared,
    ...chunks,
    entryPoints: { engine: "src/styles/engine.css", widgets: "src/redirects/widgets.css" },
  });
  const worker = await esbuild.build({
    ...shared,
    ...chunks,
    entryPoints: { lite: "src/lite/worker/main.ts" },
    format: "esm",
  });
  const anywidget = await esbuild.build({
    ...shared,
    ...chunks,
    entryPoints: { anywidget: ANYWIDGET },
    format: "iife",
    // It uses what printing returns, so that calls are not left out as pure ones: this one does nothing.
    define: { ...shared.define, "console.debug": "Boolean" },
  });
  const page = await esbuild.build({
    ...shared,
    ...chunks,
    entryPoints: { page: "src/page.ts" },
    format: "esm",
    splitting: true,
    plugins: [redirectPlugin(root), onePageChunk(root)],
    define: {
      ...shared.define,
      __ENGINE_CSS__: outputOf(styles.metafile, "src/styles/engine.css"),
      __WIDGETS_CSS__: outputOf(styles.metafile, "src/redirects/widgets.css"),
      __ANYWIDGET__: outputOf(anywidget.metafile, ANYWIDGET),
      __LITE_WORKER__: outputOf(worker.metafile, "src/lite/worker/main.ts"),
    },
  });
  const main = await esbuild.build({
    ...shared,
    entryPoints: { main: "src/main.ts", inpage_exec: "src/styles/inpage_exec.css" },
    format: "iife",
    target: "es2020",
    define: {
      __PAGE_CHUNK__: outputOf(page.metafile, "src/page.ts"),
      __FIRST_CHUNKS__: JSON.stringify(firstChunks(page.metafile)),
      __BACKEND_CHUNKS__: JSON.stringify(backendChunks(page.metafile)),
    },
  });
  return merge([styles.metafile, worker.metafile, anywidget.metafile, page.metafile, main.metafile]);
}

/**
 * All that every press loads: the page's module, the engine, and what they import, the page's first.
 *
 * @param {Metafile} metafile
 */
function firstChunks(metafile) {
  return [...filesOf(metafile, ["src/thebe.ts", "src/page.ts"])].map(addressOf);
}

/**
 * What a press loads in addition, by the backend of the page.
 *
 * @param {Metafile} metafile
 */
function backendChunks(metafile) {
  const first = firstChunks(metafile);
  const chunksOf = (/** @type {string} */ name) =>
    [...filesOf(metafile, [`src/backends/${name}.ts`])]
      .map(addressOf)
      .filter((chunk) => !first.includes(chunk));
  return Object.fromEntries(["binder", "lite"].map((name) => [name, chunksOf(name)]));
}

/**
 * Keeps all that the page's module needs in one file. esbuild makes a file of every set of modules that the same entries
 * share, and browsers fetch six files of a host at once: with ten, the page waited a round trip for its last. A lazy
 * module that imports the page, which is there long before it, shares all of the page's modules.
 *
 * @param {string} root
 * @returns {import("esbuild").Plugin}
 */
function onePageChunk(root) {
  const page = path.join(root, "src/page.ts");
  return {
    name: "one page chunk",
    setup(build) {
      /** @type {Set<string>} */
      const lazy = new Set();
      build.onResolve({ filter: /^\./ }, ({ kind, path: wanted, resolveDir }) => {
        if (kind === "dynamic-import") lazy.add(path.join(resolveDir, `${wanted}.ts`));
        return undefined;
      });
      build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
        if (!lazy.has(file)) return undefined;
        const source = await readFile(file, "utf8");
        return { contents: `import ${JSON.stringify(page)};\n${source}`, loader: "ts" };
      });
    },
  };
}

/**
 * @param {string} root
 * @param {string} outdir
 * @returns {import("esbuild").BuildOptions & { metafile: true }}
 */
function options(root, outdir) {
  return {
    absWorkingDir: root,
    outdir,
    bundle: true,
    minify: true,
    metafile: true,
    target: "es2022",
    platform: "browser",
    mainFields: ["module", "main"],
    legalComments: "none",
    // As the shipped TypeScript sources are meant: a declared field does not undo what a base class has set.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    // The engine prints its configuration, and the token with it.
    pure: ["console.debug"],
    define: { "process.env.NODE_ENV": '"production"', "process.env": "{}", global: "globalThis" },
    loader: { ".svg": "dataurl", ".py": "text" },
  };
}

/**
 * Where the output of an entry point lies, from the folder of main.js, as a JavaScript string literal.
 *
 * @param {Metafile} metafile
 * @param {string} entryPoint
 */
function outputOf(metafile, entryPoint) {
  const found = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entryPoint);
  if (!found)
    throw new Error(`esbuild wrote nothing for ${entryPoint}. Check the entry points in bundle.mjs.`);
  const [file] = found;
  return JSON.stringify(addressOf(file));
}

/** @param {string} file */
function addressOf(file) {
  return path.posix.join("chunks", path.posix.basename(file));
}

/**
 * @param {Metafile[]} metafiles
 * @returns {Metafile}
 */
function merge(metafiles) {
  return {
    inputs: Object.assign({}, ...metafiles.map((each) => each.inputs)),
    outputs: Object.assign({}, ...metafiles.map((each) => each.outputs)),
  };
}
