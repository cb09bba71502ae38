/** Stands in for minimist: a page has no command line. */
export default function parse(): Record<string, never> {
  return {};
}
