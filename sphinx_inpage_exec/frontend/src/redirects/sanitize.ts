import DOMPurify, { type Config } from "dompurify";

// Names would let an output stand in for elements that the page's scripts look up; styles and forms would reach
// beyond the output.
const limits: Config = { FORBID_ATTR: ["id", "name"], FORBID_TAGS: ["style", "form"] };

/** HTML without anything that runs, styles or imitates the page; of its tags only `allowedTags`, when they are given. */
export function sanitize(html: string, allowedTags?: string[]): string {
  return DOMPurify.sanitize(html, allowedTags ? { ...limits, ALLOWED_TAGS: allowedTags } : limits);
}
