import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["web/**/*.test.ts"],
    environment: "node",
    passWithNoTests: true,
    // Sealing is slow on a small machine; a hanging test still ends.
    testTimeout: 20_000,
  },
});
