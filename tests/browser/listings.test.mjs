// Listings: run, stepped back and forth, edited; mistakes are named; the calls are the session's.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, complaints, open, quit, step } from "./page.mjs";

after(quit);

// The editor's text lives in a shadow root, which locators see through.
const TEXT = ".listing-frame .cm-content";
const STATUS = ".listing-steps [role=status]";

/** Opens the view with a listing. */
async function listing(name, options = {}) {
  const page = await open(options, `#/listings/${name}`);
  await page.locator(TEXT).waitFor();
  return page;
}

/** Waits until the listing stands at a step. */
function at(page, number) {
  return page.locator(STATUS, { hasText: new RegExp(`^Step ${number} of `) }).waitFor();
}

/** Writes a text over the one that is there, as a person does who selects all of it first. */
async function write(page, text) {
  await page.locator(TEXT).press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

const forward = (page) => page.getByRole("button", { name: "One line forward" }).click();
const backward = (page) => page.getByRole("button", { name: "One line back" }).click();
const row = (page, name) => page.locator(".watch-variables tr", { has: page.locator(`th code:text-is("${name}")`) });

test("a listing is run and stepped back and forth, and its calls are the session's", async () => {
  const page = await listing("life-cycle");
  const before = Number(await step(page));
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator(".watch-output", { hasText: "undefined; now there are 0" }).waitFor();
  await page.getByText("The program ended with status 0.").waitFor();
  const end = Number(await step(page));
  assert.ok(end > before + 20, `the session went from ${before} to ${end}`);

  await page.getByRole("button", { name: "To the first step" }).click();
  await at(page, 1);
  assert.equal(await page.locator(".watch-output").innerText(), "");
  assert.equal(await step(page), String(before + 1), "the first line opens a connection");
  await page.locator(".listing-frame .cm-lineNumbers .cm-line-here", { hasText: /^26$/ }).waitFor();
  await row(page, "conn").getByText("→ conn").waitFor();
  await row(page, "dom").getByText("no value yet").waitFor();

  await forward(page);
  await at(page, 2);
  await forward(page);
  await at(page, 3);
  await row(page, "dom").getByText("→ dom").waitFor();
  await page.locator(".watch-calls", { hasText: "virDomainDefineXML(" }).waitFor();
  await page.locator(".world", { hasText: "demo" }).waitFor();

  await backward(page);
  await at(page, 2);
  await row(page, "dom").getByText("no value yet").waitFor();
  assert.equal(await page.locator(".world", { hasText: "demo" }).count(), 0, "the world went back too");
  await close(page);
});

test("running again begins where the first run began", async () => {
  const page = await listing("inactive-names");
  const run = page.getByRole("button", { name: "Run", exact: true });
  await run.click();
  await page.locator(".watch-output", { hasText: "0: test" }).waitFor();
  const end = await step(page);
  await page.getByRole("button", { name: "Step through" }).click();
  await at(page, 1);
  await page.getByRole("button", { name: "To the last step" }).click();
  await page.locator(".watch-output", { hasText: "0: test" }).waitFor();
  assert.equal(await step(page), end);
  await close(page);
});

test("a Python listing is stepped back and forth, and the language is chosen", async () => {
  const page = await listing("python-life-cycle");
  await page.getByLabel("Written in").waitFor();
  assert.equal(await page.getByLabel("Written in").inputValue(), "python");
  const before = Number(await step(page));
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator(".watch-output", { hasText: "undefined; now there are 0" }).waitFor();
  await page.getByText("The program ended with status 0.").waitFor();

  await page.getByRole("button", { name: "To the first step" }).click();
  await at(page, 1);
  assert.equal(await step(page), String(before), "the first line calls nothing");
  await row(page, "XML").waitFor();
  await forward(page);
  await at(page, 2);
  assert.equal(await step(page), String(before + 1), "the second opens a connection");
  await row(page, "conn").getByText("→ conn").waitFor();
  await forward(page);
  await at(page, 3);
  await row(page, "dom").getByText("→ dom").waitFor();
  await page.locator(".watch-calls", { hasText: "virDomainDefineXML(" }).waitFor();
  await page.locator(".world", { hasText: "demo" }).waitFor();
  await backward(page);
  await at(page, 2);
  assert.equal(await row(page, "dom").count(), 0, "dom has no value yet");
  assert.equal(await page.locator(".world", { hasText: "demo" }).count(), 0, "the world went back too");

  // The same example in the other language; what the reader wrote stays, and is read as the language that is chosen.
  await page.getByLabel("Written in").selectOption("c");
  await page.locator(TEXT, { hasText: "#include <libvirt/libvirt.h>" }).waitFor();
  await write(page, "print('hello')\n");
  await page.locator(".told--error").first().waitFor();
  await page.getByLabel("Written in").selectOption("python");
  await page.waitForFunction(() => !document.querySelector(".told"));
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator(".watch-output", { hasText: "hello" }).waitFor();
  await page.reload();
  await page.locator(TEXT).waitFor();
  assert.equal(await page.getByLabel("Written in").inputValue(), "python");
  await close(page);
});

test("a Python listing’s mistakes are named, in Chinese too", async () => {
  const page = await listing("python-errors");
  await write(page, "import libvirt\nconn = libvirt.open('test:///default')\nconn.lookupByNmae('test')\n");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator(".told--advice", { hasText: "lookupByName()" }).waitFor();
  await page.locator(".told--error", { hasText: "AttributeError" }).waitFor();
  await close(page);
  const chinese = await listing("python-errors", { locale: "zh-CN" });
  await write(chinese, "import os\n");
  await chinese.getByRole("button", { name: "运行", exact: true }).click();
  await chinese.locator(".told--error", { hasText: "这里没有模块 os" }).waitFor();
  await close(chinese);
});

test("mistakes are named as they are written, and the notes' own are", async () => {
  const page = await listing("printed-inactive");
  await page.locator(".told--error", { hasText: "virConnectListDefinedDomains" }).waitFor();
  await page.getByRole("button", { name: "line 12" }).click();
  assert.ok(await page.locator(TEXT).evaluate((text) => text.getRootNode().activeElement === text), "the cursor is in the text");
  await page.locator(".listing-frame .cm-lineNumbers .cm-line-error", { hasText: /^12$/ }).waitFor();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText("Run the listing: its calls are made").waitFor();

  await page.locator(TEXT).fill("int main(void) {\n  int a = 1\n  return a;\n}\n");
  await page.locator(".told--error", { hasText: "; is missing here" }).waitFor();
  await page.locator(TEXT).fill("int main(void) {\n  int a = 1;\n  return a;\n}\n");
  await page.waitForFunction(() => !document.querySelector(".told"));
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText("The program ended with status 1.").waitFor();
  await close(page);
});

test("the messages are in Chinese, too", async () => {
  const page = await listing("printed-transient", { locale: "zh-CN" });
  await page.locator(".told--error", { hasText: "libvirt 没有函数 virConnectCreateXML" }).waitFor();
  await close(page);
});

for (const colorScheme of ["light", "dark"]) {
  test(`a step has nothing for axe to say and fits (${colorScheme})`, async () => {
    for (const width of [1280, 360, 320]) {
      const page = await listing(width === 360 ? "python-errors" : "errors", { viewport: { width, height: 740 }, colorScheme });
      await page.getByRole("button", { name: "Step through" }).click();
      await at(page, 1);
      await forward(page);
      assert.deepEqual(await complaints(page), [], `${width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `sticks out by ${wide} px at ${width}`);
      await close(page);
    }
  });
}
