/**
 * Keeps the style sheets of outputs to outputs. As in a notebook, one output may style the others; what such a sheet says
 * of the page as a whole holds for the outputs.
 */

import { classes } from "../contract";

const PLACES = `:is(.${classes.output}, .${classes.value})`;
/** A selector of the page's root or body, whatever else it asks of them. */
const page = /(?:^|[\s>+~])(?:html|body)(?![\w-])[^\s>+~]*$|:root[^\s>+~]*$/;
/** A comma between selectors, and not between what brackets hold. */
const comma = /,(?![^([]*[)\]])/;

/** Watch an output: a style sheet that comes into `element` changes nothing outside of outputs. */
export function keepStyles(element: HTMLElement): void {
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target instanceof HTMLStyleElement) keep(target);
      for (const node of addedNodes) sheetsIn(node).forEach(keep);
    }
  }).observe(element, { childList: true, subtree: true });
}

function sheetsIn(node: Node): HTMLStyleElement[] {
  if (node instanceof HTMLStyleElement) return [node];
  return node instanceof Element ? [...node.querySelectorAll("style")] : [];
}

function keep({ sheet, textContent }: HTMLStyleElement): void {
  // Firefox knows `@scope` since version 146; a policy of the page may forbid the sheet.
  if (!sheet || !("CSSScopeRule" in window) || isKept(sheet)) return;
  const own = [...sheet.cssRules].filter(isStyling);
  for (const rule of own) sheet.deleteRule([...sheet.cssRules].indexOf(rule));
  try {
    insert(sheet, textContent);
  } catch {
    // A brace too many, which browsers pass over.
    insert(sheet, own.map(({ cssText }) => cssText).join("\n"));
  }
}

/** Fonts, animations and imports have no place, and stay as they are. */
function isStyling(rule: CSSRule): boolean {
  return rule instanceof CSSStyleRule || rule instanceof CSSGroupingRule;
}

function isKept({ cssRules }: CSSStyleSheet): boolean {
  return [...cssRules].some((rule) => rule instanceof CSSScopeRule && rule.start === PLACES);
}

function insert(sheet: CSSStyleSheet, css: string): void {
  const index = sheet.insertRule(`@scope (${PLACES}) {${css}}`, sheet.cssRules.length);
  moveFromPage((sheet.cssRules[index] as CSSScopeRule).cssRules);
}

/** Let rules for the page's root or body be for the outputs. */
function moveFromPage(rules: CSSRuleList): void {
  for (const rule of rules) {
    if (rule instanceof CSSGroupingRule) moveFromPage(rule.cssRules);
    if (!(rule instanceof CSSStyleRule)) continue;
    const selectors = rule.selectorText.split(comma).map((each) => each.trim());
    if (!selectors.some((each) => page.test(each))) continue;
    const moved = selectors.map((each) => (page.test(each) ? `${each} :where(:scope)` : each));
    rule.selectorText = moved.join(", ");
  }
}
