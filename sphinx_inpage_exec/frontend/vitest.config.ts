import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.ts", "tools/**/*.test.mjs"],
    // Some bundle the engine, which on a busy machine takes longer than the five seconds of vitest.
    testTimeout: 60_000,
  },
});
