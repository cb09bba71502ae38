/**
 * What a kernel has sent, and the addresses of libraries, as they may become part of the page where its policy has
 * `require-trusted-types-for 'script'`. Nothing else in the first chunks hands HTML or scripts to the browser.
 *
 * @see https://www.w3.org/TR/trusted-types/
 */

/** TypeScript takes what a browser trusts for the string that it was. */
interface Policy {
  createHTML(text: string): string;
  createScript(text: string): string;
  createScriptURL(text: string): string;
}

interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

const same = (text: string): string => text;
const rules: Policy = { createHTML: same, createScript: same, createScriptURL: same };

let policy: Policy | undefined;

/** The policy of outputs, made when the first needs it. */
export function trusted(): Policy {
  return (policy ??= make());
}

function make(): Policy {
  try {
    return (window as { trustedTypes?: Factory }).trustedTypes?.createPolicy("inpage-exec", rules) ?? rules;
  } catch {
    // A page that does not allow the name may allow strings; where it does not, the output says so.
    return rules;
  }
}
