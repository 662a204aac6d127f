// The world as a control: a host is changed by its form, and a domain goes by the arrows of the diagram.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { back, close, complaints, make, open, outcome, quit, step } from "./page.mjs";

after(quit);

const machine = (page) => page.getByRole("region", { name: "Machine" });
const about = (page) => machine(page).locator(".machine-about").innerText();

async function edit(page) {
  await machine(page).getByRole("button", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  return dialog;
}

/** The words of the fault at a field, which the field names as its description. */
async function fault(field) {
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  const id = await field.getAttribute("aria-describedby");
  return field.page().locator(`[id="${id}"]`).innerText();
}

test("a host is changed by its form, told what is wrong, and undone", async () => {
  const page = await open();
  await machine(page).waitFor();
  const before = await about(page);
  const start = await step(page);

  const dialog = await edit(page);
  assert.deepEqual(await complaints(page), []);
  const node = dialog.getByRole("group", { name: "Node 0" });
  const [memory, sockets, cores] = ["Memory (MiB)", "Sockets", "Cores each"].map((label) => node.getByLabel(label));
  const apply = dialog.getByRole("button", { name: "Apply" });
  await memory.fill("much");
  await apply.click();
  assert.match(await fault(memory), /whole number/);
  assert.equal(await sockets.getAttribute("aria-invalid"), null, "only what is wrong is marked");
  await memory.fill("8192");
  await cores.fill("0");
  await apply.click();
  assert.ok((await fault(cores)).length > 0);
  assert.equal(await memory.getAttribute("aria-invalid"), null);
  assert.deepEqual(await complaints(page), [], "with faults");
  assert.equal(await step(page), start, "nothing was called meanwhile");

  await sockets.fill("2");
  await cores.fill("4");
  await apply.click();
  await dialog.waitFor({ state: "detached" });
  await page.waitForFunction((n) => document.querySelector(".time-range")?.value === n, String(Number(start) + 1));
  await outcome(page).getByText("virtlabHostSet").first().waitFor();
  const changed = await about(page);
  assert.notEqual(changed, before);
  await make(page, "virNodeGetInfo");
  await outcome(page).getByText("cpus", { exact: true }).waitFor();

  await back(page, Number(start) + 2);
  assert.equal(await about(page), changed);
  await back(page, Number(start) + 1);
  assert.equal(await about(page), before, "undone");
  const again = await edit(page);
  assert.equal(await again.getByRole("group", { name: "Node 0" }).getByLabel("Memory (MiB)").inputValue(), "2048");
  await again.getByRole("button", { name: "Cancel" }).click();
  await close(page);
});

test("a node is added and taken away", async () => {
  const page = await open();
  const dialog = await edit(page);
  const nodes = dialog.getByRole("group", { name: /^Node \d+$/ });
  const count = await nodes.count();
  await dialog.getByRole("button", { name: "Add a node" }).click();
  assert.equal(await nodes.count(), count + 1);
  await dialog.getByRole("button", { name: `Remove Node ${count}` }).click();
  assert.equal(await nodes.count(), count);
  await dialog.getByRole("button", { name: "Add a node" }).click();
  await dialog.getByRole("button", { name: "Apply" }).click();
  await dialog.waitFor({ state: "detached" });
  await machine(page).getByText(new RegExp(`in ${count + 1} NUMA nodes`)).waitFor();
  await close(page);
});

test("the arrows of the diagram are live, and dim ones say why", async () => {
  const page = await open();
  const world = page.locator(".pane--world");
  await world.getByRole("option").first().click();
  const told = world.locator(".chart-told");
  const arrow = (call) => world.locator(".chart .way", { has: page.getByRole("button", { name: new RegExp(`^virDomain${call}( |$)`) }) });
  const line = (call) => arrow(call).locator(".way-hit");

  await line("Suspend").hover();
  await told.getByText(/^virDomainSuspend: leads to paused/).waitFor();
  const box = await line("Suspend").boundingBox();
  assert.ok(box.width >= 24 && box.height >= 24, `the arrow can be met: ${box.width} by ${box.height}`);
  await line("Suspend").click();
  await world.locator(".place[aria-current]", { hasText: "paused" }).waitFor();

  const before = await step(page);
  await line("Suspend").hover();
  await told.getByText("virDomainSuspend: Only for a domain that is running.").waitFor();
  await line("Suspend").click();
  assert.equal(await step(page), before, "a dim arrow does nothing");
  await page.locator(".chart").getByRole("button", { name: /^virDomainSuspend/ }).focus();
  await told.getByText("virDomainSuspend: Only for a domain that is running.").waitFor();
  assert.deepEqual(await complaints(page), []);
  await close(page);
});
