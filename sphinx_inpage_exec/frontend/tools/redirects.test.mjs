// @vitest-environment node

import path from "node:path";
import * as esbuild from "esbuild";
import { expect, test } from "vitest";
import { redirectPlugin, redirects } from "./redirects.mjs";

const root = path.resolve(import.meta.dirname, "..");

/** @param {string} contents */
function bundle(contents) {
  return esbuild.build({
    stdin: { contents, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    logLevel: "silent",
    format: "esm",
    platform: "browser",
    plugins: [redirectPlugin(root)],
  });
}

test("a redirect that no import matches fails the build, and is named", async () => {
  const complaints = await bundle("").then(
    () => [],
    (/** @type {esbuild.BuildFailure} */ failure) => failure.errors.map((error) => error.text),
  );
  expect(complaints).toHaveLength(redirects.length);
  for (const { to } of redirects) {
    expect(complaints.filter((complaint) => complaint.includes(` ${to} `))).toHaveLength(1);
  }
});

test("the redirected packages do not come with what takes their place", async () => {
  const engine = `
    export * from "thebe-core";
    export * from "@codemirror/view";
    export * from "@jupyterlab/json-extension";
    export * as services from "@jupyterlab/services";
    export * from "./src/redirects/widget-manager";
  `;
  const inputs = Object.keys((await bundle(engine)).metafile.inputs);
  const unwanted = [
    "@jupyterlab/apputils/",
    "sanitize-html/",
    "thebe-core/dist/esm/manager.js",
    "/requireJsLoader.js",
  ];
  for (const name of unwanted)
    expect(inputs.filter((input) => input.includes(`node_modules/${name}`))).toEqual([]);
});
