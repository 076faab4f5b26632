/**
 * Builds the front end into src/quenotte/static/: hashed names, each also compressed, and a
 * manifest that maps a plain name to its hashed one (quenotte.base.assets reads it).
 *
 *   node web/build.mjs [--force] [--maps]
 *
 * Nothing is done when no input has changed since the last build.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { buildFonts } from "./build-fonts.mjs";

/** What the pages ask for, and the file it is built from. */
const ENTRIES = {
  "patient.js": "web/patient/main.ts",
  "desk.js": "web/desk/main.ts",
  "keys.worker.js": "web/desk/keys.worker.ts",
  "setup.js": "web/desk/setup.ts",
  "join.js": "web/desk/join.ts",
  "strength.js": "web/desk/strength.ts",
  "recover.js": "web/desk/recover.ts",
  "site.css": "web/styles/site.css",
  "patient.css": "web/styles/patient.css",
  "desk.css": "web/styles/desk.css",
};

/** The offline opener is one HTML file: what goes into it stands apart, and needs no font. */
const OPENER = {
  "opener.js": "web/open/opener/main.ts",
  "opener.css": "web/styles/opener.css",
};

/** The oldest browsers that the built files run in. */
const BROWSERS = ["chrome100", "firefox100", "safari15.4"];

const STATIC = "src/quenotte/static";
const MANIFEST = join(STATIC, "manifest.json");
const FONTS = "build/front-end/fonts";
const STAMP = "build/front-end/stamp";
const KEY_BUNDLE = "src/quenotte/demo/bundle.json";
const KEY_BUNDLE_MAKER = "web/keys/make-bundle.ts";

const digest = (parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256"));

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** One hash over all that the result depends on. */
async function digestOfInputs() {
  const files = [...(await filesBelow("web")), "package-lock.json", "tsconfig.json"];
  const parts = await Promise.all(files.map(async (file) => [file, "\0", await readFile(file)]));
  return digest([...parts.flat(), process.argv.slice(2).join(" ")]).digest("hex");
}

async function alreadyBuilt(inputs) {
  if (process.argv.includes("--force") || !existsSync(STAMP) || !existsSync(MANIFEST)) return false;
  if (existsSync(KEY_BUNDLE_MAKER) && !existsSync(KEY_BUNDLE)) return false;
  const names = Object.values(JSON.parse(await readFile(MANIFEST, "utf8")));
  const whole = names.every((name) => existsSync(join(STATIC, name)));
  return whole && (await readFile(STAMP, "utf8")) === inputs;
}

/** Style sheets ask for `./fonts/<name>.woff2`, which are the cut ones. */
const cutFonts = {
  name: "cut-fonts",
  setup({ onResolve }) {
    onResolve({ filter: /(^|\/)fonts\/[a-z0-9-]+\.woff2$/ }, ({ path }) => ({
      path: resolve(FONTS, basename(path)),
    }));
  },
};

/** A file that stands alone shows the reader's own fonts. */
const withoutFonts = {
  name: "without-fonts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/fonts\.css$/ }, () => ({ path: "fonts", namespace: "none" }));
    onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "", loader: "css" }));
  },
};

async function bundleAll() {
  const sourcemap = process.argv.includes("--maps") ? "linked" : false;
  const page = await bundle(ENTRIES, { plugins: [cutFonts], legalComments: "linked", sourcemap });
  const alone = await bundle(OPENER, { plugins: [withoutFonts], legalComments: "eof" });
  const outputs = { ...page.metafile.outputs, ...alone.metafile.outputs };
  return { files: [...page.files, ...alone.files], metafile: { outputs } };
}

async function bundle(entries, { plugins, legalComments, sourcemap = false }) {
  const { outputFiles, metafile } = await build({
    entryPoints: Object.entries(entries)
      .filter(([, source]) => existsSync(source))
      .map(([name, source]) => ({ in: source, out: name.slice(0, -extname(name).length) })),
    outdir: STATIC,
    entryNames: "[name].[hash]",
    assetNames: "fonts/[name].[hash]",
    bundle: true,
    format: "esm",
    target: BROWSERS,
    loader: { ".woff2": "file" },
    plugins,
    minify: true,
    sourcemap,
    legalComments,
    charset: "utf8",
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  return { files: outputFiles, metafile };
}

/** `patient.js` → `patient.AB12CD34.js`, for every file that a page may name. */
function manifestOf(metafile) {
  const names = Object.keys(metafile.outputs)
    .map((output) => output.slice(STATIC.length + 1))
    .filter((name) => /\.(js|css|woff2)$/.test(name))
    .map((name) => [name.replace(/\.[0-9A-Z]{8}(?=\.[a-z0-9]+$)/, ""), name]);
  return Object.fromEntries(names.sort());
}

/** New files first, then the manifest, then the old files go: a reader never finds a hole. */
async function write(files, manifest) {
  const kept = new Set(["manifest.json"]);
  for (const { path, contents } of files) {
    const name = path.slice(resolve(STATIC).length + 1);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
    kept.add(name);
    if (/\.(js|css)$/.test(name)) {
      await writeFile(`${path}.br`, brotliCompressSync(contents));
      await writeFile(`${path}.gz`, gzipSync(contents, { level: 9 }));
      kept.add(`${name}.br`).add(`${name}.gz`);
    }
  }
  await mkdir(STATIC, { recursive: true });
  await writeFile(`${MANIFEST}.part`, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(`${MANIFEST}.part`, MANIFEST);
  for (const file of await filesBelow(STATIC)) {
    if (!kept.has(file.slice(STATIC.length + 1))) await rm(file, { force: true });
  }
}

function report(files) {
  const kilobytes = (length) => `${(length / 1024).toFixed(1)} KB`.padStart(9);
  for (const { path, contents } of files.filter(({ path }) => !path.endsWith(".txt"))) {
    const gzip = path.endsWith(".woff2")
      ? contents.length
      : gzipSync(contents, { level: 9 }).length;
    const name = path.slice(resolve(STATIC).length + 1).padEnd(34);
    console.log(`  ${name}${kilobytes(contents.length)}${kilobytes(gzip)} gzip`);
  }
}

/** The demo's keys are made once, by the code that makes a practice's keys in the browser. */
async function makeKeyBundle() {
  if (existsSync(KEY_BUNDLE) || !existsSync(KEY_BUNDLE_MAKER)) return;
  const maker = resolve("build/front-end/make-bundle.mjs");
  await build({
    entryPoints: [KEY_BUNDLE_MAKER],
    outfile: maker,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
  await mkdir(dirname(KEY_BUNDLE), { recursive: true });
  execFileSync(process.execPath, [maker, KEY_BUNDLE], { stdio: "inherit" });
}

async function main() {
  const started = performance.now();
  const inputs = await digestOfInputs();
  if (await alreadyBuilt(inputs)) {
    console.log("The front end is up to date.");
    return;
  }
  await rm(STAMP, { force: true });
  await buildFonts(FONTS);
  const { files, metafile } = await bundleAll();
  await write(files, manifestOf(metafile));
  report(files);
  await makeKeyBundle();
  await writeFile(STAMP, inputs);
  console.log(`The front end was built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
try {
  await main();
} catch (error) {
  // esbuild has already printed what is wrong in a source file, with its place.
  if (!Array.isArray(error.errors)) console.error(error.stack);
  console.error("The front end was not built.");
  process.exitCode = 1;
}
