// What is kept: tabs beside each other lose nothing of each other's, and a browser that keeps nothing is told of.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, kept, make, open, outcome, quit, step, visit } from "./page.mjs";

after(quit);

const called = (page, name) => outcome(page).getByText(name, { exact: true }).first().waitFor();
const copied = (page) => page.getByText(/open in another tab too/).first();

async function again(page) {
  await page.reload();
  await page.locator(".time-range").waitFor();
}

async function earlier(page) {
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Earlier sessions" }).click();
  return page.getByRole("dialog").getByRole("listitem");
}

test("two tabs each keep their own session", async () => {
  const one = await open();
  await make(one, "virConnectGetURI");
  await kept(one, 2);

  const other = await visit(one.context());
  await copied(other).waitFor();
  assert.equal(await step(other), "2", "a copy of what the first tab had");
  await again(other);
  await copied(other).waitFor();
  assert.equal(await step(other), "2", "still a copy: nothing was done with it");
  await make(other, "virConnectGetType");
  await make(other, "virConnectGetVersion");
  await kept(other, 4);
  await make(one, "virConnectGetHostname");
  await kept(one, 3);

  await again(other);
  assert.equal(await step(other), "4");
  await called(other, "virConnectGetVersion");
  assert.equal(await copied(other).count(), 0, "it has its own by now");
  await again(one);
  assert.equal(await step(one), "3");
  await called(one, "virConnectGetHostname");

  const open_elsewhere = (await earlier(one)).filter({ hasText: "Open in another tab" });
  await open_elsewhere.getByRole("button", { name: "Open a copy" }).waitFor();
  await one.keyboard.press("Escape");

  await other.close();
  const gone = (await earlier(one)).filter({ hasText: "4 steps" });
  await gone.getByRole("button", { name: "Go back to it" }).click();
  await called(one, "virConnectGetVersion");
  const own = (await earlier(one)).filter({ hasText: "3 steps" });
  await own.getByRole("button", { name: "Go back to it" }).click();
  await called(one, "virConnectGetHostname");
  await close(one);
});

test("a tab that comes after all others are gone goes on with the newest session", async () => {
  const one = await open();
  await make(one, "virConnectGetURI");
  await kept(one, 2);
  const context = one.context();
  await one.close();
  const other = await visit(context);
  await called(other, "virConnectGetURI");
  assert.equal(await copied(other).count(), 0);
  await close(other);
});

test("a browser that keeps nothing is told of once, with a way out", async () => {
  const script = () => {
    indexedDB.open = () => {
      throw new DOMException("refused", "SecurityError");
    };
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  };
  const page = await open({}, "", { script });
  await make(page, "virConnectGetURI");
  const note = page.getByRole("region", { name: "Notes" }).getByText(/does not keep your session/);
  await note.waitFor();
  await make(page, "virConnectGetType");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export this session" }).click()]);
  assert.match(download.suggestedFilename(), /json$/);
  await make(page, "virConnectGetVersion");
  assert.equal(await note.count(), 0, "it was told once");
  page.faults.length = 0;
  await close(page);
});
