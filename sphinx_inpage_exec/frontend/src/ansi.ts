/**
 * Colours of terminals, as elements with the classes that stylesheets know. All text goes through `textContent`.
 *
 * @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ (8.3.117, SGR)
 */

/** What text is written in: one of sixteen colours by its name or another as CSS has it, and classes. */
export type Pen = Readonly<Partial<Record<"weight" | "line" | "fg" | "bg" | "inverse", string>>>;

/** Text that is written in one pen. */
export interface Piece {
  text: string;
  pen: Pen;
}

const colours = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
const sgr = /\u001b\[([\d;]*)m/;
/** Sequences that move the cursor, set titles and the like. */
const others = new RegExp(
  [
    /\u001b\[(?![\d;]*m)[0-?]*[ -/]*[@-~]/,
    /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/,
    /\u001b[ -/]+[0-~]/,
    /\u001b[0-Z\\^-~]/,
  ]
    .map((each) => each.source)
    .join("|"),
  "g",
);

/** A text in pieces, of which the first begins with `pen`; and the pen that the next text begins with. */
export function piecesOf(text: string, pen: Pen = {}): { pieces: Piece[]; next: Pen } {
  const [first = "", ...rest] = text.replace(others, "").split(sgr);
  const pieces = [{ text: first, pen }];
  let next = pen;
  for (let index = 0; index < rest.length; index += 2) {
    next = change(next, (rest[index] ?? "").split(";").map(Number));
    pieces.push({ text: rest[index + 1] ?? "", pen: next });
  }
  return { pieces: pieces.filter((piece) => piece.text !== ""), next };
}

/** What a pen writes: a span, or plain text where the pen has no colour. */
export function written({ text, pen: { fg, bg, inverse, ...classes } }: Piece): Node {
  const [ink, ground] = inverse ? [bg ?? inverse, fg ?? inverse] : [fg, bg];
  const names = Object.values(classes);
  if (!ink && !ground && names.length === 0) return document.createTextNode(text);
  const span = document.createElement("span");
  if (ground?.startsWith("rgb")) span.style.backgroundColor = ground;
  else if (ground) names.unshift(`ansi-${ground}-bg`);
  if (ink?.startsWith("rgb")) span.style.color = ink;
  else if (ink) names.unshift(`ansi-${ink}-fg`);
  if (names.length > 0) span.className = names.join(" ");
  span.textContent = text;
  return span;
}

function change(pen: Pen, codes: readonly number[]): Pen {
  let current = pen;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code !== 38 && code !== 48) current = changeOne(current, code);
    else {
      const colour = extended(codes.slice(index + 1));
      if (colour) current = { ...current, [code === 38 ? "fg" : "bg"]: colour };
      // Such a colour takes the next codes.
      index += codes[index + 1] === 2 ? 4 : 2;
    }
  }
  return current;
}

function changeOne(pen: Pen, code: number): Pen {
  if (code === 0) return {};
  if (code === 1) return { ...pen, weight: "ansi-bold" };
  if (code === 4) return { ...pen, line: "ansi-underline" };
  if (code === 7) return { ...pen, inverse: "default-inverse" };
  if (code === 22) return without(pen, "weight");
  if (code === 24) return without(pen, "line");
  if (code === 27) return without(pen, "inverse");
  const layer = Math.floor(code / 10) % 2 === 1 ? "fg" : "bg";
  const colour = colours[code % 10];
  if (code === 39 || code === 49) return without(pen, layer);
  if (colour && code >= 30 && code < 50) return { ...pen, [layer]: colour };
  if (colour && code >= 90 && code < 110) return { ...pen, [layer]: `${colour}-intense` };
  return pen;
}

/** A colour out of 256, or one of its own; undefined where the codes are of none. */
function extended([kind, ...codes]: readonly number[]): string | undefined {
  const [first = -1, second = -1, third = -1] = codes;
  if (kind === 2) return rgb(first, second, third);
  if (kind !== 5 || first > 255) return undefined;
  if (first < 16) return first < 8 ? colours[first] : `${colours[first - 8]}-intense`;
  if (first >= 232) return rgb(...repeated((first - 232) * 10 + 8));
  const level = (step: number): number => (step > 0 ? 55 + 40 * step : 0);
  const place = first - 16;
  return rgb(level(Math.floor(place / 36)), level(Math.floor(place / 6) % 6), level(place % 6));
}

function repeated(level: number): [number, number, number] {
  return [level, level, level];
}

function rgb(...levels: [number, number, number]): string | undefined {
  return levels.every((level) => level >= 0 && level < 256) ? `rgb(${levels.join(", ")})` : undefined;
}

function without(pen: Pen, quality: keyof Pen): Pen {
  const { [quality]: _, ...rest } = pen;
  return rest;
}
