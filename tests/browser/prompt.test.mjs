// The prompt: virsh's commands, their output and their calls; Tab, arrows, and going back in time.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, complaints, open, quit, step } from "./page.mjs";

after(quit);

const log = (page) => page.getByRole("log");
const line = (page) => page.getByRole("textbox", { name: "A command of virsh" });

async function say(page, text) {
  await line(page).fill(text);
  await line(page).press("Enter");
  await log(page).locator(".prompt-said").last().getByText(text).waitFor();
}

test("a line prints what virsh prints and says which calls it made", async () => {
  const page = await open({}, "#/prompt");
  await line(page).waitFor();
  await say(page, "list --all");
  const table = " Id   Name   State\n----------------------\n 1    test   running\n\n";
  assert.equal(await log(page).locator("pre").last().textContent(), table);
  await say(page, "suspend test");
  await log(page).locator("summary").last().click();
  await log(page).getByRole("button", { name: "virDomainSuspend(dom2)" }).waitFor();
  await say(page, "start test");
  assert.equal(await log(page).locator("pre").last().textContent(), "error: Domain is already active\n\n");
  await say(page, "define demo.xml");
  assert.equal(await log(page).locator("pre").last().textContent(), "Domain 'demo' defined from demo.xml\n\n");
  assert.deepEqual(await complaints(page), []);
  await close(page);
});

test("the calls are steps, and stepping back undoes them", async () => {
  const page = await open({}, "#/prompt");
  await line(page).waitFor();
  await say(page, "suspend test");
  await page.getByRole("link", { name: "Lab", exact: true }).click();
  await page.locator(".pane--world").getByText("paused").first().waitFor();
  assert.equal(await step(page), "4");
  await page.getByRole("link", { name: "Prompt", exact: true }).click();
  await say(page, "resume test");
  await say(page, "domstate test");
  assert.equal(await log(page).locator("pre").last().textContent(), "running\n\n");
  await log(page).locator("summary").first().click();
  await log(page).getByRole("button", { name: "virDomainSuspend(dom1)" }).click();
  await log(page).getByText("not in the past of this moment").first().waitFor();
  await say(page, "domstate test");
  assert.equal(await log(page).locator("pre").last().textContent(), "paused\n\n");
  await close(page);
});

test("Tab completes while there is something to complete, and leaves otherwise", async () => {
  const page = await open({}, "#/prompt");
  await line(page).focus();
  const here = () => line(page).evaluate((element) => element === document.activeElement);
  await page.keyboard.press("Tab");
  assert.ok(!(await here()), "an empty line lets Tab go");
  await line(page).focus();
  await page.keyboard.type("domst");
  await page.keyboard.press("Tab");
  assert.equal(await line(page).inputValue(), "domstat");
  await page.keyboard.press("Tab");
  await page.getByRole("status").filter({ hasText: "domstate" }).first().waitFor();
  assert.ok(await here());
  await page.keyboard.press("Tab");
  assert.ok(!(await here()), "a second Tab leaves");
  await line(page).fill("domstate t");
  await page.keyboard.press("Tab");
  assert.equal(await line(page).inputValue(), "domstate test ");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.ok(!(await here()), "after Escape Tab leaves");
  await line(page).focus();
  await page.keyboard.press("Shift+Tab");
  assert.ok(!(await here()), "Shift and Tab leave");
  await close(page);
});

test("the arrows bring earlier lines back", async () => {
  const page = await open({}, "#/prompt");
  await line(page).waitFor();
  await say(page, "uri");
  await say(page, "hostname");
  await line(page).press("ArrowUp");
  assert.equal(await line(page).inputValue(), "hostname");
  await line(page).press("ArrowUp");
  assert.equal(await line(page).inputValue(), "uri");
  await line(page).press("ArrowDown");
  await line(page).press("ArrowDown");
  assert.equal(await line(page).inputValue(), "");
  await close(page);
});
