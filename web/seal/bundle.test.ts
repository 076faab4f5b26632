import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const { outputFiles, metafile } = await build({
  entryPoints: ["web/seal/index.ts"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "safari15.4",
  metafile: true,
  write: false,
  outdir: "build",
});
const code = outputFiles[0]?.text ?? "";

describe("what seals on the patient's page", () => {
  it("weighs less than 45 KB", () => {
    expect(gzipSync(code, { level: 9 }).length).toBeLessThan(45 * 1024);
  });

  it("cannot open anything", () => {
    expect(code).not.toContain("AGE-SECRET-KEY");
    expect(code).not.toContain("no identity matched");
  });

  it("carries one copy of each cryptographic library", () => {
    const folders = Object.keys(metafile.inputs)
      .map((path) => /^(.*node_modules\/(@(?:noble|scure)\/[^/]+))\//.exec(path))
      .filter((match) => match !== null);
    const copies = new Map(folders.map(([, folder, name]) => [folder, name]));
    expect([...copies.values()].sort()).toEqual([...new Set(copies.values())].sort());
    expect([...copies.values()]).toContain("@noble/curves");
  });

  it("writes to no storage, no console and no page", () => {
    expect(code).not.toMatch(/localStorage|sessionStorage|indexedDB|document\.|innerHTML|eval\(/);
  });
});
