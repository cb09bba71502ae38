import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { expect, test } from "vitest";
import { rendererFactory } from "../src/redirects/json-view";

type Data = IRenderMime.IMimeModel["data"];

async function show(value: unknown, mimeType = "application/json"): Promise<HTMLElement> {
  const renderer = rendererFactory.createRenderer({} as IRenderMime.IRendererOptions);
  const model = {
    data: { [mimeType]: value } as Data,
    metadata: {},
    trusted: false,
    setData: () => undefined,
  };
  await renderer.renderModel(model);
  return renderer.node;
}

function open(branch: Element | null): void {
  branch?.dispatchEvent(new Event("toggle"));
}

test.each([
  ["text", '"text"'],
  [1.5, "1.5"],
  [null, "null"],
  [true, "true"],
])("%j is a line of text", async (value, line) => {
  expect((await show(value)).textContent).toBe(line);
});

test("an object is open and shows its entries, and those inside when they are opened", async () => {
  const node = await show({ name: "Ada", scores: [1, 2] });
  open(node.querySelector("details"));
  expect(node.querySelector("details")?.open).toBe(true);
  expect(node.textContent).toBe('{2}name: "Ada"scores: [2]');
  open(node.querySelector("details details"));
  expect(node.textContent).toBe('{2}name: "Ada"scores: [2]0: 11: 2');
});

test("a branch that opens twice has its entries once", async () => {
  const node = await show([7]);
  open(node.querySelector("details"));
  open(node.querySelector("details"));
  expect(node.querySelectorAll("details > div")).toHaveLength(1);
});

test("markup in keys and values stays text", async () => {
  const node = await show({ "<b>key</b>": "<img src=x onerror=alert(1)>" });
  open(node.querySelector("details"));
  expect(node.querySelectorAll("b, img")).toHaveLength(0);
  expect(node.textContent).toContain('<b>key</b>: "<img src=x onerror=alert(1)>"');
});

test("GeoJSON is shown like any JSON", async () => {
  const node = await show({ type: "Point" }, "application/geo+json");
  expect(node.querySelector("summary")?.textContent).toBe("{1}");
});
