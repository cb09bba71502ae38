/** The reader's edits beyond one visit: brought back, and passed on by links. */

import type { ProposalAction } from "../contract";
import type { Parameters, StringKey } from "../strings";
import { assign, type Found, KeptEdits, type Sourced } from "./kept";
import { linkTo, readLink } from "./link";
import { type Proposal, proposalBox } from "./proposal";

/** Where code that is not the author's comes from, when the reader has not just written it. */
export type Source = "earlier" | "link";

/** What is needed of a cell. */
export interface EditableCell extends Sourced {
  readonly number: number;
  /** Whether the reader can see and change its code. */
  readonly editable: boolean;
  /** Show this code in place of the author's, with a mark that says where it comes from. */
  take(code: string, source: Source): void;
  /** Put an element beside the code, which is unfolded where it was folded. */
  place(element: HTMLElement): void;
  focus(): void;
}

type Say = (key: StringKey, parameters?: Parameters) => void;

export class Edits {
  #offered: HTMLElement | null = null;

  constructor(
    private readonly cells: readonly EditableCell[],
    private readonly kept: KeptEdits,
    private readonly say: Say,
  ) {}

  /**
   * Bring back what was kept. Where the author has changed the cell since, the reader is shown both and chooses; so it
   * is for all of it where `asked` is false, because then cells run that nobody has asked for.
   */
  restore(asked: boolean): void {
    for (const found of this.kept.find(this.#editable)) {
      if (found.code === found.cell.source) found.drop();
      else if (asked && !found.changed) this.#bringBack(found);
      else this.#askAbout(found);
    }
  }

  /** Show the code that the page's address brings for a cell, and let the reader decide. */
  offer(fragment: string): void {
    this.#offered?.remove();
    const linked = readLink(fragment);
    if (!linked) return this.say("linkBroken");
    const [found] = assign(this.#editable, [linked]);
    if (!found) return this.say("linkCellMissing");
    if (linked.code === found.cell.source) return forgetFragment();
    this.#offered = this.#propose(
      found.cell,
      {
        code: linked.code,
        reasons: found.changed ? ["proposalLink", "proposalLinkChanged"] : ["proposalLink"],
        accept: "proposalUseLink",
        decline: "proposalDecline",
      },
      (action) => {
        forgetFragment();
        if (action === "accept") found.cell.take(linked.code, "link");
      },
    );
    this.#offered.focus({ preventScroll: true });
    this.#offered.scrollIntoView({ block: "center" });
  }

  /** Copy a link to the present code of a cell. */
  async copyLink(cell: EditableCell): Promise<void> {
    const link = linkTo(location.href, cell);
    if (!link) return this.say("linkTooLong", { cell: cell.number });
    try {
      await navigator.clipboard.writeText(link);
      this.say("linkCopied", { cell: cell.number });
    } catch {
      history.replaceState(history.state, "", link);
      this.say("linkInAddress", { cell: cell.number });
    }
  }

  get #editable(): EditableCell[] {
    return this.cells.filter((cell) => cell.editable);
  }

  /** Under its present name, because its cell may have moved. */
  #bringBack({ cell, code, drop }: Found<EditableCell>): void {
    drop();
    cell.take(code, "earlier");
    this.kept.keep(cell);
  }

  #askAbout({ cell, code, changed, drop }: Found<EditableCell>): void {
    const proposal: Proposal = {
      code,
      reasons: [changed ? "proposalChanged" : "proposalEarlier"],
      accept: "proposalUseMine",
      decline: "proposalDecline",
    };
    this.#propose(cell, proposal, (action) => {
      drop();
      if (action === "accept") cell.take(code, "earlier");
    });
  }

  #propose(cell: EditableCell, proposal: Proposal, decide: (action: ProposalAction) => void): HTMLElement {
    const box = proposalBox(proposal, (action) => {
      decide(action);
      cell.focus();
    });
    cell.place(box);
    return box;
  }
}

function forgetFragment(): void {
  history.replaceState(history.state, "", location.pathname + location.search);
}
