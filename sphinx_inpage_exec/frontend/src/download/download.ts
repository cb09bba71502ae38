/** The page as the reader has it, as a file. */

import type { IOutput } from "@jupyterlab/nbformat";
import type { PageAction } from "../contract";
import { notebookOf, type Piece, scriptOf, suffixOf } from "./formats";
import { proseAround } from "./prose";

export type DownloadAction = Extract<PageAction, `download-${string}`>;

/** What is needed of a cell. */
export interface DownloadedCell {
  readonly element: HTMLElement;
  readonly code: string;
  readonly language: string;
  readonly tags: readonly string[];
  readonly executionCount: number | null;
  readonly outputs: readonly IOutput[] | null;
  readonly storedOutputs: readonly HTMLElement[];
}

export interface DownloadedPage {
  /** The source file, whose name the download has. */
  readonly path: string;
  readonly kernelName: string;
  readonly cells: readonly DownloadedCell[];
}

/** Save the page in the reader's downloads. */
export function download(page: DownloadedPage, action: DownloadAction): void {
  const pieces = piecesOf(page);
  const name =
    page.path
      .split("/")
      .at(-1)
      ?.replace(/\.\w+$/, "") || "page";
  if (action === "download-notebook")
    save(`${name}.ipynb`, "application/x-ipynb+json", notebookOf(pieces, page.kernelName));
  else save(`${name}.${suffixOf(pieces)}`, "text/plain", scriptOf(pieces));
}

/** Text and cells in their order; cells that are not on the page stand where they run. */
function piecesOf({ cells }: DownloadedPage): Piece[] {
  const shown = cells.map(({ element }) => element).filter(({ isConnected }) => isConnected);
  const root = shown[0]?.closest("[role='main'], main, article, .body") ?? document.body;
  const texts = proseAround(root, shown);
  const pieces: Piece[] = [];
  const addText = (): void => {
    const text = texts.shift();
    if (text) pieces.push({ kind: "text", text });
  };
  for (const cell of cells) {
    if (cell.element.isConnected) addText();
    pieces.push(pieceOf(cell));
  }
  addText();
  return pieces;
}

function pieceOf(cell: DownloadedCell): Piece {
  const { code, language, tags, executionCount } = cell;
  const outputs = cell.outputs ?? cell.storedOutputs.map(builtOutput);
  return { kind: "code", code, language, tags, executionCount, outputs };
}

/** What the build has put on the page: its looks, and its text. */
function builtOutput(element: HTMLElement): IOutput {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const image of copy.querySelectorAll("img"))
    image.src = new URL(image.getAttribute("src") ?? "", location.href).href;
  const data: Record<string, string> = { "text/plain": element.innerText };
  if (copy.querySelector("img, table, svg, .math")) data["text/html"] = copy.innerHTML;
  return { output_type: "display_data", data, metadata: {} };
}

function save(name: string, type: string, content: string): void {
  const href = URL.createObjectURL(new Blob([content], { type }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
