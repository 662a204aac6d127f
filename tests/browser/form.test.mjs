// Putting a call together: what is typed stays as it is typed, what is wrong is told at its field, functions are found by words.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { call, choose, close, complaints, open, outcome, paste, quit } from "./page.mjs";

after(quit);

const form = (page) => page.locator(".form");

test("a list of numbers is typed letter by letter", async () => {
  const page = await open();
  await outcome(page).getByText("virConnectOpen").waitFor();
  await choose(page, "virNodeGetFreePages");
  const pages = form(page).getByLabel(/^pages /);
  await pages.fill("");
  await pages.pressSequentially("4, 2048");
  assert.equal(await pages.inputValue(), "4, 2048");
  await pages.pressSequentially(", x");
  assert.equal(await pages.getAttribute("aria-invalid"), "true");
  const why = await pages.getAttribute("aria-describedby");
  assert.match(await page.locator(`[id="${why}"]`).innerText(), /whole number/);
  assert.deepEqual(await complaints(page), []);
  await pages.fill("4, 2048");
  assert.equal(await pages.getAttribute("aria-invalid"), null);
  await call(page);
  await page.getByRole("tab", { name: "Journal" }).click();
  await page.getByRole("option", { name: /virNodeGetFreePages\(conn1, \d+, \[4, 2048\]/ }).waitFor();
  await close(page);
});

test("Enter calls from a choice, too", async () => {
  const page = await open();
  await outcome(page).getByText("virConnectOpen").waitFor();
  await choose(page, "virConnectGetURI");
  await form(page).locator("select").press("Enter");
  await outcome(page).getByText("virConnectGetURI", { exact: true }).waitFor();
  assert.equal(await page.locator(".time-range").inputValue(), "2", "it was called once");
  await close(page);
});

test("functions are found by what they do, with the arrow keys", async () => {
  const page = await open();
  await outcome(page).getByText("virConnectOpen").waitFor();
  const search = page.locator("#call-search");
  await search.fill("pauses");
  await page.getByRole("button", { name: /^virDomainSuspend Pauses/ }).waitFor();
  assert.deepEqual(await complaints(page), []);
  await search.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.evaluate(() => document.activeElement.id), "call-search");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator("#call-title", { hasText: /^virDomainSuspend$/ }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "call-title");
  await close(page);
});

test("the place where a document is broken is marked, told under it, and led to", async () => {
  const page = await open();
  await outcome(page).getByText("virConnectOpen").waitFor();
  await choose(page, "virDomainDefineXML");
  await paste(page, "<domain type='test'>\n  <name>demo</nme>\n</domain>");
  await page.locator(".cm-problem-line", { hasText: "</nme>" }).waitFor();
  const told = form(page).locator(".editor-problem");
  await told.getByText("Opening and ending tag mismatch: name line 2 and nme", { exact: true }).waitFor();
  await told.getByRole("button", { name: "Line 2, column" }).click();
  await page.keyboard.press("End");
  await page.keyboard.type("<!-- here -->");
  await page.locator(".cm-line", { hasText: "</nme><!-- here -->" }).waitFor();
  await paste(page, "<domain type='test'><name>demo</name></domain>");
  await page.locator(".cm-problem-line").waitFor({ state: "detached" });
  await close(page);
});
