// Trunk's last step (the post_build hook of Trunk.toml): bundles what the page loads when first needed, minifies, and
// holds the page to its Content-Security-Policy. Trunk says by environment variables where it builds.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, transform } from "esbuild";

const staging = process.env.TRUNK_STAGING_DIR;
const source = process.env.TRUNK_SOURCE_DIR;
const release = process.env.TRUNK_PROFILE !== "debug";

// Trunk's own minifier does not know the JavaScript that wasm-bindgen writes.
if (release) for (const file of files(staging)) await shorten(file);

// Everything in lazy/ is outside the budget of the first interaction.
await build({
  entryPoints: [join(source, "web/js/editor.js")],
  outdir: join(staging, "lazy"),
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: release,
  legalComments: "none",
  logLevel: "warning",
});

const page = join(staging, "index.html");
const html = readFileSync(page, "utf8");
if (html.includes("{{__TRUNK_")) {
  // `trunk serve`: its script reloads the page after an edit. It is filled in only when it is served, so it has to stay
  // inline, and development goes without the policy.
  writeFileSync(page, html.replace(/<meta[^>]*Content-Security-Policy[^>]*>/i, ""));
} else if (/<script(?![^>]*\ssrc=)[^>]*>\s*\S/.test(html)) {
  throw new Error("index.html has an inline script, which its Content-Security-Policy forbids");
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

/** A wasm module without its custom sections: the names of its functions are a quarter of what a learner would load. */
function withoutNames(module) {
  const kept = [module.subarray(0, 8)];
  for (let at = 8; at < module.length; ) {
    const start = at;
    const custom = module[at++] === 0;
    let [size, shift] = [0, 0];
    for (let more = true; more; shift += 7) {
      const byte = module[at++];
      size += (byte & 0x7f) * 2 ** shift;
      more = byte >= 0x80;
    }
    at += size;
    if (!custom) kept.push(module.subarray(start, at));
  }
  return Buffer.concat(kept);
}
