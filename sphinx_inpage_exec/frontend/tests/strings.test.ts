import { afterEach, expect, test } from "vitest";
import english from "../../strings.json";
import { text, useTranslations } from "../src/strings";

afterEach(() => useTranslations({}));

test("a text has its parameters in place", () => {
  expect(text("running", { cell: 2, cells: 8 })).toBe("Running cell 2 of 8");
});

test("a translated text wins over the English one", () => {
  useTranslations({ running: "Zelle {cell} von {cells} läuft" });
  expect(text("running", { cell: 2, cells: 8 })).toBe("Zelle 2 von 8 läuft");
  expect(text("cancelled")).toBe(english.cancelled);
});

test("a parameter that is missing stays visible", () => {
  expect(text("connecting")).toBe("Connecting to {server}");
});

test("what a parameter contains is not expanded again", () => {
  expect(text("connecting", { server: "{server} $& $1" })).toBe("Connecting to {server} $& $1");
});

test.each(Object.entries(english))("%s is not empty", (_, sentence) => {
  expect(sentence.trim()).not.toBe("");
});
