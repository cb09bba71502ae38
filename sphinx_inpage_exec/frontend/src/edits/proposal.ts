/** Code that the reader has not asked for on this page: it is shown beside the cell, and waits for a decision. */

import { attributes, classes, type ProposalAction } from "../contract";
import { type StringKey, text } from "../strings";

export interface Proposal {
  readonly code: string;
  /** The sentences that say where the code comes from. */
  readonly reasons: readonly StringKey[];
  readonly accept: StringKey;
  readonly decline: StringKey;
}

/** What would make code look like other code: what turns the direction of writing, and what has no width. */
const DECEIVING = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** The box that shows code and asks; `decide` is called with the answer, once. */
export function proposalBox(
  { code, reasons, accept, decline }: Proposal,
  decide: (action: ProposalAction) => void,
): HTMLElement {
  const box = document.createElement("div");
  box.className = classes.proposal;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", text("proposal"));
  box.tabIndex = -1;
  const answer = (action: ProposalAction): void => {
    box.remove();
    decide(action);
  };
  box.append(
    ...reasons.map((key) => element("p", text(key))),
    element("pre", code.replace(DECEIVING, nameOfCharacter)),
    button("accept", accept, answer),
    button("decline", decline, answer),
  );
  return box;
}

function nameOfCharacter(character: string): string {
  return `\u27e8U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}\u27e9`;
}

function element<Name extends "p" | "pre" | "button">(
  name: Name,
  content: string,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), { textContent: content });
}

function button(
  action: ProposalAction,
  label: StringKey,
  answer: (action: ProposalAction) => void,
): HTMLButtonElement {
  const made = element("button", text(label));
  made.type = "button";
  made.setAttribute(attributes.action, action);
  made.addEventListener("click", () => answer(action));
  return made;
}
