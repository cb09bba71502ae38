/** CodeMirror's style sheets without style elements, which a policy of the page may forbid. */

import { StyleModule as TaggedStyles } from "style-mod";

/** A document as it looks to `style-mod` where there is no head to put a style element into. */
const adopting = {
  ownerDocument: document,
  get adoptedStyleSheets() {
    return document.adoptedStyleSheets;
  },
  set adoptedStyleSheets(sheets) {
    document.adoptedStyleSheets = sheets;
  },
};

export class StyleModule extends TaggedStyles {
  static override mount(...[root, ...styles]: Parameters<typeof TaggedStyles.mount>): void {
    const adopts = root === document && "adoptedStyleSheets" in document;
    super.mount(adopts ? (adopting as unknown as ShadowRoot) : root, ...styles);
  }
}
