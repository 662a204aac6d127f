// The page in a frame of another host's page: what is chosen, what is told, what is asked for.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { close, complaints, open, quit } from "./page.mjs";

const page_of_virtlab = process.env.VIRTLAB_URL;
const servers = [];
after(quit);
after(() => servers.forEach((server) => server.close()));

/** A page of another host with the given address in a frame; it writes down what it hears. */
async function around(path, options = {}) {
  const body = `<!doctype html><html lang="en"><title>A course</title><main><h1>A course</h1>
    <iframe title="virtlab" width="1100" height="640" src="${page_of_virtlab}${path}"></iframe></main>
    <script>heard = []; addEventListener("message", (event) => heard.push(event.data))</script>`;
  const server = createServer((request, response) => response.writeHead(200, { "Content-Type": "text/html" }).end(body));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  const page = await open(options, `http://localhost:${server.address().port}/`, { title: "h1" });
  return { page, frame: page.frameLocator("iframe") };
}

const heard = (page, type, wanted = {}) => page.waitForFunction(([type, wanted]) => {
  const fits = (message) => message.type === type && Object.entries(wanted).every(([name, value]) => message[name] === value);
  return heard.findLast(fits);
}, [type, wanted]).then((found) => found.jsonValue());

const ask = (page, wish) => page.evaluate((wish) => {
  document.querySelector("iframe").contentWindow.postMessage({ virtlab: 1, ...wish }, "*");
}, wish);

test("a world in a frame tells what happens, and does what the page around asks", async () => {
  const { page, frame } = await around("#/embed/lab?theme=dark&lang=zh-Hans");
  assert.deepEqual(await heard(page, "ready"), { virtlab: 1, type: "ready", view: "lab", item: null });
  await frame.getByRole("heading", { name: "世界" }).waitFor();
  assert.equal(await frame.locator("html").getAttribute("data-theme"), "dark");
  assert.equal(await frame.getByRole("navigation").count(), 0, "no way to other views");

  await ask(page, { do: "perform", call: 'virDomainLookupByName(conn1, "nobody")' });
  const step = await heard(page, "step", { step: 2 });
  assert.equal(step.call, 'virDomainLookupByName(conn1, "nobody")');
  assert.deepEqual([step.ok, step.error, step.steps], [false, "VIR_ERR_NO_DOMAIN", 2]);
  assert.match(step.message, /^Domain not found/);
  await ask(page, { do: "session" });
  const { session } = await heard(page, "session");
  await ask(page, { do: "step", to: 1 });
  await heard(page, "step", { step: 1, steps: 2 });
  await ask(page, { do: "perform", call: "virConnectGetURI(conn1" });
  assert.match((await heard(page, "problem")).message, /expected/);
  await ask(page, { do: "open", session });
  await heard(page, "step", { step: 2, steps: 2 });
  assert.deepEqual(await page.evaluate(() => document.querySelector("iframe").contentWindow.length), 0);

  const again = await around(`#/embed/s/${session}?readonly`);
  await heard(again.page, "step", { step: 2, call: 'virDomainLookupByName(conn1, "nobody")' });
  await ask(again.page, { do: "perform", call: "virConnectGetURI(conn1)" });
  assert.match((await heard(again.page, "problem")).message, /read only/);
  await again.frame.getByRole("button", { name: /One step back/ }).click();
  await heard(again.page, "step", { step: 1 });
  assert.equal(await again.frame.getByRole("button", { name: "Call", exact: true }).count(), 0);
  await close(page);
  await close(again.page);
});

test("a listing in a frame; and a frame keeps nothing and says nothing to others", async () => {
  const { page, frame } = await around("#/embed/listings");
  await heard(page, "ready", { view: "listings" });
  await frame.getByRole("button", { name: "Step through" }).waitFor();
  // A browser that refuses a frame of another host its storage keeps nothing either.
  const stored = await frame.locator("html").evaluate(async () => {
    const databases = await indexedDB.databases().catch(() => []);
    try {
      return [databases.length, localStorage.length];
    } catch (refused) {
      return [databases.length, refused.name === "SecurityError" ? 0 : refused.name];
    }
  });
  assert.deepEqual(stored, [0, 0]);
  assert.deepEqual(await complaints(page), []);
  await close(page);

  const alone = await open({}, "", {
    script: () => {
      window.heard = [];
      addEventListener("message", (event) => window.heard.push(event.data));
    },
  });
  await alone.locator(".time-range").waitFor();
  assert.deepEqual(await alone.evaluate(() => heard.filter((message) => message.virtlab)), []);
  await close(alone);
});

test("a page around makes calls of other threads; a lesson in a frame keeps nothing, and read only makes no call at all", async () => {
  const { page, frame } = await around("#/embed/lessons/errors");
  await heard(page, "goal", { id: "errors", score: 0 });
  await frame.locator(".lesson-step.is-next .ready button").first().click();
  await heard(page, "goal", { id: "errors", met: false, score: 14 });
  await ask(page, { do: "perform", call: "1: virGetLastErrorMessage()" });
  await heard(page, "step", { step: 3, call: "1: virGetLastErrorMessage()", ok: true });
  const kept = await frame.locator("html").evaluate(() => {
    try {
      return Object.keys(localStorage);
    } catch {
      return [];
    }
  });
  assert.deepEqual(kept, []);
  await close(page);

  // A lesson where the next call is another thread's.
  const calls = [
    'virConnectOpen("test:///default")', 'virDomainLookupByName(conn1, "nobody")', "virGetLastError()", 'virDomainLookupByName(conn1, "test")',
    "virDomainResume(dom1)", "virDomainGetName(dom1)", "virGetLastErrorMessage()", "virDomainResume(dom1)",
  ];
  const looked = await around("#/embed/lessons/errors?readonly");
  await heard(looked.page, "goal", { id: "errors", score: 0 });
  await ask(looked.page, { do: "open", session: JSON.stringify({ virtlab: 1, seed: 1, subject: "lesson errors", calls }) });
  await heard(looked.page, "step", { step: 8 });
  const button = looked.frame.getByRole("button", { name: /as thread 1/ });
  await button.click();
  await looked.frame.getByRole("button", { name: /One step back/ }).click();
  await heard(looked.page, "step", { step: 7, steps: 8 });
  await close(looked.page);
});
