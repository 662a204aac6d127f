// Every view in both themes, both languages, wide and narrow: axe has nothing to say, nothing sticks out, Tab gets through.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, complaints, make, open, quit } from "./page.mjs";

after(quit);

const VIEWS = [
  "#/lab", "#/lessons", "#/lessons/libvirt", "#/lessons/notes", "#/exercises", "#/exercises/pause", "#/teach", "#/walkthroughs", "#/prompt", "#/listings",
  "#/spellings", "#/matrix", "#/reference", "#/reference/virDomainCreate",
];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];

for (const view of VIEWS) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${view} in ${colorScheme}: axe, width`, async () => {
      for (const viewport of SIZES) {
        for (const locale of ["en-GB", "zh-CN"]) {
          const page = await open({ viewport, colorScheme, locale }, view);
          assert.deepEqual(await complaints(page), [], `${view} ${locale} ${viewport.width}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(wide <= 0, `${view} sticks out by ${wide} px at ${viewport.width} (${locale})`);
          await close(page);
        }
      }
    });
  }
}

test("a bench scrolls in its panes and not as a whole", async () => {
  for (const view of ["#/lab", "#/lessons/libvirt", "#/listings"]) {
    for (const viewport of SIZES) {
      const page = await open({ viewport }, view);
      await page.locator(".life").first().waitFor({ state: "attached" });
      const [high, seen] = await page.evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
      assert.ok(high <= seen, `${view} is ${high} px high at ${viewport.width}, the page ${seen}`);
      await close(page);
    }
  }
});

test("at 320 px nothing sticks out", async () => {
  for (const view of VIEWS) {
    const page = await open({ viewport: { width: 320, height: 640 } }, view);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${view} sticks out by ${wide} px`);
    await close(page);
  }
});

test("Tab goes through the lab and comes out again", async () => {
  const page = await open();
  await make(page, "virConnectGetURI");
  await page.evaluate(() => document.body.focus());
  const seen = new Set();
  for (let i = 0; i < 300; i += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "out";
      return [...document.querySelectorAll("*")].indexOf(element).toString();
    });
    if (at === "out" || seen.has(at)) break;
    seen.add(at);
  }
  assert.ok(seen.size > 20, `Tab reached ${seen.size} things only`);
  assert.ok(seen.size < 300, "Tab does not come to an end");
  await close(page);
});
