/** What the tags of a cell say about settings that a cell can have for itself. */

/** The settings that a cell can have for itself, as tags; with `no-` before them for the opposite. */
export type Switch = "run-on-connect" | "start-on-touch" | "fold-hidden";

/** What the tags of a cell say about a setting, else what the page says. */
export function switched(tags: readonly string[], name: Switch, byDefault: boolean): boolean {
  return tags.includes(name) || (byDefault && !tags.includes(`no-${name}`));
}
