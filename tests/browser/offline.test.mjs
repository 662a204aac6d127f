// The page without a network, after one visit; and a new version that comes when the reader says so.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { close, complaints, kept, make, open, quit, step } from "./page.mjs";

after(quit);

const upstream = process.env.VIRTLAB_URL;
const KEPT = { serviceWorkers: "allow" };

/** Waits until a service worker answers for the page. */
const controlled = (page) => page.waitForFunction(async () => {
  await navigator.serviceWorker.ready;
  return Boolean(navigator.serviceWorker.controller);
});

/** The site at another address and below a path, where the test says what has changed and whether it is there at all. */
async function host() {
  const site = { changed: (text) => text, gone: false };
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://x").pathname.replace(/^\/some\/where/, "");
    if (site.gone || path === request.url) return response.destroy();
    const given = await fetch(new URL(path.slice(1), upstream));
    const type = given.headers.get("Content-Type");
    const body = Buffer.from(await given.arrayBuffer());
    const text = /sw\.js$/.test(path) ? site.changed(body.toString()) : body;
    response.writeHead(given.status, { "Content-Type": type, "Cache-Control": "no-cache" });
    response.end(text);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  site.url = `http://127.0.0.1:${server.address().port}/some/where/`;
  site.close = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return site;
}

test("after one visit everything works without a network: views, chunks, the editor, both languages", async () => {
  const site = await host();
  const page = await open(KEPT, site.url);
  await make(page, "virConnectGetURI");
  await kept(page, 2);
  await controlled(page);
  site.gone = true;

  await page.reload();
  await page.locator(".time-range").waitFor();
  assert.equal(await step(page), "2");
  await page.locator(".cm-content").or(page.locator("textarea")).first().waitFor();
  await page.goto(`${site.url}#/listings`);
  await page.getByRole("heading", { level: 1, name: "Listings" }).waitFor();
  await page.goto(`${site.url}#/matrix`);
  await page.locator(".matrix-frame").waitFor();
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByRole("link", { name: "实验台" }).waitFor();
  await page.reload();
  await page.getByRole("link", { name: "实验台" }).waitFor();
  assert.equal(await page.evaluate(() => fetch("nowhere").then(() => "there", () => "none")), "none", "there is no network");
  page.faults.length = 0;
  await close(page);
  await site.close();
});

test("a new version waits until the reader takes it, and the session stays", async () => {
  const site = await host();
  const page = await open(KEPT, site.url);
  await make(page, "virConnectGetURI");
  await kept(page, 2);
  await controlled(page);
  site.changed = (text) => `${text}\n// changed`;
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await page.getByRole("region", { name: "Notes" }).getByText("A new version of virtlab is ready.").waitFor();
  assert.deepEqual(await complaints(page), []);
  await page.getByRole("button", { name: "Menu" }).click();
  const reloaded = page.waitForEvent("load");
  await page.locator("#menu-list").getByRole("button", { name: "Load the new version" }).click();
  await reloaded;
  await page.locator(".time-range").waitFor();
  assert.equal(await step(page), "2");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.version ?? "none"), "none");
  await close(page);
  await site.close();
});

test("a build that is not whole at its host is not taken", async () => {
  const site = await host();
  site.changed = (text) => text.replace(/"lazy\/editor\.js":\s*"(\w)/, (all, digit) => all.replace(/\w$/, digit === "0" ? "1" : "0"));
  const page = await open(KEPT, site.url);
  await page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const names = await caches.keys();
    return (!registration || !(registration.installing || registration.waiting || registration.active)) && names.length === 0;
  });
  await make(page, "virConnectGetURI");
  page.faults.length = 0;
  await close(page);
  await site.close();
});
