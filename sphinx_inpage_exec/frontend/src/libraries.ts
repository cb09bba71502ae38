/**
 * Libraries that outputs ask for and the author gives: packages of widgets, and Plotly. Each is a script of the site, or
 * one at an address that the author names; nothing else is ever asked.
 */

import { Failure } from "./failure";
import { trusted } from "./trusted";

export const PLOTLY = "plotly.js";

let given: Readonly<Record<string, string>> = {};

/** Let outputs use these: addresses by npm names, relative to the folder of the page's main script. */
export function useLibraries(libraries: Readonly<Record<string, string>>): void {
  given = libraries;
}

/** The address of a library; null where the author gives none. */
export function addressOf(library: string): string | null {
  const address = given[library];
  return address === undefined ? null : new URL(address, new URL("..", import.meta.url)).href;
}

/**
 * Run the script of a library.
 *
 * @throws Failure where it can not be loaded.
 */
export function loadScript(script: HTMLScriptElement, library: string, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    script.src = trusted().createScriptURL(address);
    script.onload = () => resolve();
    script.onerror = () => reject(new Failure("libraryUnreachable", { library, address }));
    document.head.append(script);
  });
}
