/** The editor of a cell: CodeMirror in the place of the static code, in the page's own type and colours. */

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { assistance, type IdleKernel } from "./assistance";
import { languageOf } from "./languages";

export interface EditorOptions {
  /** Makes room in the place of the static code, when the editor is ready to fill it. */
  takePlace(): HTMLElement;
  code: string;
  language: string;
  /** How assistive technology names the editor. */
  label: string;
  kernel: IdleKernel;
  onChange(code: string): void;
  onRun(): void;
  onRunAndAdvance(): void;
}

export interface Editor {
  /** Put the cursor there, with the text position under a point of the window where one is given. */
  focus(at?: { x: number; y: number }): void;
  setCode(code: string): void;
}

/** Open an editor in the block of the static code, so that it looks as the theme wants code to look. */
export async function openEditor(options: EditorOptions): Promise<Editor> {
  const language = await languageOf(options.language);
  const parent = options.takePlace();
  const extensions = [...behaviour(options), ...language, ...wrapping(parent)];
  const view = new EditorView({
    parent,
    state: EditorState.create({ doc: options.code, extensions }),
  });
  return {
    focus(at) {
      const position = at ? view.posAtCoords(at) : null;
      if (position !== null) view.dispatch({ selection: { anchor: position } });
      view.focus();
    },
    setCode(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
  };
}

/** Long lines are as they were. */
function wrapping(parent: HTMLElement): Extension[] {
  return getComputedStyle(parent).whiteSpace === "pre" ? [] : [EditorView.lineWrapping];
}

function behaviour({ label, kernel, onChange, onRun, onRunAndAdvance }: EditorOptions): Extension[] {
  const doing = (action: () => void) => (): boolean => {
    action();
    return true;
  };
  return [
    ...assistance(kernel),
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
    Prec.lowest(keymap.of([{ key: "Mod-f", run: firstSearch }])),
    highlightSpecialChars(),
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

/** The first time; from then on, the editor knows the keys of searching itself. */
function firstSearch(view: EditorView): boolean {
  void import("./search").then(({ openSearch }) => openSearch(view));
  return true;
}

/** Nothing of its own: type, measures and colours are those of the block around it. */
const plain = EditorView.theme({
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "inherit", lineHeight: "inherit" },
  ".cm-content": { padding: "0", caretColor: "currentColor" },
  ".cm-line": { padding: "0" },
  ".cm-panels": {
    border: "0 solid var(--inpage-exec-border) !important",
    borderBlockEndWidth: "1px !important",
    background: "var(--inpage-exec-surface)",
    color: "var(--inpage-exec-text)",
    font: "0.8125rem / 1.4 system-ui, sans-serif",
    whiteSpace: "normal",
  },
  ".cm-panel.cm-search label": { fontSize: "inherit" },
  ".cm-textfield, .cm-button": {
    border: "1px solid var(--inpage-exec-border)",
    borderRadius: "var(--inpage-exec-radius)",
    background: "transparent !important",
    color: "inherit",
    font: "inherit",
  },
});
