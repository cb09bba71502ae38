/** Links that open a page with code for one of its cells. It is in the fragment, which browsers send to nobody. */

import { LINK } from "../contract";
import { digestOf, type Origin, type Sourced } from "./kept";

/** More than that is not shared by a link: programs on its way cut it off, and nobody reads it. */
const LONGEST = 20_000;

/** The code that a link brings. */
export interface Linked extends Origin {
  readonly code: string;
}

/** The address of a page with the present code of a cell; null where that is too long. */
export function linkTo(page: string, { id, source, code }: Sourced): string | null {
  if (code.length > LONGEST) return null;
  const linked: Linked = { id, digest: digestOf(source), code };
  const bytes = new TextEncoder().encode(JSON.stringify(linked));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `${page.split("#")[0]}${LINK}${base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** What a fragment brings; null for one that brings nothing, or nothing that can be read. */
export function readLink(fragment: string): Linked | null {
  if (!fragment.startsWith(LINK)) return null;
  try {
    const base64 = fragment.slice(LINK.length).replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const linked: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isLinked(linked) ? linked : null;
  } catch {
    return null;
  }
}

function isLinked(value: unknown): value is Linked {
  if (typeof value !== "object" || value === null) return false;
  const { id, digest, code } = value as Partial<Record<keyof Linked, unknown>>;
  return [id, digest, code].every((each) => typeof each === "string") && String(code).length <= LONGEST;
}
