// How quickly the page answers: sessions of many domains and many steps, come in by a file as a reader's would, and the
// time from an input to the paint that shows its result. `cargo xtask bench --page` runs it; it is no test, since a busy
// machine would fail it.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { choose, kept, open, paste, quit } from "./page.mjs";

const ROUNDS = 21;
const LONG_MS = 180_000;

const xml = (name) =>
  `<domain type='test'><name>${name}</name><memory unit='MiB'>512</memory><vcpu>2</vcpu><os><type>hvm</type></os><devices>` +
  `<disk type='file' device='disk'><source file='/var/lib/libvirt/images/${name}.qcow2'/><target dev='vda'/></disk></devices></domain>`;

/** A session of so many domains, and then of steps of one of them until there are so many calls. */
function session(domains, steps) {
  const calls = ['virConnectOpen("test:///default")'];
  for (let n = 1; n <= domains; n += 1) calls.push(`virDomainDefineXML(conn1, ${JSON.stringify(xml(`domain-${n}`))})`);
  const life = ["Create", "Suspend", "Resume", "Destroy"];
  for (let n = 0; calls.length < steps; n += 1) calls.push(`virDomain${life[n % 4]}(dom${domains})`);
  return JSON.stringify({ virtlab: 1, seed: 1, calls });
}

/** Runs in the page: does `action` and answers how long it took until its result was painted, in milliseconds. */
const painted = (page, action, argument) =>
  page.evaluate(
    ([source, given]) => {
      const run = new Function(`return (${source})`)();
      return new Promise((resolve) => {
        // Begun just after a frame, so that waiting for the next is counted in full and always the same.
        requestAnimationFrame(() => {
          const begun = performance.now();
          run(given);
          requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => resolve(performance.now() - begun);
            channel.port2.postMessage(0);
          });
        });
      });
    },
    [action.toString(), argument],
  );

const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

function tell(what, times, goal) {
  const most = Math.max(...times);
  const aim = goal === undefined ? "" : `goal ${goal} ms: ${median(times) <= goal ? "met" : "MISSED"}`;
  console.log(`${what.padEnd(52)} ${median(times).toFixed(1).padStart(9)} ms  (most ${most.toFixed(1)})  ${aim}`);
}

async function rounds(page, action, argument = () => undefined) {
  const times = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    times.push(await painted(page, action, argument(n)));
    // What a step leaves to be done later is not to be counted with the next one.
    await page.waitForTimeout(400);
  }
  return times;
}

const pressed = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
const called = () => document.querySelector(".form").requestSubmit();
const sought = (to) => {
  const range = document.querySelector(".time-range");
  range.value = String(to);
  range.dispatchEvent(new Event("input", { bubbles: true }));
};
const scrolled = (top) => {
  document.querySelector(".domains-list .list").scrollTop = top;
};
const typed = ([selector, text]) => {
  const field = document.querySelector(selector);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

/** Runs in the page before it: remembers what held it up longest, in milliseconds; nothing under 50 counts. */
function watch() {
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
  }).observe({ entryTypes: ["longtask"] });
}

/** Opens the page, counts what blocks it from now on, and brings a session in. */
async function bring(folder, name, text) {
  const page = await open({}, "", { script: watch });
  page.setDefaultTimeout(LONG_MS);
  const steps = JSON.parse(text).calls.length;
  const file = join(folder, `${name}.json`);
  await writeFile(file, text);
  await page.getByRole("button", { name: "Menu" }).click();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: /^Import/ }).click()]);
  const begun = Date.now();
  await chooser.setFiles(file);
  await page.waitForFunction((max) => document.querySelector(".time-range")?.max === max, String(steps));
  tell(`${name}: import of ${steps} calls`, [Date.now() - begun]);
  await page.waitForTimeout(1000);
  tell(`${name}: what blocked longest meanwhile`, [await page.evaluate(() => window.longest)]);
  await kept(page, steps);
  const again = Date.now();
  await page.reload();
  await page.waitForFunction((max) => document.querySelector(".time-range")?.max === max, String(steps));
  tell(`${name}: opening it again`, [Date.now() - again]);
  return page;
}

