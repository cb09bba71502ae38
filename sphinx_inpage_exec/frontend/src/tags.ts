/** What the tags of a cell say about settings that a cell can have for itself. */

/** The settings that a cell can have for itself, as tags; with `no-` before them for the opposite. */
export type Switch = "run-on-connect" | "start-on-touch" | "fold-hidden";

/** What the tags of a cell say about a setting, else what the page says. */
export function switched(tags: readonly string[], name: Switch, byDefault: boolean): boolean {
  return tags.includes(name) || (byDefault && !tags.includes(`no-${name}`));
}

const BUTTON = "cell-buttons-";

/** The buttons that the tags of a cell leave it, else those of the page; undefined for all. */
export function buttonsOf(
  tags: readonly string[],
  byDefault: readonly string[] | undefined,
): readonly string[] | undefined {
  const named = tags.filter((tag) => tag.startsWith(BUTTON)).map((tag) => tag.slice(BUTTON.length));
  return named.length > 0 || tags.includes("no-cell-buttons") ? named : byDefault;
}
