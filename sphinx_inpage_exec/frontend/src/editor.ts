/** The editor of a cell: CodeMirror in the place of the static code, in the page's own type and colours. */

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

export interface EditorOptions {
  code: string;
  language: string;
  /** How assistive technology names the editor. */
  label: string;
  onChange(code: string): void;
  onRun(): void;
  onRunAndAdvance(): void;
}

export interface Editor {
  /** Put the cursor there, with the text position under a point of the window where one is given. */
  focus(at?: { x: number; y: number }): void;
  setCode(code: string): void;
}

/** Open an editor inside `source`, in the block of its static code, so that it looks as the theme wants code to look. */
export async function openEditor(source: HTMLElement, options: EditorOptions): Promise<Editor> {
  const extensions = [...behaviour(options), ...(await languageOf(options.language))];
  const view = new EditorView({
    parent: takePlace(source),
    state: EditorState.create({ doc: options.code, extensions }),
  });
  return {
    focus(at) {
      const position = at ? view.posAtCoords(at) : null;
      if (position !== null) view.dispatch({ selection: { anchor: position } });
      view.focus();
    },
    setCode: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
  };
}

/** Hide the static code, and the numbers of its lines; return the element to put the editor into. */
function takePlace(source: HTMLElement): HTMLElement {
  const block = [...source.querySelectorAll("pre")].at(-1) ?? source;
  const code = document.createElement("span");
  code.append(...block.childNodes);
  code.hidden = true;
  const host = document.createElement("div");
  block.append(code, host);
  for (const numbers of source.querySelectorAll<HTMLElement>(".linenos")) numbers.hidden = true;
  return host;
}

function behaviour({ label, onChange, onRun, onRunAndAdvance }: EditorOptions): Extension[] {
  const doing = (action: () => void) => (): boolean => {
    action();
    return true;
  };
  return [
    keymap.of([
      { key: "Shift-Enter", run: doing(onRunAndAdvance) },
      { key: "Mod-Enter", run: doing(onRun) },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      indentWithTab,
    ]),
    history(),
    closeBrackets(),
    bracketMatching(),
    indentOnInput(),
    indentUnit.of("    "),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
    syntaxHighlighting(pygments),
    plain,
  ];
}

/** Highlights with the class names of Pygments, so that the page's theme colours the editor, light and dark. */
const pygments = tagHighlighter([
  { tag: tags.keyword, class: "k" },
  { tag: [tags.controlKeyword, tags.definitionKeyword], class: "k" },
  { tag: [tags.moduleKeyword], class: "kn" },
  { tag: [tags.operatorKeyword], class: "ow" },
  { tag: [tags.bool, tags.null], class: "kc" },
  { tag: tags.comment, class: "c1" },
  { tag: tags.string, class: "s2" },
  { tag: [tags.escape, tags.special(tags.string)], class: "si" },
  { tag: [tags.integer, tags.number], class: "mi" },
  { tag: tags.float, class: "mf" },
  { tag: tags.function(tags.definition(tags.variableName)), class: "nf" },
  { tag: tags.definition(tags.className), class: "nc" },
  { tag: tags.className, class: "nc" },
  { tag: tags.meta, class: "nd" },
  { tag: tags.propertyName, class: "n" },
  { tag: tags.variableName, class: "n" },
  {
    tag: [tags.arithmeticOperator, tags.compareOperator, tags.logicOperator, tags.definitionOperator],
    class: "o",
  },
  { tag: [tags.punctuation, tags.paren, tags.brace, tags.squareBracket, tags.separator], class: "p" },
]);

/** Nothing of its own: type, measures and colours are those of the block around it. */
const plain = EditorView.theme({
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "inherit", lineHeight: "inherit" },
  ".cm-content": { padding: "0", caretColor: "currentColor" },
  ".cm-line": { padding: "0" },
});

async function languageOf(name: string): Promise<Extension[]> {
  const language = name.toLowerCase();
  if (/^(i?python|py|xpython)\d*$/.test(language)) {
    const { python } = await import("@codemirror/lang-python");
    return [python()];
  }
  const mode = await legacyMode(language);
  if (!mode) return [];
  const { StreamLanguage } = await import("@codemirror/language");
  return [StreamLanguage.define(mode)];
}

async function legacyMode(language: string) {
  switch (language) {
    case "r":
      return (await import("@codemirror/legacy-modes/mode/r")).r;
    case "julia":
      return (await import("@codemirror/legacy-modes/mode/julia")).julia;
    case "bash":
    case "sh":
    case "shell":
      return (await import("@codemirror/legacy-modes/mode/shell")).shell;
    default:
      return null;
  }
}
