/**
 * Typesets the LaTeX of outputs: with the MathJax that the page has, with the one that the settings name, with the KaTeX
 * that the page has, else with KaTeX from the site's own files.
 */

import type { Settings } from "./contract";
import { textNodes } from "./latex";
import { trusted } from "./trusted";

/** The parts of MathJax 2, 3 and 4 that typeset an element, and of what they are configured with. */
interface MathJax {
  startup?: { promise?: Promise<unknown>; typeset?: boolean };
  skipStartupTypeset?: boolean;
  typesetPromise?: (elements: HTMLElement[]) => Promise<unknown>;
  Hub?: { Queue: (...commands: ([string, unknown, HTMLElement] | (() => void))[]) => void };
}

declare global {
  interface Window {
    MathJax?: MathJax;
    /** KaTeX's auto-render extension, and the name under which sphinxcontrib-katex has what the author sets. */
    renderMathInElement?: (element: HTMLElement, options: object) => void;
    katex_options?: object;
  }
}

/** What encloses the formulas that kernels send, as KaTeX wants to be told. */
export const delimiters = [
  { left: "$$", right: "$$", display: true },
  { left: "\\[", right: "\\]", display: true },
  { left: "\\begin{equation}", right: "\\end{equation}", display: true },
  { left: "\\begin{align}", right: "\\end{align}", display: true },
  { left: "\\(", right: "\\)", display: false },
  { left: "$", right: "$", display: false },
];

let named: Promise<void> | undefined;

export async function typeset(
  element: HTMLElement,
  { mathjaxUrl, mathjaxConfig }: Pick<Settings, "mathjaxUrl" | "mathjaxConfig">,
): Promise<void> {
  if (mathjaxUrl && !window.MathJax) named = loadMathJax(mathjaxUrl, mathjaxConfig);
  await named;
  if (await typesetWithMathJax(element)) return;
  if (window.renderMathInElement) typesetWithKatexOfPage(window.renderMathInElement, element);
  else (await import("./katex")).typeset(element);
}

async function typesetWithMathJax(element: HTMLElement): Promise<boolean> {
  await window.MathJax?.startup?.promise;
  const mathjax = window.MathJax;
  if (mathjax?.typesetPromise) {
    spellDollars(element);
    await mathjax.typesetPromise([element]);
  } else if (mathjax?.Hub) {
    const { Hub: hub } = mathjax;
    spellDollars(element);
    await new Promise<void>((resolve) => hub.Queue(["Typeset", hub, element], resolve));
  } else return false;
  return true;
}

function typesetWithKatexOfPage(
  render: NonNullable<Window["renderMathInElement"]>,
  element: HTMLElement,
): void {
  render(element, { throwOnError: false, ...window.katex_options, delimiters });
}

/**
 * Write `$…$` as `\(…\)`: kernels send the one, and MathJax knows only the other unless a page configures it.
 */
export function spellDollars(element: HTMLElement): void {
  for (const node of textNodes(element)) {
    node.nodeValue = node.nodeValue?.replace(/(?<![\\$])\$(?!\$)([^$]+)\$(?!\$)/g, "\\($1\\)") ?? null;
  }
}

/** Resolves also where it can not be loaded: there is a typesetter of our own. */
function loadMathJax(url: string, configuration = ""): Promise<void> {
  // The page itself stays as it is: only outputs are typeset.
  window.MathJax = { startup: { typeset: false }, skipStartupTypeset: true };
  const isVersion2 = new URL(url, document.baseURI).pathname.endsWith("/MathJax.js");
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = trusted().createScriptURL(isVersion2 ? `${url}?config=${configuration}` : url);
    script.onload = script.onerror = () => resolve();
    document.head.append(script);
  });
}
