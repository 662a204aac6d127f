// A learner's first hour: from pasted XML through a domain's whole life, back in time, away and back again.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, test } from "node:test";
import { back, call, choose, close, kept, make, open, outcome, paste, quit, step } from "./page.mjs";

const XML = `<domain type='test'>
  <name>first</name>
  <memory unit='MiB'>256</memory>
  <vcpu>2</vcpu>
  <os><type>hvm</type></os>
</domain>
`;

after(quit);

const state = (page) => page.locator(".pane--world");

test("a domain's whole life, and back to the pause", async () => {
  const page = await open();
  await outcome(page).getByText("virConnectOpen").waitFor();

  await choose(page, "virDomainDefineXML");
  await paste(page, XML);
  await call(page);
  await outcome(page).getByText("dom1").first().waitFor();
  await state(page).getByText("first").first().waitFor();

  await make(page, "virDomainCreate");
  await state(page).getByText("running").first().waitFor();
  await make(page, "virDomainCreate");
  await outcome(page).getByText("internal error: Domain 'first' is already running").first().waitFor();

  await make(page, "virDomainSuspend");
  await state(page).getByText("paused").first().waitFor();
  const paused = await step(page);
  await make(page, "virDomainResume");
  await make(page, "virDomainShutdown");
  await state(page).getByText("shut off").first().waitFor();
  await make(page, "virDomainCreate");
  await make(page, "virDomainUndefine");
  await state(page).getByText("transient").first().waitFor();
  await make(page, "virDomainDestroy");
  const end = await step(page);
  await make(page, "virDomainGetState");
  await outcome(page).getByText("Domain not found: no domain with matching uuid").first().waitFor();

  // Back to the pause: the world is as it was then.
  for (let n = Number(await step(page)); n > Number(paused); n -= 1) await back(page, n);
  await state(page).getByText("paused").first().waitFor();

  // Away and back: the session is there, at the same moment.
  await kept(page, Number(end) + 1);
  await page.reload();
  await page.locator("#view-title").waitFor();
  await state(page).getByText("paused").first().waitFor();
  assert.equal(await step(page), paused);
  await page.getByRole("button", { name: "To the end" }).click();
  assert.equal(Number(await step(page)), Number(end) + 1);
  await close(page);
});

test("a session goes out to a file and comes in again", async () => {
  const page = await open();
  await choose(page, "virDomainDefineXML");
  await paste(page, XML);
  await call(page);
  await make(page, "virDomainCreate");
  await page.getByRole("button", { name: "Menu" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Export/ }).click()]);
  const file = await download.path();
  const text = await readFile(file, "utf8");
  assert.ok(text.includes("virDomainCreate(dom1)"));
  await close(page);

  const other = await open();
  assert.equal(await step(other), "1");
  await other.getByRole("button", { name: "Menu" }).click();
  const named = `${file}.json`;
  await writeFile(named, text);
  const [chooser] = await Promise.all([other.waitForEvent("filechooser"), other.getByRole("button", { name: /^Import/ }).click()]);
  await chooser.setFiles(named);
  await state(other).getByText("running").first().waitFor();
  assert.equal(await step(other), "3");
  await close(other);
});

test("changing the past begins a branch and keeps the old one", async () => {
  const page = await open();
  await choose(page, "virDomainDefineXML");
  await paste(page, XML);
  await call(page);
  await make(page, "virDomainCreate");
  await back(page, 3);
  await make(page, "virDomainUndefine");
  const branches = page.getByRole("combobox", { name: "Branch" });
  await branches.waitFor();
  await branches.selectOption({ label: "main" });
  await state(page).getByText("running").first().waitFor();
  await close(page);
});

test("the page foresees a failure before the call", async () => {
  const page = await open();
  await choose(page, "virDomainDefineXML");
  await paste(page, XML);
  await call(page);
  await choose(page, "virDomainSuspend");
  await page.getByText("This will fail: internal error: domain 'first' not running").first().waitFor();
  await close(page);
});

test("a document that cannot be read is refused at its line, and the text is kept", async () => {
  const page = await open();
  await choose(page, "virDomainDefineXML");
  await paste(page, "<domain type='test'>\n  <name>x</nam>\n</domain>");
  await call(page);
  await outcome(page).getByText("VIR_ERR_XML_DETAIL").first().waitFor({ state: "attached" });
  await outcome(page).getByText(/at line 2/).first().waitFor();
  assert.ok((await page.locator(".cm-content").innerText()).includes("</nam>"));
  await close(page);
});

test("a learner's names and XML are text, never markup", async () => {
  const page = await open();
  await choose(page, "virDomainDefineXML");
  const name = "&lt;img src=x onerror=alert(1)&gt;";
  await paste(page, XML.replace("first", name));
  await call(page);
  await page.getByText("<img src=x onerror=alert(1)>").first().waitFor();
  assert.equal(await page.locator("img").count(), 0);
  await close(page);
});
