/**
 * Colours of terminals, as elements with the classes that outputs have. All text goes through `textContent`.
 *
 * @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ (8.3.117, SGR)
 */

/** What text is written in: the class for each of its qualities. */
export type Pen = Readonly<Partial<Record<"weight" | "line" | "fg" | "bg", string>>>;

const colours = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
const sgr = /\u001b\[([\d;]*)m/;
/** Sequences that move the cursor, set titles and the like, and control characters other than a tab. */
const others = new RegExp(
  [
    /\u001b\[(?![\d;]*m)[0-?]*[ -/]*[@-~]/,
    /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/,
    /\u001b[ -/]+[0-~]/,
    /\u001b[0-Z\\^-~]/,
    /[\0-\u0008\u000a-\u001a\u001c-\u001f\u007f]/,
  ]
    .map((each) => each.source)
    .join("|"),
  "g",
);

/** Write a line into an element with `pen`; returns the pen that the next line begins with. */
export function paint(element: HTMLElement, line: string, pen: Pen): Pen {
  const [first = "", ...rest] = line.replace(others, "").split(sgr);
  element.replaceChildren();
  write(element, first, pen);
  let current = pen;
  for (let index = 0; index < rest.length; index += 2) {
    current = change(current, (rest[index] ?? "").split(";").map(Number));
    write(element, rest[index + 1] ?? "", current);
  }
  return current;
}

function write(element: HTMLElement, text: string, pen: Pen): void {
  if (text === "") return;
  const classes = Object.values(pen);
  if (classes.length === 0) return element.append(text);
  const span = document.createElement("span");
  span.classList.add(...classes);
  span.textContent = text;
  element.append(span);
}

function change(pen: Pen, codes: readonly number[]): Pen {
  let current = pen;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    current = changeOne(current, code);
    // A colour out of 256, or of its own, takes the next codes, and no class stands for it.
    if (code === 38 || code === 48) index += codes[index + 1] === 2 ? 4 : 2;
  }
  return current;
}

function changeOne(pen: Pen, code: number): Pen {
  if (code === 0) return {};
  if (code === 1) return { ...pen, weight: "ansi-bold" };
  if (code === 4) return { ...pen, line: "ansi-underline" };
  if (code === 22) return without(pen, "weight");
  if (code === 24) return without(pen, "line");
  const layer = Math.floor(code / 10) % 2 === 1 ? "fg" : "bg";
  const colour = colours[code % 10];
  if (code === 39 || code === 49) return without(pen, layer);
  if (colour && code >= 30 && code < 50) return { ...pen, [layer]: `ansi-${colour}-${layer}` };
  if (colour && code >= 90 && code < 110) return { ...pen, [layer]: `ansi-${colour}-intense-${layer}` };
  return pen;
}

function without(pen: Pen, quality: keyof Pen): Pen {
  const { [quality]: _, ...rest } = pen;
  return rest;
}
