import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { insist, patience } from "../src/rest";

/** What a server was asked, each answered when the test says so. */
let asked: { signal: AbortSignal; answer: (said: string) => void }[];

const ask = (signal: AbortSignal): Promise<string> => new Promise((answer) => asked.push({ signal, answer }));

function open(): number {
  return asked.filter(({ signal }) => !signal.aborted).length;
}

beforeEach(() => {
  asked = [];
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a server that answers soon is asked once", async () => {
  const said = insist(ask);
  asked[0]?.answer("here");
  expect(await said).toBe("here");
  expect(asked).toHaveLength(1);
});

test("while there is no answer it is asked again, and the first answer ends the other requests", async () => {
  const said = insist(ask);
  await vi.advanceTimersByTimeAsync(0.55 * patience());
  expect(open()).toBe(3);
  asked[2]?.answer("here");
  expect(await said).toBe("here");
  expect(open()).toBe(1);
  expect(asked[2]?.signal.aborted).toBe(false);
});

test("one that stays silent is given up with all requests", async () => {
  const said = insist(ask);
  await vi.advanceTimersByTimeAsync(patience());
  expect(await said).toBeNull();
  expect(asked).toHaveLength(4);
  expect(open()).toBe(0);
});
