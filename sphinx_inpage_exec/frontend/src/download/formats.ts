/** A page as a notebook, and as a program in the percent format that editors and Jupytext know. */

import type { IOutput } from "@jupyterlab/nbformat";

/** A piece of a page: its text as Markdown, or a cell. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "code";
      readonly code: string;
      readonly language: string;
      readonly tags: readonly string[];
      readonly executionCount: number | null;
      readonly outputs: readonly IOutput[];
    };

/** The notebook of a page, in version 4.5 of the format, as JSON. */
export function notebookOf(pieces: readonly Piece[], kernelName: string): string {
  const language = languageOf(pieces);
  const cells = pieces.map((piece, at) => {
    const id = `cell-${at + 1}`;
    if (piece.kind === "text") return { cell_type: "markdown", id, metadata: {}, source: piece.text };
    return {
      cell_type: "code",
      id,
      metadata: piece.tags.length > 0 ? { tags: piece.tags } : {},
      source: piece.code,
      execution_count: piece.executionCount,
      outputs: piece.outputs.map(valid),
    };
  });
  const metadata = {
    kernelspec: { name: kernelName, display_name: kernelName, language },
    language_info: { name: language },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

/** The program of a page: a comment begins each piece. */
export function scriptOf(pieces: readonly Piece[]): string {
  const language = languageOf(pieces);
  const mark = marks[language] ?? "#";
  const comment = (text: string): string => text.replace(/^/gm, `${mark} `).replace(/[ ]+$/gm, "");
  const parts = pieces.map((piece) => {
    if (piece.kind === "text") return `${mark} %% [markdown]\n${comment(piece.text)}`;
    const runs = piece.language === language && !piece.code.startsWith("%%");
    // What only IPython understands would end the program.
    const code = runs ? piece.code.replace(/^(\s*)(?=[%!])/gm, `$1${mark} `) : comment(piece.code);
    return `${mark} %%\n${code}`;
  });
  return `${parts.join("\n\n")}\n`;
}

/** How the file of a program in the page's language ends. */
export function suffixOf(pieces: readonly Piece[]): string {
  return suffixes[languageOf(pieces)] ?? "txt";
}

function languageOf(pieces: readonly Piece[]): string {
  return pieces.find((piece) => piece.kind === "code")?.language ?? "python";
}

const marks: Readonly<Record<string, string>> = {
  "c++": "//",
  cpp: "//",
  javascript: "//",
  typescript: "//",
};
const suffixes: Readonly<Record<string, string>> = {
  python: "py",
  r: "R",
  julia: "jl",
  bash: "sh",
  javascript: "js",
  typescript: "ts",
  "c++": "cpp",
  cpp: "cpp",
};

/** An output without what a kernel adds for the page alone, which the format does not know. */
function valid(output: IOutput): IOutput {
  const { transient: _, ...rest } = output;
  return rest.output_type === "execute_result" || rest.output_type === "display_data"
    ? { ...rest, metadata: rest.metadata ?? {} }
    : rest;
}
