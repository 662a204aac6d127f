// Trunk's last step (the post_build hook of Trunk.toml): bundles what the page loads when first needed, and moves the
// inline script that Trunk writes into a file, because the page's Content-Security-Policy allows no inline script.
// Trunk says by environment variables where it builds.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const staging = process.env.TRUNK_STAGING_DIR;
const release = process.env.TRUNK_PROFILE !== "debug";

// Everything in lazy/ is outside the budget of the first interaction.
await build({
  entryPoints: [join(process.env.TRUNK_SOURCE_DIR, "web/js/editor.js")],
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
  // `trunk serve`: its script reloads the page after an edit and is filled in only when it is served, so it has to stay
  // inline; development goes without the policy.
  writeFileSync(page, html.replace(/<meta[^>]*http-equiv="?Content-Security-Policy"?[^>]*>/i, ""));
} else {
  writeFileSync(page, html.replace(/<script\b([^>]*)>([^]*?)<\/script>/g, external));
}

/** A script element of the same attributes whose text is a file of its own. */
function external(element, attributes, text) {
  if (/\bsrc=/.test(attributes) || text.trim() === "" || /type="?application\/json/.test(attributes)) return element;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const name = `boot-${hash}.js`;
  writeFileSync(join(staging, name), text);
  // Trunk's nonce placeholder means nothing without a server that fills it in.
  return `<script${attributes.replace(/\s+nonce="?[^"\s>]*"?/, "")} src="./${name}"></script>`;
}
