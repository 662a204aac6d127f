// Cuts the released program where web/src/chunk marks it: the first view's part stays where Trunk put the whole, and
// the rest goes into lazy/ as chunks that it fetches.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { functionSizes } from "./wasm.mjs";

/** What wasm-split-cli calls the script that fetches chunks; the program asks for it by this name. */
const LOADER = "./__wasm_split.js";

/**
 * Replaces the whole program in `staging` by its first part. `splitter` is wasm-split-cli, `program` what the linker
 * made; a list of what the first part is made of is written to `report`.
 */
export function split({ staging, splitter, program, report }) {
  const whole = readdirSync(staging).find((name) => name.endsWith("_bg.wasm"));
  // Trunk's name with a hash of the program: a page never gets another build's chunk, though it may get none.
  const name = whole.replace(/_bg\.wasm$/, "");
  const mark = name.replace(/^.*-/, "");
  const work = mkdtempSync(join(tmpdir(), "virtlab-split-"));
  try {
    run(splitter, "--out-name", name, program, work);
    const first = join(work, `${name}.wasm`);
    writeFileSync(report, describe(readFileSync(first)));
    run("wasm-bindgen", "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", staging, "--out-name", name, first);
    rmSync(first);
    layOut(work, staging, name, mark);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function run(program, ...args) {
  execFileSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
}

/** Puts the chunks into lazy/, and has the program fetch them from there. */
function layOut(work, staging, name, mark) {
  let loader = readFileSync(join(work, LOADER), "utf8");
  mkdirSync(join(staging, "lazy"), { recursive: true });
  for (const chunk of readdirSync(work).filter((file) => file.endsWith(".wasm"))) {
    const placed = `${chunk.replace(/^split_|\.wasm$/g, "")}-${mark}.wasm`;
    loader = replaced(loader, `"./${chunk}"`, `"./lazy/${placed}"`);
    renameSync(join(work, chunk), join(staging, "lazy", placed));
  }
  loader = replaced(loader, "WebAssembly.instantiateStreaming(src, imports)", "instantiate(src, imports)");
  const loaderName = `chunks-${mark}.js`;
  writeFileSync(join(staging, loaderName), `${loader}\n${instantiate}\n`);
  const script = join(staging, `${name}.js`);
  const imports = /(import \* as \w+ from )["']\.\/__wasm_split\.js["']/g;
  const text = readFileSync(script, "utf8");
  if (!imports.test(text)) throw new Error(`wasm-bindgen's script does not import ${LOADER}`);
  writeFileSync(script, text.replace(imports, `$1"./${loaderName}"`));
}

function replaced(text, what, by) {
  if (!text.includes(what)) throw new Error(`wasm-split-cli's script has no ${what}`);
  return text.replaceAll(what, by);
}

/** As wasm-bindgen does for the first part: a host that serves a chunk under another media type is no obstacle. */
async function instantiate(source, imports) {
  const response = await source;
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  const streams = response.headers.get("Content-Type")?.startsWith("application/wasm");
  if (streams) return WebAssembly.instantiateStreaming(response, imports);
  return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}

/** A line for each function of a module, the largest first: its bytes and its name. */
function describe(module) {
  const functions = functionSizes(module).sort((one, other) => other[1] - one[1]);
  return functions.map(([name, bytes]) => `${bytes} ${name}\n`).join("");
}
