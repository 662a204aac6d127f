// What every browser test needs: Chromium, a fresh reader, and the words by which a person finds things.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inflateRawSync } from "node:zlib";
import { chromium } from "playwright-core";

const address = process.env.VIRTLAB_URL;
if (!address) throw new Error("VIRTLAB_URL is not set: run `cargo xtask test browser`");

const CANDIDATES = [process.env.VIRTLAB_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
];

let browser;

/**
 * A page as a reader has it who was never here before. `options` are Playwright's for a context; `script` runs first in
 * the page, `prepare` is given the page before it goes anywhere, and `title` is what has to be there first. What a test holds back or spoils has to come from the
 * network, so the service worker is left out unless `options` ask for it.
 */
export async function open(options = {}, path = "", { script, prepare, title } = {}) {
  const executablePath = CANDIDATES.find((candidate) => candidate && existsSync(candidate));
  browser ??= await chromium.launch({ executablePath, args: FLAGS });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB", acceptDownloads: true, serviceWorkers: "block", ...options });
  if (script) await context.addInitScript(script);
  return visit(context, path, prepare, title);
}

/** A tab more of a reader who is here already. */
export async function visit(context, path = "", prepare = undefined, title = "#view-title") {
  const page = await context.newPage();
  const faults = [];
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.faults = faults;
  await prepare?.(page);
  await page.goto(new URL(path, address).href);
  await page.locator(title).waitFor();
  return page;
}

/** Closes a page's context and holds it to having had no error. */
export async function close(page) {
  await page.context().close();
  assert.deepEqual(page.faults, [], "the page reported errors");
}

/** Closes the browser after all tests of a file. */
export async function quit() {
  await browser?.close();
  browser = undefined;
}

/** Chooses a function as a person does: search, Enter. */
export async function choose(page, name) {
  const search = page.locator("#call-search");
  await search.fill(name);
  await search.press("Enter");
  await page.locator("#call-title", { hasText: new RegExp(`^${name}$`) }).waitFor();
}

/** Presses Call and waits for the step to be there. */
export async function call(page) {
  const before = await step(page);
  await page.getByRole("button", { name: "Call", exact: true }).click();
  await page.waitForFunction((n) => document.querySelector(".time-range")?.value !== n, before);
}

/** Chooses a function and calls it as the form suggests. */
export async function make(page, name) {
  await choose(page, name);
  await call(page);
}

/** The number of the step that is looked at, as text. */
export function step(page) {
  return page.locator(".time-range").inputValue();
}

/** One step back from step `n`, and there. */
export async function back(page, n) {
  await page.getByRole("button", { name: /One step back/ }).click();
  await page.waitForFunction((to) => document.querySelector(".time-range")?.value === to, String(n - 1));
}

/** Writes a text over what is in the editor that is in sight, of the page or a part of it. */
export async function paste(within, text) {
  const page = within.page?.() ?? within;
  // The rich editor replaces the plain one when it arrives; typing into one that is about to go would be lost.
  const rich = within.locator(".cm-content").filter({ visible: true });
  await rich.waitFor();
  await rich.click();
  await page.keyboard.press("ControlOrMeta+a");
  await (text ? page.keyboard.insertText(text) : page.keyboard.press("Delete"));
}

/** What the Inspector's outcome says. */
export function outcome(page) {
  return page.locator(".inspector-body--outcome");
}

/** axe's complaints about the page as it is, each on a line. */
export async function complaints(page) {
  const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(source);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const results = await page.evaluate((runOnly) => window.axe.run(document, { runOnly }), tags);
  return results.violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}

/** Waits until the browser keeps a session of so many steps. */
export async function kept(page, steps) {
  await page.evaluate(async (label) => {
    const asked = (request) => new Promise((resolve) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(undefined);
    });
    const database = await asked(indexedDB.open("virtlab"));
    for (let found = false; !found; await new Promise(requestAnimationFrame)) {
      const texts = await asked(database.transaction("sessions").objectStore("sessions").getAll());
      found = texts.some((text) => text.split("\u001e")[1]?.startsWith(label));
    }
    database.close();
  }, `${steps} `);
}

/** What the browser downloads when a button is pressed. `within` is the page or a part of it. */
export async function downloaded(within, button) {
  const page = within.page?.() ?? within;
  const download = page.waitForEvent("download");
  await within.getByRole("button", { name: button }).click();
  const file = await download;
  const bytes = readFileSync(await file.path());
  return { name: file.suggestedFilename(), bytes, text: bytes.toString("utf8") };
}

/** Presses what asks for a file, and gives it one. */
export async function choose_file(page, button, name, content) {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: button }).click();
  await (await chooser).setFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
}

/** The files of a zip archive, by their paths. Reads what is needed here: its directory, and deflate. */
export function unzipped(bytes) {
  const files = new Map();
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [method, packed, name] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)];
    const local = bytes.readUInt32LE(at + 42);
    const begins = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(begins, begins + packed);
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), method === 8 ? inflateRawSync(content) : content);
    at += 46 + name + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}
