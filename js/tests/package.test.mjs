// The npm package: from Node, and from a plain page of another host in Chromium.
import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const folder = process.env.VIRTLAB_PACKAGE;
if (!folder) throw new Error("VIRTLAB_PACKAGE is not set: run `cargo xtask test package`");
const page_folder = process.env.VIRTLAB_PAGE;
const { World, functions } = await import(pathToFileURL(join(folder, "index.js")));

const XML = "<domain type='test'><name>d</name><memory>1024</memory><os><type>hvm</type></os></domain>";

test("calls by their names, outcomes, errors as values, events", () => {
  const world = new World(1);
  const conn = world.connectOpen("test:///default").value;
  assert.equal(conn, "conn1");
  const domain = world.domainCreateXML(conn, XML);
  assert.deepEqual([domain.value, domain.ok, domain.events[0].event], ["dom1", true, "VIR_DOMAIN_EVENT_STARTED_BOOTED"]);
  const state = world.domainGetState("dom1");
  assert.deepEqual(state.out, { state: 1, reason: 1 });
  assert.deepEqual(world.domainResume("dom1").error.name, "VIR_ERR_INTERNAL_ERROR");
  const failed = world.domainLookupByName(conn, "nobody");
  assert.deepEqual(failed.notices.map(({ kind, about }) => [kind, about.name]), [["errorLost", "VIR_ERR_INTERNAL_ERROR"]]);
  assert.deepEqual([failed.value, failed.error.name, failed.error.code], [null, "VIR_ERR_NO_DOMAIN", 42]);
  assert.match(failed.error.message, /^Domain not found/);
  const info = world.domainGetInfo("dom1").out.info;
  assert.equal(typeof info.memory, "number");
  assert.ok(world.domainGetUUID("dom1").out.uuid instanceof Uint8Array);
});

test("arguments: several flags, typed parameters, numbers that only a BigInt holds, nonsense", () => {
  const world = new World();
  const conn = world.connectOpen("test:///default").value;
  const domain = world.domainLookupByName(conn, "test").value;
  const set = world.domainSetSchedulerParameters(domain, [{ field: "weight", type: "uint", value: 50 }], 1);
  assert.equal(set.call, "virDomainSetSchedulerParameters(dom1, [{weight: uint 50}], 1)");
  const text = world.domainSetMetadata(domain, 1, "a title", null, null, "VIR_DOMAIN_AFFECT_LIVE|VIR_DOMAIN_AFFECT_CONFIG");
  assert.equal(text.ok, true, JSON.stringify(text.error));
  assert.match(world.virtlabClockAdvance(2n ** 62n).call, /4611686018427387904/);
  assert.throws(() => world.domainSetMemory(domain, 2 ** 60), /BigInt/);
  assert.throws(() => world.domainSuspend("domain"), /domain: .* a handle such as dom1/);
  assert.throws(() => world.domainSuspend(domain, 1), /at most 1/);
  assert.throws(() => world.perform("virDomainSing(dom1)"), /a function's name/);
});

test("time: steps, branches, journals, links, hashes, other clients", () => {
  const world = new World(7);
  world.perform('virConnectOpen("test:///default")');
  const before = world.hash();
  world.client(1).connectOpen("test:///default");
  assert.equal(world.last.client, 1);
  assert.deepEqual([world.length, world.position], [2, 2]);
  assert.notEqual(world.hash(), before);
  world.step(-1);
  assert.equal(world.hash(), before);
  world.step();
  for (const text of [world.journal(), world.link(), world.link("https://example.org/virtlab/#/lab")]) {
    const other = World.read(text);
    assert.equal(other.hash(), world.hash());
    assert.deepEqual(other.calls, world.calls);
  }
  assert.throws(() => World.read(world.link().slice(0, -3)), /broken/);
  assert.notEqual(new World(8).connectOpen("x").value, undefined);
});

test("every function is a method, and has a type", () => {
  const world = new World();
  const typings = readFileSync(join(folder, "functions.d.ts"), "utf8");
  const declared = [...typings.matchAll(/^  (\w+)\(/gm)].map(([, name]) => name);
  assert.equal(declared.length, functions.length);
  for (const name of declared) assert.equal(typeof world[name], "function", name);
  assert.match(typings, /domainCreateXML\(conn: Connect \| null, xmlDesc: string \| null, flags\?: Flags</);
});

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css", ".svg": "image/svg+xml" };
const servers = [];
after(() => servers.forEach((server) => server.close()));

/** Serves folders at a free port, each at its path. */
async function serve(folders) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    if (path === "/") return response.writeHead(200, { "Content-Type": "text/html" }).end(folders["/"]);
    const at = Object.keys(folders).find((at) => at !== "/" && path.startsWith(at));
    let file = at && join(folders[at], path.slice(at.length));
    if (file && existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    if (!file || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" }).end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  return `http://127.0.0.1:${server.address().port}/`;
}

async function open(body, folders = {}) {
  const executablePath = [process.env.VIRTLAB_CHROMIUM, "/usr/bin/chromium"].find((file) => file && existsSync(file));
  const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
  const url = await serve({ "/": `<!doctype html><title>A plain page</title>${body}`, "/virtlab/": folder, ...folders });
  const page = await browser.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(url);
  return { page, faults, browser };
}

test("a plain page has the same world", async () => {
  const { page, faults, browser } = await open(`<script type="module">
    import { World } from "./virtlab/index.js";
    const world = new World(7);
    const conn = world.connectOpen("test:///default").value;
    world.domainLookupByName(conn, "test");
    window.hash = world.hash();
  </script>`);
  const hash = await page.waitForFunction(() => window.hash).then((found) => found.jsonValue());
  const world = new World(7);
  world.domainLookupByName(world.connectOpen("test:///default").value, "test");
  assert.equal(hash, world.hash());
  assert.deepEqual(faults, []);
  await browser.close();
});

test("<virt-lab> shows the page, tells what happens and does what is asked", { skip: !page_folder && "the page is not built" }, async () => {
  const world = new World(1);
  world.perform('virConnectOpen("test:///default")');
  world.perform("virConnectGetURI(conn1)");
  const body = `<script type="module" src="./virtlab/element.js"></script>
    <script>heard = []; for (const type of ["ready", "step", "problem"]) addEventListener("virtlab-" + type, (event) => heard.push([type, event.detail]))</script>
    <virt-lab page="./page/" link="${world.link()}" lang="en" title="A world"></virt-lab>`;
  const { page, faults, browser } = await open(body, { "/page/": page_folder });
  const step = (number) => page.waitForFunction((number) => heard.find(([type, { step }]) => type === "step" && step === number), number);
  await step(2);
  await page.evaluate(() => document.querySelector("virt-lab").perform("virConnectGetType(conn1)"));
  await step(3);
  const session = await page.evaluate(() => document.querySelector("virt-lab").session());
  assert.equal(World.read(session).length, 3);
  await page.evaluate((journal) => document.querySelector("virt-lab").open(journal), world.journal());
  await page.waitForFunction(() => heard.findLast(([type]) => type === "step")[1].steps === 2);
  assert.deepEqual(faults, []);
  await browser.close();
});
