// happy-dom does not parse the way DOMPurify relies on.
// @vitest-environment jsdom

import { expect, test } from "vitest";
import payloads from "../../../tests/payloads.json";
import { paint } from "../src/backends/build-log";
import { textElement } from "../src/outputs/text";
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

test.each([
  [
    "see https://example.org/a?b.",
    '<pre>see <a href="https://example.org/a?b" rel="noopener" target="_blank">https://example.org/a?b</a>.</pre>',
  ],
  [
    "www.example.org",
    '<pre><a href="https://www.example.org" rel="noopener" target="_blank">www.example.org</a></pre>',
  ],
  ["javascript://x data:text/html,x", "<pre>javascript://x data:text/html,x</pre>"],
  [
    "\u001b[31mhttps://a.b\u001b[0m/c d",
    '<pre><a href="https://a.b/c" rel="noopener" target="_blank"><span class="ansi-red-fg">https://a.b</span></a><a href="https://a.b/c" rel="noopener" target="_blank">/c</a> d</pre>',
  ],
])("text is shown with colours and links: %j", (text, html) => {
  expect(textElement(text).outerHTML).toBe(html);
});

test("of the tags only the allowed ones stay, and the text of the others", () => {
  const html = '<span class="ansi-red-fg">red</span> <b>bold</b>';
  const expected = '<span class="ansi-red-fg">red</span> bold';
  expect(sanitizeHtml(html, { allowedTags: ["span"] })).toBe(expected);
});

test("what the engine would clean is text", () => {
  expect(new Sanitizer().sanitize("<b onclick='x'>&amp;</b>")).toBe(
    "&lt;b onclick='x'&gt;&amp;amp;&lt;/b&gt;",
  );
});

/** What of an element could run, load, or stand in for something of the page. */
function alive(element: Element): string[] {
  return [...element.querySelectorAll("*")].flatMap(({ localName, attributes }) => [
    ...(/^(script|style|iframe|object|embed|base|meta|link|form)$/.test(localName) ? [localName] : []),
    ...[...attributes]
      .filter(
        ({ name, value }) =>
          /^(on|srcdoc$|id$|name$)/.test(name) || (name !== "style" && /script:|data:text/i.test(value)),
      )
      .map(({ name, value }) => `${localName} ${name}=${value}`),
  ]);
}

const corpus = Object.values(payloads).flat();

test("what is alive is found", () => {
  const texts = corpus.filter((text) => alive(shown(text)).length > 0);
  expect(texts.length).toBeGreaterThan(corpus.length / 2);
});

test.each(corpus)("nothing of %j is alive", (text) => {
  const line = document.createElement("div");
  paint(line, text, {});
  expect(alive(line)).toEqual([]);
  for (const one of textElement(text).querySelectorAll("*")) {
    expect(one.matches("span, a")).toBe(true);
    if (one instanceof HTMLAnchorElement) expect(one.protocol).toMatch(/^(https?|ftp):$/);
  }
  for (const html of [
    sanitize(text),
    sanitizeHtml(text, { allowedTags: ["b"] }),
    new Sanitizer().sanitize(text),
  ])
    // Twice, because what is harmless as it is written may become something else when it is read again.
    expect(alive(shown(shown(html).innerHTML))).toEqual([]);
});

function shown(html: string): Element {
  const place = document.createElement("template");
  place.innerHTML = html;
  const copy = document.createElement("div");
  copy.append(place.content);
  return copy;
}
