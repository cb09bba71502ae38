import { sanitize } from "./sanitize";

interface Options {
  allowedTags?: string[];
}

/** `sanitize-html` as the widgets use it: for the few tags that a widget's description may have. */
export default function sanitizeHtml(html: string, { allowedTags }: Options = {}): string {
  return sanitize(html, allowedTags);
}
