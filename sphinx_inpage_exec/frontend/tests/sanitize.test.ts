// happy-dom does not parse the way DOMPurify relies on.
// @vitest-environment jsdom

import { expect, test } from "vitest";
import { Sanitizer } from "../src/redirects/apputils";
import { sanitize } from "../src/redirects/sanitize";
import sanitizeHtml from "../src/redirects/sanitize-html";

test.each([
  ["<script>alert(1)</script><p>text</p>", "<p>text</p>"],
  ['<img src="x" onerror="alert(1)">', '<img src="x">'],
  ['<a href="javascript:alert(1)">link</a>', "<a>link</a>"],
  ['<p id="inpage-exec-payload" name="payload">text</p>', "<p>text</p>"],
  ["<style>* { display: none }</style><b>text</b>", "<b>text</b>"],
  ['<form action="/"><button>Send</button></form>', "<button>Send</button>"],
  ["<table><tbody><tr><td>1</td></tr></tbody></table>", "<table><tbody><tr><td>1</td></tr></tbody></table>"],
])("%s becomes %s", (html, expected) => {
  expect(sanitize(html)).toBe(expected);
});

test("of the tags only the allowed ones stay, and the text of the others", () => {
  const html = '<span class="ansi-red-fg">red</span> <b>bold</b>';
  const expected = '<span class="ansi-red-fg">red</span> bold';
  expect(sanitizeHtml(html, { allowedTags: ["span"] })).toBe(expected);
});

test.each([
  [
    '<span class="ansi-red-fg">red</span> plain &lt;b&gt;',
    '<span class="ansi-red-fg">red</span> plain &lt;b&gt;',
  ],
  [
    '<span class="" style="color: rgb(1, 2, 3);"><span class="ansi-bold">x</span></span>',
    '<span class="" style="color: rgb(1, 2, 3);"><span class="ansi-bold">x</span></span>',
  ],
  ['<span class="a" id="payload" onclick="alert(1)">x</span>', '<span class="a">x</span>'],
  ['<b>bold</b><img src="x" onerror="alert(1)"><!-- <span>x</span> -->', "bold"],
  ["<svg><style><img src=x onerror=alert(1)></style></svg>", ""],
])("of text the colours stay: %s becomes %s", (html, expected) => {
  expect(new Sanitizer().sanitize(html)).toBe(expected);
});
