// The program comes in chunks: the first view is of use before they have arrived, and one that does not arrive is told.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { choose, close, open, outcome, quit, step } from "./page.mjs";

/** Everything that is not needed for the first interaction, but for the words. */
const LATER = /\/lazy\/(?!i18n\/)/;

after(quit);

/** Holds back what matches until `release` is called. */
function held(pattern) {
  let release;
  const until = new Promise((resolve) => (release = resolve));
  const prepare = (page) => page.route(pattern, async (route) => {
    await until;
    await route.continue();
  });
  return { prepare, release };
}

test("without any chunk the header, the palette and the form work, and a call waits for the engine", async () => {
  const { prepare, release } = held(LATER);
  const page = await open({}, "", { prepare });
  const html = page.locator("html");

  await page.getByRole("button", { name: /^Theme/ }).click();
  await page.waitForFunction(() => document.documentElement.dataset.theme === "light");
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByRole("link", { name: "实验台" }).waitFor();
  assert.equal(await html.getAttribute("lang"), "zh-Hans");
  await page.getByRole("button", { name: "EN" }).click();
  await page.getByRole("link", { name: "Lab", exact: true }).waitFor();

  await page.getByRole("searchbox").fill("maxvcpus");
  await page.getByRole("button", { name: "virConnectGetMaxVcpus" }).waitFor();
  await choose(page, "virConnectGetMaxVcpus");
  await page.locator(".prototype", { hasText: "int virConnectGetMaxVcpus" }).waitFor();
  await page.locator(".form-about").waitFor();
  assert.equal(await page.locator(".form select").first().inputValue(), "conn1");
  assert.equal(await page.locator(".time-range").count(), 0, "the engine has not arrived");
  await page.getByRole("button", { name: "Call", exact: true }).click();
  await page.getByText("The call will be made as soon as the engine has arrived.").waitFor();
  await choose(page, "virConnectGetURI");

  release();
  await outcome(page).getByText("virConnectGetMaxVcpus").first().waitFor();
  assert.equal(await step(page), "2", "the call was made once");
  await page.locator("#call-title", { hasText: /^virConnectGetURI$/ }).waitFor();
  assert.equal(await page.getByText("as soon as the engine").count(), 0);
  await close(page);
});

for (const [what, pattern, path, there] of [
  ["the engine", /\/lazy\/engine-/, "", ".world"],
  ["the panes of the lab", /\/lazy\/panes-/, "", ".world"],
  ["a view", /\/lazy\/views-/, "#/matrix", ".matrix-frame"],
  ["the words", /\/lazy\/i18n\/en\//, "", ".form-about"],
]) {
  test(`${what} that does not arrive is told, and comes when the reader asks again`, async () => {
    const page = await open({}, path, { prepare: (page) => page.route(pattern, (route) => route.abort()) });
    const alert = page.getByRole("alert").filter({ hasText: "A part of the page did not arrive." });
    await alert.waitFor();
    await page.getByRole("link", { name: "Reference" }).waitFor();
    assert.equal(await page.locator(there).count(), 0);
    const again = alert.getByRole("button", { name: "Try again" });
    // It may fail again.
    await Promise.all([page.waitForEvent("requestfailed", (request) => pattern.test(request.url())), again.click()]);
    await alert.waitFor();
    await page.unroute(pattern);
    await again.click();
    await page.locator(there).first().waitFor();
    assert.equal(await alert.count(), 0);
    // The browser tells of each fetch that failed; of nothing else.
    page.faults = page.faults.filter((fault) => !/Failed to (load resource|fetch)/.test(fault));
    await close(page);
  });
}

test("a session of an earlier visit comes back with the engine, and a call that was made early follows it", async () => {
  const page = await open();
  await choose(page, "virConnectGetHostname");
  await page.getByRole("button", { name: "Call", exact: true }).click();
  await outcome(page).getByText("virConnectGetHostname").first().waitFor();
  await page.waitForFunction(() => indexedDB.databases().then((all) => all.length > 0));
  const { prepare, release } = held(/\/lazy\/engine-/);
  await prepare(page);
  await page.reload();
  await choose(page, "virConnectGetType");
  await page.getByRole("button", { name: "Call", exact: true }).click();
  release();
  await outcome(page).getByText("virConnectGetType").first().waitFor();
  assert.equal(await step(page), "3");
  await close(page);
});
