// What the engine's packages import, and what they get instead, so that a reader loads a third of the bytes.
// A redirect that no import matches any more fails the build: the page would silently grow.

import path from "node:path";

/**
 * @typedef {{ from: RegExp, importer: RegExp, to: string, why: string }} Redirect
 *   `from` matches what an import statement says, `importer` the file that says it.
 */

const anywhere = /./;
const thebe = /\/thebe-core\/dist\/esm\//;
const engine = /\/node_modules\//;

/** @type {readonly Redirect[]} */
export const redirects = [
  {
    from: /^\.\/manager$/,
    importer: thebe,
    to: "src/redirects/lazy-widget-manager.ts",
    why: "widgets are loaded when the first one appears",
  },
  {
    from: /^\.\/rendermime$/,
    importer: thebe,
    to: "src/redirects/no-rendermime.ts",
    why: "every output is given the page's own renderers, never MathJax 2 from a CDN",
  },
  {
    from: /^@jupyterlab\/apputils$/,
    importer: engine,
    to: "src/redirects/apputils.ts",
    why: "the engine uses two of its exports; they stand for 300 kB",
  },
  {
    from: /^@jupyterlab\/json-extension$/,
    importer: anywhere,
    to: "src/redirects/json-view.ts",
    why: "the original shows JSON with React",
  },
  {
    from: /^@jupyterlab\/translation$/,
    importer: engine,
    to: "src/redirects/translation.ts",
    why: "the page has its own catalog",
  },
  {
    from: /^sanitize-html$/,
    importer: engine,
    to: "src/redirects/sanitize-html.ts",
    why: "DOMPurify does the same in a quarter of the bytes",
  },
  {
    from: /^minimist$/,
    importer: /\/@jupyterlab\/coreutils\//,
    to: "src/redirects/no-command-line.ts",
    why: "a page has no command line",
  },
  {
    from: /^\.\/renderers$/,
    importer: /\/@jupyterlab\/rendermime\/lib\//,
    to: "src/redirects/renderers.ts",
    why: "text, HTML and Markdown have views of the page's own",
  },
  {
    from: /^style-mod$/,
    importer: /\/@codemirror\//,
    to: "src/redirects/style-mod.ts",
    why: "a policy that forbids style elements would leave the editor without its styles",
  },
  ...[
    "@jupyterlab/coreutils",
    "@jupyterlab/services",
    "@jupyterlab/statedb",
    "@lumino/algorithm",
    "@lumino/coreutils",
    "@lumino/domutils",
    "@lumino/messaging",
    "@lumino/polling",
    "@lumino/signaling",
    "@lumino/widgets",
  ].map(shippedSource),
];

/**
 * A package from the TypeScript sources that it ships, of which unused parts are left out; its bundle, or its
 * CommonJS, comes whole.
 *
 * @param {string} name
 * @returns {Redirect}
 */
function shippedSource(name) {
  return {
    from: new RegExp(`^${name}$`),
    importer: anywhere,
    to: `node_modules/${name}/src/index.ts`,
    why: "unused parts of its sources are left out",
  };
}

/** Packages whose modules do nothing when they are loaded, though their package.json does not say so. */
const pure = /\/node_modules\/(@jupyterlab|@lumino|@jupyter-widgets|@jupyter|thebe-core)\//;

/**
 * The esbuild plugin that carries out `redirects`, and tells esbuild which modules it may leave out.
 *
 * @param {string} root the folder of the frontend
 * @returns {import("esbuild").Plugin}
 */
export function redirectPlugin(root) {
  return {
    name: "redirects",
    setup(build) {
      /** @type {Set<Redirect>} */
      const used = new Set();
      build.onResolve({ filter: /./ }, async (request) => {
        if (request.kind === "entry-point" || request.pluginData === skip) return undefined;
        const redirect = redirects.find((each) => applies(each, request));
        if (!redirect) return resolvePure(build, request);
        used.add(redirect);
        return { path: path.join(root, redirect.to), sideEffects: false };
      });
      build.onEnd(() => ({ errors: redirects.filter((each) => !used.has(each)).map(unmatched) }));
    },
  };
}

const skip = Symbol("already redirected");

/**
 * @param {Redirect} redirect
 * @param {import("esbuild").OnResolveArgs} request
 */
function applies(redirect, request) {
  const importer = request.importer.replaceAll("\\", "/");
  return redirect.from.test(request.path) && redirect.importer.test(importer);
}

/**
 * @param {import("esbuild").PluginBuild} build
 * @param {import("esbuild").OnResolveArgs} request
 */
async function resolvePure(build, { path: wanted, importer, resolveDir, kind }) {
  const found = await build.resolve(wanted, { importer, resolveDir, kind, pluginData: skip });
  const isPure = found.namespace === "file" && pure.test(found.path.replaceAll("\\", "/"));
  return isPure ? { path: found.path, sideEffects: false } : undefined;
}

/** @param {Redirect} redirect */
function unmatched({ from, importer, to, why }) {
  const text = `No import matches ${from} in ${importer} any more, which is redirected to ${to} because ${why}. Adapt tools/redirects.mjs to the new version of the package.`;
  return { text };
}
