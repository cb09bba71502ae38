// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import shared from "../../contract.json";
import * as contract from "../src/contract";

describe("the contract", () => {
  test.each([
    ["version", contract.VERSION, shared.version],
    ["ids", contract.ids, shared.ids],
    ["classes", contract.classes, shared.classes],
    ["attributes", contract.attributes, shared.attributes],
    ["states of the page", contract.pageStates, shared.pageStates],
    ["states of a cell", contract.cellStates, shared.cellStates],
    ["actions on the page", contract.pageActions, shared.pageActions],
    ["actions on a cell", contract.cellActions, shared.cellActions],
    ["actions of a long output", contract.outputActions, shared.outputActions],
    ["actions on proposed code", contract.proposalActions, shared.proposalActions],
    ["actions of the status box", contract.statusActions, shared.statusActions],
    ["events", contract.events, shared.events],
    ["backends", contract.backendNames, shared.backends],
  ])("has the shared %s", (_, own, common) => {
    expect(own).toEqual(common);
  });
});

describe("the payload", () => {
  beforeEach(() => document.body.replaceChildren());

  function carry(content: string): void {
    const script = document.createElement("script");
    script.type = "application/json";
    script.id = contract.ids.payload;
    script.textContent = content;
    document.body.append(script);
  }

  test("is read as the build wrote it", () => {
    carry(JSON.stringify(shared.payload));
    expect(contract.readPayload(document)).toEqual(shared.payload);
  });

  test("is found beside a heading that has its id", () => {
    document.body.innerHTML = `<section id="${contract.ids.payload}">Title</section>`;
    carry(JSON.stringify(shared.payload));
    expect(contract.readPayload(document)).toEqual(shared.payload);
  });

  test("of another version is refused with a sentence", () => {
    carry(JSON.stringify({ ...shared.payload, version: shared.version + 1 }));
    expect(() => contract.readPayload(document)).toThrow("built by another version");
  });

  test.each(["null", "[]", '"text"', "{}"])("%s is refused with a sentence", (content) => {
    carry(content);
    expect(() => contract.readPayload(document)).toThrow("built by another version");
  });

  test("that is missing is told in a sentence", () => {
    expect(() => contract.readPayload(document)).toThrow("carries no cells");
  });
});

test("an announcement reaches whoever listens on the document", () => {
  const heard: unknown[] = [];
  document.addEventListener(contract.events.cell, (event) => heard.push((event as CustomEvent).detail));
  const detail = { id: "cell-1", state: "done", executionCount: 3 } as const;
  contract.announce("cell", detail);
  expect(heard).toEqual([detail]);
});
