import { afterEach, expect, test } from "vitest";
import english from "../../strings.json";
import { loadTranslations, text, useTranslations } from "../src/strings";

afterEach(() => useTranslations({}));

test("a text has its parameters in place", () => {
  expect(text("running", { cell: 2, cells: 8 })).toBe("Running cell 2 of 8");
});

test("a translated text wins over the English one", () => {
  useTranslations({ running: "Zelle {cell} von {cells} läuft" });
  expect(text("running", { cell: 2, cells: 8 })).toBe("Zelle 2 von 8 läuft");
  expect(text("cancelled")).toBe(english.cancelled);
});

test("texts come from a file of the site, and those of the page win", async () => {
  const url = new URL(
    `data:application/json,${JSON.stringify({ cancelled: "Abgebrochen", stateDone: "Datei" })}`,
  );
  await loadTranslations({ stateDone: "Seite" }, url);
  expect([text("cancelled"), text("stateDone")]).toEqual(["Abgebrochen", "Seite"]);
});

test.each(["data:application/json,{", "no-such-scheme:"])(
  "texts stay English where %s can not be had",
  async (url) => {
    await loadTranslations({}, new URL(url));
    expect(text("cancelled")).toBe(english.cancelled);
  },
);

test("a parameter that is missing stays visible", () => {
  expect(text("connecting")).toBe("Connecting to {server}");
});

test("what a parameter contains is not expanded again", () => {
  expect(text("connecting", { server: "{server} $& $1" })).toBe("Connecting to {server} $& $1");
});

test.each(Object.entries(english))("%s is not empty", (_, sentence) => {
  expect(sentence.trim()).not.toBe("");
});
