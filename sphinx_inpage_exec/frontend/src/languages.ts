/** What an editor knows of the languages of cells, each loaded with the first cell that it is for. */

import { StreamLanguage, type StreamParser } from "@codemirror/language";
import type { Extension } from "@codemirror/state";

type Mode = () => Promise<StreamParser<unknown>>;

const clike = (name: "c" | "cpp" | "csharp" | "java" | "kotlin" | "scala"): Mode => {
  return async () => (await import("@codemirror/legacy-modes/mode/clike"))[name];
};
const javascript: Mode = async () => (await import("@codemirror/legacy-modes/mode/javascript")).javascript;
const typescript: Mode = async () => (await import("@codemirror/legacy-modes/mode/javascript")).typescript;
const shell: Mode = async () => (await import("@codemirror/legacy-modes/mode/shell")).shell;
const octave: Mode = async () => (await import("@codemirror/legacy-modes/mode/octave")).octave;

const modes: Readonly<Record<string, Mode>> = {
  bash: shell,
  c: clike("c"),
  cpp: clike("cpp"),
  "c++": clike("cpp"),
  csharp: clike("csharp"),
  fortran: async () => (await import("@codemirror/legacy-modes/mode/fortran")).fortran,
  go: async () => (await import("@codemirror/legacy-modes/mode/go")).go,
  haskell: async () => (await import("@codemirror/legacy-modes/mode/haskell")).haskell,
  java: clike("java"),
  javascript,
  js: javascript,
  julia: async () => (await import("@codemirror/legacy-modes/mode/julia")).julia,
  kotlin: clike("kotlin"),
  lua: async () => (await import("@codemirror/legacy-modes/mode/lua")).lua,
  matlab: octave,
  octave,
  r: async () => (await import("@codemirror/legacy-modes/mode/r")).r,
  ruby: async () => (await import("@codemirror/legacy-modes/mode/ruby")).ruby,
  rust: async () => (await import("@codemirror/legacy-modes/mode/rust")).rust,
  scala: clike("scala"),
  sh: shell,
  shell,
  sql: async () => (await import("@codemirror/legacy-modes/mode/sql")).standardSQL,
  ts: typescript,
  typescript,
};

/** What makes an editor one of a language; nothing for one that is not known. */
export async function languageOf(name: string): Promise<Extension[]> {
  const language = name.toLowerCase();
  if (/^(i?python|py|xpython)\d*$/.test(language)) {
    const { python } = await import("@codemirror/lang-python");
    return [python()];
  }
  const mode = modes[language];
  return mode ? [StreamLanguage.define(await mode())] : [];
}
