// The session as a program: the same calls in C, Python, for virsh, and as a scenario.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, complaints, make, open, quit } from "./page.mjs";

after(quit);

test("a session can be read in four spellings", async () => {
  const page = await open({}, "#/spellings");
  await page.getByText("There are no calls yet.").waitFor();
  await page.getByRole("link", { name: "Make some in the lab." }).click();
  await make(page, "virConnectOpen");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "As C, Python, virsh or a scenario" }).click();
  const text = page.locator("pre.spelling");
  await text.filter({ hasText: 'conn1 = virConnectOpen("test:///default");' }).waitFor();
  for (const [tab, said] of [
    ["Python", "conn1 = libvirt.open('test:///default')"],
    ["virsh", "virsh --connect test:///default"],
    ["Scenario", "call = 'virConnectOpen(\"test:///default\")'"],
  ]) {
    await page.getByRole("tab", { name: tab }).click();
    await text.filter({ hasText: said }).waitFor();
    assert.deepEqual(await complaints(page), [], tab);
  }
  await close(page);
});
