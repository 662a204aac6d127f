// A session as a link: given, opened, opened again; and links that cannot be opened take nothing away.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, complaints, kept, make, open, outcome, quit, step, visit } from "./page.mjs";

after(quit);

const MENU = { name: "Menu" };
const COPY = { name: "Copy a link to this session" };
const note = (page, text) => page.getByRole("region", { name: "Notes" }).getByText(text).first();

/** The link that the menu gives. */
async function link(page) {
  await page.getByRole("button", MENU).click();
  await page.getByRole("button", COPY).click();
  await note(page, /A link to this session is on the clipboard/).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

test("a link is copied, opened by somebody else, and does not grow when it is shared on", async () => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await make(page, "virConnectGetURI");
  await make(page, "virConnectGetType");
  const given = await link(page);
  assert.match(given, /#\/s\/1[\w-]+$/);
  assert.ok(given.length < 200, `${given.length} characters`);

  const other = await open({ permissions: ["clipboard-read", "clipboard-write"] }, `#${given.split("#")[1]}`);
  await note(other, "The session of the link is open: 3 steps.").waitFor();
  await outcome(other).getByText("virConnectGetType", { exact: true }).first().waitFor();
  assert.equal(await step(other), "3");
  assert.equal(new URL(other.url()).hash, "#/lab", "a reload goes on, and does not begin again");
  assert.equal(await link(other), given);
  await kept(other, 3);
  await other.reload();
  await other.locator(".time-range").waitFor();
  assert.equal(await step(other), "3");
  await close(page);
  await close(other);
});

test("a link that is opened over work keeps the work", async () => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await make(page, "virConnectGetURI");
  const given = await link(page);
  await make(page, "virConnectGetHostname");
  await page.evaluate((hash) => (location.hash = hash), new URL(given).hash);
  await note(page, "The session of the link is open: 2 steps.").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await outcome(page).getByText("virConnectGetHostname", { exact: true }).first().waitFor();
  assert.equal(await step(page), "3");
  await close(page);
});

for (const [what, spoil, says] of [
  ["was cut", (token) => token.slice(0, -4), /some of it is missing or was altered/],
  ["a newer virtlab made", (token) => `7${token.slice(1)}`, /made by a newer virtlab \(format 7\)/],
]) {
  test(`a link that ${what} is told, and nothing is lost`, async () => {
    const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
    await make(page, "virConnectGetURI");
    const [address, token] = (await link(page)).split("#/s/");
    await kept(page, 2);
    const other = await visit(page.context(), `${new URL(address).search}#/s/${spoil(token)}`);
    await note(other, says).waitFor();
    assert.equal(await step(other), "2", "what was worked in is still there");
    assert.deepEqual(await complaints(other), []);
    await other.close();
    await close(page);
  });
}

test("without the clipboard the link is there to be copied by hand", async () => {
  const script = () => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  };
  const page = await open({}, "", { script });
  await page.getByRole("button", MENU).click();
  await page.getByRole("button", COPY).click();
  const dialog = page.getByRole("dialog");
  assert.match(await dialog.getByRole("textbox").inputValue(), /#\/s\/1[\w-]+$/);
  assert.deepEqual(await complaints(page), []);
  await close(page);
});
