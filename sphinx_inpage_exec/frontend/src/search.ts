/** Search in an editor: a lazy chunk, loaded when the reader first looks for something. */

import { openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect } from "@codemirror/state";
import { type EditorView, keymap } from "@codemirror/view";
import { type StringKey, text } from "./strings";

/** What CodeMirror says in English, by our names of it. */
const english: Readonly<Record<string, StringKey>> = {
  Find: "searchFind",
  Replace: "searchReplaceBy",
  next: "searchNext",
  previous: "searchPrevious",
  all: "searchAll",
  "match case": "searchCase",
  regexp: "searchPattern",
  "by word": "searchWord",
  replace: "searchReplace",
  "replace all": "searchReplaceAll",
  close: "searchClose",
};

/** Give an editor what it needs to search, and open its panel. */
export function openSearch(view: EditorView): void {
  const phrases = Object.fromEntries(Object.entries(english).map(([phrase, key]) => [phrase, text(key)]));
  const extensions = [search({ top: true }), keymap.of(searchKeymap), EditorState.phrases.of(phrases)];
  view.dispatch({ effects: StateEffect.appendConfig.of(extensions) });
  openSearchPanel(view);
}
