// @vitest-environment jsdom
import { describe, expect, test } from "vitest";
import { notebookOf, type Piece, scriptOf, suffixOf } from "../src/download/formats";
import { proseAround } from "../src/download/prose";

function code(source: string, more: Partial<Extract<Piece, { kind: "code" }>> = {}): Piece {
  return {
    kind: "code",
    code: source,
    language: "python",
    tags: [],
    executionCount: null,
    outputs: [],
    ...more,
  };
}

describe("a program", () => {
  test("has text as comments and cells in the percent format", () => {
    const pieces: Piece[] = [{ kind: "text", text: "# Title\n\nText" }, code("x = 1"), code("x")];
    expect(scriptOf(pieces)).toBe("# %% [markdown]\n# # Title\n#\n# Text\n\n# %%\nx = 1\n\n# %%\nx\n");
  });

  test.each([
    ["%matplotlib inline\nx = 1", "# %matplotlib inline\nx = 1"],
    ["if x:\n    !ls", "if x:\n    # !ls"],
    ["%%bash\nls", "# %%bash\n# ls"],
  ])("has what only IPython understands as a comment: %j", (source, expected) => {
    expect(scriptOf([code(source)])).toBe(`# %%\n${expected}\n`);
  });

  test("has cells of another language as comments", () => {
    expect(scriptOf([code("x"), code("ls", { language: "bash" })])).toBe("# %%\nx\n\n# %%\n# ls\n");
  });

  test.each([
    ["python", "py"],
    ["julia", "jl"],
    ["brainfuck", "txt"],
  ])("in %s is a file that ends in %s", (language, suffix) => {
    expect(suffixOf([code("x", { language })])).toBe(suffix);
  });
});

test("a notebook has outputs without what only the page knows", () => {
  const output = { output_type: "display_data", data: { "text/plain": "1" }, transient: { display_id: "x" } };
  const made = JSON.parse(notebookOf([code("x", { outputs: [output], executionCount: 3 })], "python3"));
  expect(made.cells[0]).toMatchObject({ execution_count: 3, source: "x" });
  expect(made.cells[0].outputs).toEqual([
    { output_type: "display_data", data: { "text/plain": "1" }, metadata: {} },
  ]);
});

describe("the text of a page", () => {
  function prose(html: string): string[] {
    document.body.innerHTML = html;
    return proseAround(document.body, [...document.querySelectorAll(".cell")]);
  }

  test("is what stands around its cells", () => {
    expect(
      prose(
        "<section><h1>T<a class='headerlink'>#</a></h1><p>a</p><div class='cell'>x</div><p>b</p></section>",
      ),
    ).toEqual(["# T\n\na", "b"]);
  });

  test.each([
    ["<p>a <em>b</em> <strong>c</strong>\n<code>d_e</code></p>", "a *b* **c** `d_e`"],
    ["<p>5 * 3 [x] &lt;b&gt;</p>", "5 \\* 3 \\[x\\] \\<b\\>"],
    ["<ul><li>a</li><li><p>b</p><p>c</p></li></ul>", "- a\n- b\n\n  c"],
    ["<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"],
    ["<div class='highlight-bash'><pre><span>ls</span>\n</pre></div>", "```bash\nls\n```"],
    ["<pre>```</pre>", "````\n```\n````"],
    ["<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"],
    ["<div class='admonition'><p class='admonition-title'>Note</p><p>a</p></div>", "> **Note**\n>\n> a"],
    ["<p><a href='https://example.org/'>a</a></p>", "[a](https://example.org/)"],
    ["<p><span class='math'>\\(x_1\\)</span></p>", "$x_1$"],
    ["<div class='math'>\\[x\\]</div>", "$$x$$"],
    ["<table><tr><td>1</td></tr></table>", "<table><tbody><tr><td>1</td></tr></tbody></table>"],
    ["<script>x</script><nav>y</nav><div class='inpage-exec-bar'>z</div>", ""],
  ])("is Markdown: %s", (html, expected) => {
    expect(prose(html)).toEqual([expected]);
  });
});
