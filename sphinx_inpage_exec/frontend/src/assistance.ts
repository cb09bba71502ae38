/** What the kernel knows of the code in an editor: completions, and the signature and documentation of a name. */

import {
  acceptCompletion,
  autocompletion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { type EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import {
  type Command,
  EditorView,
  hoverTooltip,
  keymap,
  showTooltip,
  type Tooltip,
  type ViewUpdate,
} from "@codemirror/view";
import type { Kernel } from "./kernel";

/** The kernel, where it is there and has nothing else to do: it answers when all that runs has ended. */
export type IdleKernel = () => Kernel | null;

/** So much of a help text is read out; all of it is shown. */
const READ_OUT = 200;

export function assistance(kernel: IdleKernel): Extension[] {
  return [
    autocompletion({ override: [(context) => complete(kernel, context)], icons: false }),
    help,
    keymap.of([
      { key: "Tab", run: acceptCompletion },
      { key: "Shift-Tab", run: (view) => isBehindName(view.state) && askForHelp(kernel, view) },
      { key: "Ctrl-Shift-Space", run: (view) => askForHelp(kernel, view) },
      { key: "Escape", run: closeHelp },
    ]),
    hoverTooltip((view, position) => helpAt(kernel, view.state, position), { hoverTime: 700 }),
    EditorView.updateListener.of((update) => {
      if (opensCall(update)) askForHelp(kernel, update.view);
    }),
    look,
  ];
}

/** Asked for by the key, or by the dot behind a name. */
async function complete(kernel: IdleKernel, context: CompletionContext): Promise<CompletionResult | null> {
  if (!context.explicit && !context.matchBefore(/[\p{L}\p{N}_)\]"']\.\w*$/u)) return null;
  const code = context.state.doc.toString();
  const found = await kernel()
    ?.complete(code, context.pos)
    .catch(() => null);
  if (!found || found.matches.length === 0 || context.aborted) return null;
  return {
    from: found.start,
    to: found.end,
    options: found.matches.map((label) => ({ label })),
    validFor: /^[\p{L}\p{N}_.]*$/u,
  };
}

const setHelp = StateEffect.define<Tooltip | null>();

/** The help that was asked for: it stays while the cursor is on its line, behind where it was asked for. */
const help = StateField.define<Tooltip | null>({
  create: () => null,
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(setHelp)) return effect.value;
    if (!shown || !(transaction.docChanged || transaction.selection)) return shown;
    const pos = transaction.changes.mapPos(shown.pos, -1);
    const { head } = transaction.newSelection.main;
    const stays = head >= pos && head <= transaction.newDoc.lineAt(pos).to;
    return stays ? { ...shown, pos } : null;
  },
  provide: (field) => showTooltip.from(field),
});

function askForHelp(kernel: IdleKernel, view: EditorView): boolean {
  const { head } = view.state.selection.main;
  const asked = view.state.doc;
  void helpAt(kernel, view.state, head).then((tooltip) => {
    if (!tooltip || view.state.doc !== asked) return;
    const spoken = (tooltip.text.split("\n\n")[0] ?? "").slice(0, READ_OUT);
    view.dispatch({ effects: [setHelp.of(tooltip), EditorView.announce.of(spoken)] });
  });
  return true;
}

const closeHelp: Command = (view) => {
  if (!view.state.field(help)) return false;
  view.dispatch({ effects: setHelp.of(null) });
  return true;
};

async function helpAt(
  kernel: IdleKernel,
  state: EditorState,
  position: number,
): Promise<(Tooltip & { text: string }) | null> {
  const around = state.sliceDoc(Math.max(0, position - 1), position + 1);
  if (!/[\p{L}\p{N}_)(,]/u.test(around)) return null;
  const text = await kernel()
    ?.inspect(state.doc.toString(), position)
    .catch(() => null);
  return text ? { pos: position, above: true, text, create: () => ({ dom: helpBox(text) }) } : null;
}

function helpBox(text: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-inpage-exec-help";
  box.setAttribute("role", "tooltip");
  box.textContent = text;
  return box;
}

/** At the beginning of a line, the key is there to move the line. */
function isBehindName(state: EditorState): boolean {
  const { empty, head } = state.selection.main;
  return empty && /\S$/.test(state.sliceDoc(state.doc.lineAt(head).from, head));
}

/** Whether the reader has just typed the parenthesis that begins a call. */
function opensCall({ docChanged, transactions, state }: ViewUpdate): boolean {
  if (!docChanged || !transactions.some((each) => each.isUserEvent("input.type"))) return false;
  const { head } = state.selection.main;
  return /[\p{L}\p{N}_]\($/u.test(state.sliceDoc(Math.max(0, head - 2), head));
}

const look = EditorView.theme({
  ".cm-tooltip": {
    border: "1px solid var(--inpage-exec-border)",
    borderRadius: "var(--inpage-exec-radius)",
    background: "var(--inpage-exec-surface)",
    color: "var(--inpage-exec-text)",
    fontSize: "0.8125rem",
    lineHeight: "1.4",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxHeight: "12em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--inpage-exec-color)",
    color: "var(--inpage-exec-on-color)",
  },
  ".cm-inpage-exec-help": {
    boxSizing: "border-box",
    maxWidth: "min(40rem, calc(100vw - 2rem))",
    maxHeight: "14rem",
    padding: "0.35rem 0.6rem",
    overflow: "auto",
    whiteSpace: "pre-wrap",
  },
});
