/**
 * Whether what a cell has put out is what its author expected, by the rules of doctest with all of them lenient:
 * https://docs.python.org/3/library/doctest.html#option-flags
 */
export function agrees(expected: string, actual: string): boolean {
  const [first = "", ...others] = normal(lastOfTraceback(expected)).split("...");
  const text = normal(actual);
  if (others.length === 0) return text === first;
  const last = others.pop() ?? "";
  if (text.length < first.length + last.length) return false;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let middle = text.slice(first.length, text.length - last.length);
  for (const part of others) {
    const at = middle.indexOf(part);
    if (at < 0) return false;
    middle = middle.slice(at + part.length);
  }
  return true;
}

/** Of a traceback only the exception is compared, as its lines differ from one Python to the next. */
function lastOfTraceback(expected: string): string {
  const [head, ...lines] = expected.split("\n");
  if (!head?.startsWith("Traceback (")) return expected;
  return lines.slice(lines.findIndex((line) => /^\S/.test(line))).join("\n");
}

/** White space counts as one space, and an address as any other. */
function normal(text: string): string {
  const lines = text.replaceAll("<BLANKLINE>", "").replace(/\b0x[0-9a-f]+\b/gi, "0x0");
  return lines
    .replace(/\s+/g, " ")
    .replace(/ ?\.\.\. ?/g, "...")
    .trim();
}
