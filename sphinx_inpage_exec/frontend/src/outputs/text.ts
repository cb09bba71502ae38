/** Text of kernels as elements: colours of terminals as spans, addresses as links. Nothing of it is read as HTML. */

import { type Piece, piecesOf, written } from "../ansi";

/** Where an address stands in a text. */
interface Address {
  start: number;
  end: number;
  href: string;
}

/** Addresses of the web: `javascript://`, `data:` and the like are no links. */
const addresses =
  /\b(?:(?:https?|ftp):\/\/|www\.)[^\s\0-\x20\x7f-\x9f"]{2,}[^\s\0-\x20\x7f-\x9f"'(){}[\],:;.!?]/giu; // eslint-disable-line no-control-regex

/** What shows `source`. */
export function textElement(source: string): HTMLElement {
  const pieces: Piece[] = source.includes("\x1b") ? piecesOf(source).pieces : [{ text: source, pen: {} }];
  const found = addressesIn(pieces.map(({ text }) => text).join(""));
  const element = document.createElement("pre");
  let at = 0;
  for (const piece of pieces) {
    for (const [text, href] of cut(piece.text, at, found)) {
      const node = written({ text, pen: piece.pen });
      element.append(href === null ? node : linked(node, href));
    }
    at += piece.text.length;
  }
  return element;
}

function addressesIn(text: string): Address[] {
  return Array.from(text.matchAll(addresses), ({ 0: match, index }) => {
    const shown = match.replace(/[<>]$/, "");
    const href = /^www\./i.test(shown) ? `https://${shown}` : shown;
    return { start: index, end: index + shown.length, href };
  });
}

/** A text that begins at `at`, in parts that are all of an address or have nothing of one. */
function* cut(
  text: string,
  at: number,
  found: readonly Address[],
): Generator<[text: string, href: string | null]> {
  let done = 0;
  for (const { start, end, href } of found) {
    const [from, to] = [Math.max(start - at, done), Math.min(end - at, text.length)];
    if (to <= from) continue;
    if (from > done) yield [text.slice(done, from), null];
    yield [text.slice(from, to), href];
    done = to;
  }
  if (done < text.length) yield [text.slice(done), null];
}

function linked(node: Node, href: string): Node {
  const link = Object.assign(document.createElement("a"), { href, rel: "noopener", target: "_blank" });
  // An address that only looks like one has no protocol.
  if (link.protocol === ":") return node;
  link.append(node);
  return link;
}
