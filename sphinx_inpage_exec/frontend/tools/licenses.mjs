// The licences of every package that has bytes in the bundles, in full, as their terms ask for.

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** @typedef {{ name: string, version: string, license: string, text: string }} Package */

/**
 * Scopes whose packages name a licence and carry no text of it: where the text stands, from the folder of the frontend.
 *
 * @type {Readonly<Record<string, string>>}
 */
const textElsewhere = {
  "@jupyter-widgets": "node_modules/@jupyter-widgets/jupyterlab-manager/LICENSE",
  "@jupyterlab": "tools/licenses/jupyterlab.txt",
  "@lumino": "tools/licenses/lumino.txt",
};

/**
 * Packages that come bundled with others: where the licences of those stand, from the folder of the frontend.
 *
 * @type {Readonly<Record<string, string>>}
 */
const bundledInside = { anywidget: "tools/licenses/anywidget.txt" };

/** What the overrides in package.json put in the place of packages that the engine depends on and a page does not. */
const PLACEHOLDER = "@favware/skip-dependency";

const HEAD = `The programs in this folder contain the following packages, each under its own licence.
This file is made by the build from the packages themselves.
`;

/**
 * The text of the licences file.
 *
 * @param {string} root the folder of the frontend
 * @param {import("esbuild").Metafile} metafile
 * @throws {Error} when a package has no licence, or no text of it
 */
export async function collectLicenses(root, metafile) {
  const packages = await Promise.all(foldersOf(metafile).map((folder) => readPackage(root, folder)));
  return [HEAD, ...packages.map(section)].join(`\n${"-".repeat(79)}\n\n`);
}

/**
 * The folders of the packages that put bytes into an output.
 *
 * @param {import("esbuild").Metafile} metafile
 */
function foldersOf(metafile) {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0])
    .filter((folder) => folder !== undefined);
  return [...new Set(folders)].sort();
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {Promise<Package>}
 */
async function readPackage(root, folder) {
  const { name, version, license } = JSON.parse(
    await readFile(path.join(root, folder, "package.json"), "utf8"),
  );
  if (name === PLACEHOLDER) {
    throw new Error(
      `Something imports ${folder}, which package.json leaves out. Redirect it in redirects.mjs.`,
    );
  }
  if (typeof license !== "string")
    throw new Error(`${name} ${version} names no licence. Find it out, or do not bundle it.`);
  return { name, version, license, text: await readText(root, folder, name) };
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {string} name
 */
async function readText(root, folder, name) {
  const own = (await readdir(path.join(root, folder))).filter((file) =>
    /^(licen[cs]e|copying|notice)/i.test(file),
  );
  const elsewhere = textElsewhere[path.posix.dirname(name)];
  const files =
    own.length > 0 ? own.sort().map((file) => path.join(folder, file)) : elsewhere ? [elsewhere] : [];
  if (files.length === 0) {
    throw new Error(
      `${name} carries no text of its licence. Add where it stands to textElsewhere in licenses.mjs.`,
    );
  }
  const others = bundledInside[name];
  if (others) files.push(others);
  const texts = await Promise.all(files.map((file) => readFile(path.join(root, file), "utf8")));
  return texts.map((text) => text.replaceAll("\r\n", "\n").trim()).join("\n\n");
}

/** @param {Package} each */
function section({ name, version, license, text }) {
  return `${name} ${version}\nLicence: ${license}\n\n${text}\n`;
}
