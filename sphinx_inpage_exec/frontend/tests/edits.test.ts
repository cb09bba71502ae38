import { describe, expect, test } from "vitest";
import { assign, digestOf, KeptEdits } from "../src/edits/kept";
import { linkTo, readLink } from "../src/edits/link";

const cell = (id: string, source: string, code = source) => ({ id, source, code });
const item = (id: string, source: string) => ({ id, digest: digestOf(source) });

describe("code belongs to", () => {
  const cells = [cell("1", "a"), cell("2", "b"), cell("3", "a")];

  test.each([
    ["the cell it was written for", item("3", "a"), "3", false],
    ["the cell that has the code now, where it has moved", item("1", "b"), "2", false],
    ["the cell in its place, where the author has changed it", item("2", "old"), "2", true],
  ])("%s", (_, kept, id, changed) => {
    expect(assign(cells, [kept])).toEqual([
      expect.objectContaining({ cell: cells[Number(id) - 1], changed }),
    ]);
  });

  test("no cell, where its own is gone", () => {
    expect(assign(cells, [item("7", "old")])).toEqual([]);
  });

  test("cells one by one, where all have moved", () => {
    const moved = [cell("1", "new"), cell("2", "a"), cell("3", "b")];
    const found = assign(moved, [item("1", "a"), item("2", "b")]);
    expect(found.map((each) => [each.item.id, each.cell.id, each.changed])).toEqual([
      ["1", "2", false],
      ["2", "3", false],
    ]);
  });
});

describe("what is kept", () => {
  test("is that of one page, with and without the name of its file", () => {
    new KeptEdits("/a/index.html").keep(cell("1", "a", "b"));
    expect(new KeptEdits("/a/").find([cell("1", "a")])).toEqual([expect.objectContaining({ code: "b" })]);
    expect(new KeptEdits("/").empty).toBe(true);
  });

  test("goes where the code is the author's again", () => {
    const edits = new KeptEdits("/b.html");
    edits.keep(cell("1", "a", "b"));
    edits.keep(cell("1", "a"));
    expect(edits.empty).toBe(true);
  });
});

describe("a link", () => {
  test.each(["", "x = 'é'\n\t# 😀", "</script>&#?=+/"])("brings the code %j", (code) => {
    const link = linkTo("https://example.org/a.html?b#c", cell("cell-2", "old", code)) ?? "";
    expect(link).toMatch(/^https:\/\/example\.org\/a\.html\?b#inpage-exec-edit=[\w-]+$/);
    expect(readLink(new URL(link).hash)).toEqual({ id: "cell-2", digest: digestOf("old"), code });
  });

  test("is not made for code that nobody would read", () => {
    expect(linkTo("https://example.org/", cell("1", "a", "b".repeat(20_001)))).toBeNull();
  });

  test.each(["", "!", "e30", "bnVsbA", "_w", btoa(JSON.stringify({ id: "1", digest: "x", code: 1 }))])(
    "that is damaged brings nothing: %j",
    (data) => {
      expect(readLink(`#inpage-exec-edit=${data}`)).toBeNull();
    },
  );

  test("of another kind brings nothing", () => {
    expect(readLink("#installation")).toBeNull();
  });
});
