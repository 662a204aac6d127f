// Trunk's last step (the post_build hook of Trunk.toml): splits the released program, bundles what the page loads when first needed, minifies, and
// holds the page to its Content-Security-Policy. Trunk says by environment variables where it builds.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build, transform } from "esbuild";
import { split } from "./split.mjs";
import { withoutNames } from "./wasm.mjs";

const staging = process.env.TRUNK_STAGING_DIR;
const source = process.env.TRUNK_SOURCE_DIR;
const release = process.env.TRUNK_PROFILE !== "debug";

// xtask says with what, when it builds a release.
const { VIRTLAB_SPLITTER: splitter, VIRTLAB_PROGRAM: program, VIRTLAB_FIRST_PART: report } = process.env;
if (splitter) split({ staging, splitter, program, report });

// Trunk's own minifier does not know the JavaScript that wasm-bindgen writes.
if (release) for (const file of files(staging)) await shorten(file);

// Everything in lazy/ is outside the budget of the first interaction.
await build({
  entryPoints: ["js/editor.js", "js/offline.js", "css/panes.css", "css/views.css"].map((file) => join(source, "web", file)),
  entryNames: "[name]",
  outdir: join(staging, "lazy"),
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: release,
  legalComments: "none",
  logLevel: "warning",
});

// What a package for a learning platform has to have: web/src/package.rs fetches all of it. The service worker is of no use in one.
const all = files(staging).map((file) => relative(staging, file).replaceAll("\\", "/"));
writeFileSync(join(staging, "lazy/files.txt"), all.sort().join("\n") + "\n");

const page = join(staging, "index.html");
const html = readFileSync(page, "utf8");
if (html.includes("{{__TRUNK_")) {
  // `trunk serve`: its script reloads the page after an edit. It is filled in only when it is served, so it has to stay
  // inline, and development goes without the policy.
  writeFileSync(page, html.replace(/<meta[^>]*Content-Security-Policy[^>]*>/i, ""));
} else if (/<script(?![^>]*\ssrc=)[^>]*>\s*\S/.test(html)) {
  throw new Error("index.html has an inline script, which its Content-Security-Policy forbids");
} else {
  await keep(html);
}

/** Has browsers keep the build: writes the service worker with the names and marks of all files. */
async function keep(html) {
  const mark = (content) => createHash("sha256").update(content).digest("hex").slice(0, 16);
  const script = mark(readFileSync(join(staging, "lazy/offline.js")));
  writeFileSync(page, html.replace('id="boot"', `id="boot" data-offline="./lazy/offline.js?v=${script}"`));
  const list = files(staging).sort().map((file) => [relative(staging, file).replaceAll("\\", "/"), mark(readFileSync(file))]);
  const marks = Object.fromEntries(list.map(([path, mark]) => [path === "index.html" ? "./" : path, mark]));
  const worker = readFileSync(join(source, "web/js/sw.js"), "utf8")
    .replace("{/* path: mark */}", JSON.stringify(marks))
    .replace('"build"', JSON.stringify(mark(JSON.stringify(marks))));
  const { code } = await transform(worker, { loader: "js", minify: release, target: "es2022" });
  writeFileSync(join(staging, "sw.js"), code);
}

/** Every file below `folder`. */
function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

/** Writes a script, a style sheet or a program again, as short as it can be. */
async function shorten(file) {
  const kind = /\.(js|css|wasm)$/.exec(file)?.[1];
  if (kind === "wasm") return writeFileSync(file, withoutNames(readFileSync(file)));
  if (!kind) return;
  const options = { loader: kind, minify: true, target: "es2022", legalComments: "none" };
  writeFileSync(file, (await transform(readFileSync(file, "utf8"), options)).code);
}
