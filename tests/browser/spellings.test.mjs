// The session as a program: the same calls in C, Python, for virsh, and as a scenario.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, complaints, make, open, quit } from "./page.mjs";

after(quit);

test("a session can be read in four spellings", async () => {
  const page = await open();
  await make(page, "virConnectGetHostname");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "As C, Python, virsh or a scenario" }).click();
  const text = page.locator("pre.spelling");
  await text.filter({ hasText: "virConnectGetHostname(conn1);" }).waitFor();
  for (const [tab, said] of [
    ["Python", "print(conn1.getHostname())"],
    ["virsh", "hostname\nCOMMANDS"],
    ["Scenario", "call = 'virConnectGetHostname(conn1)'"],
  ]) {
    await page.getByRole("tab", { name: tab }).click();
    await text.filter({ hasText: said }).waitFor();
    assert.deepEqual(await complaints(page), [], tab);
  }
  await close(page);
});