/** A domain is created and destroyed by the form, each time a call that is new; then back, and on again. */
async function steps(page, name, goal) {
  const [times, later] = [[], []];
  for (let n = 0; n < ROUNDS; n += 1) {
    await choose(page, n % 2 ? "virDomainDestroy" : "virDomainCreate");
    await page.waitForTimeout(400);
    times.push(await painted(page, called));
    await page.evaluate(() => {
      window.longest = 0;
    });
    await page.waitForTimeout(400);
    later.push(await page.evaluate(() => window.longest));
  }
  tell(`${name}: a new call`, times, goal);
  tell(`${name}: what it leaves to do later, such as keeping`, later, 50);
  tell(`${name}: a step back`, await rounds(page, pressed, () => "p"), goal);
  tell(`${name}: a step on`, await rounds(page, pressed, () => "n"), goal);
}

async function hundred(folder) {
  const page = await bring(folder, "100 domains", session(100, 101));
  await steps(page, "100 domains", 50);
  await page.context().close();
}

async function manyDomains(folder) {
  const page = await bring(folder, "10,000 domains", session(10_000, 10_001));
  const name = "10,000 domains";
  await steps(page, name, 100);
  tell(`${name}: scrolling the list`, await rounds(page, scrolled, (n) => (n + 1) * 20_000), 50);
  tell(`${name}: a letter in the filter`, await rounds(page, typed, (n) => [".domains-filter", n % 2 ? "domain-77" : "domain-7"]), 100);
  tell(`${name}: a letter in the search`, await rounds(page, typed, (n) => ["#call-search", "create".slice(0, 1 + (n % 6))]), 50);
  await page.locator("#call-search").fill("");
  await choose(page, "virDomainDefineXML");
  await paste(page, xml("typed"));
  const keys = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    keys.push(await painted(page, () => document.execCommand("insertText", false, " ")));
    await page.waitForTimeout(400);
  }
  tell(`${name}: a letter in the editor`, keys, 50);
  await page.context().close();
}

async function manySteps(folder) {
  const page = await bring(folder, "10,000 steps", session(20, 10_000));
  const name = "10,000 steps";
  tell(`${name}: seeking`, await rounds(page, sought, (n) => (n * 4787 + 31) % 10_000), 100);
  await steps(page, name, 50);
  await page.context().close();
}

/** 1.6 Mbit/s with 150 ms for there and back, and a processor four times as slow as this one. */
async function slow(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const bytes = (1.6 * 1024 * 1024) / 8;
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: bytes, uploadThroughput: bytes });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
}

/** Runs in the page before it: remembers when a call could first be clicked, in milliseconds since the visit began. */
function clickable() {
  const look = () => {
    if (document.querySelector(".form button[type=submit]:not([disabled])")) {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => (window.clickable = performance.now());
      channel.port2.postMessage(0);
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** A reader who was never here, on a slow line with a slow machine. */
async function firstVisit() {
  const [ready, step, later] = [[], [], []];
  for (let n = 0; n < 5; n += 1) {
    const page = await open({}, "", { script: clickable, prepare: slow });
    await page.waitForFunction(() => window.clickable);
    ready.push(await page.evaluate(() => window.clickable));
    // What is clicked before the engine is there is done when it is; a reader who waits for it is timed here.
    await page.getByRole("button", { name: "Call", exact: true }).click();
    await page.waitForFunction(() => document.querySelector(".time-range")?.value === "2");
    later.push(await page.evaluate(() => performance.now()));
    await choose(page, "virDomainLookupByName");
    await page.waitForTimeout(1500);
    step.push(await painted(page, called));
    await page.context().close();
  }
  tell("slow line, slow machine: until a call can be clicked", ready, 3000);
  tell("slow line, slow machine: until that call is a step", later);
  tell("slow line, slow machine: a step", step, 200);
}

const folder = await mkdtemp(join(tmpdir(), "virtlab-bench-"));
try {
  const all = { firstVisit, hundred, manyDomains, manySteps };
  const chosen = process.argv.slice(2);
  for (const [name, run] of Object.entries(all)) {
    if (chosen.length === 0 || chosen.includes(name)) await run(folder);
  }
} finally {
  await quit();
  await rm(folder, { recursive: true });
}
