// Lessons: the first is done to its end; a mistake is explained; the time line takes a tick away; another language; the prompt.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { back, close, complaints, open, quit, step } from "./page.mjs";

after(quit);

/** Opens a lesson. */
async function lesson(name, options = {}) {
  const page = await open(options, `#/lessons/${name}`);
  await page.locator(".lesson-step.is-next").waitFor();
  return page;
}

/** The step that is next, by its name. */
const next = (page, name) => page.locator(`.lesson-step.is-next:has(#lesson-step-${name})`);

/** Presses the buttons of the step that is next, one after the other. */
async function press(page, name, count = 1) {
  await next(page, name).waitFor();
  for (let i = 0; i < count; i += 1) {
    const before = await step(page);
    await page.locator(`.lesson-step:has(#lesson-step-${name}) .ready button:not(.icon-button)`).nth(i).click();
    await page.waitForFunction((n) => document.querySelector(".time-range")?.value !== n, before);
  }
}

test("the first lesson is done to its end, with a mistake on the way", async () => {
  const page = await open({}, "#/lessons");
  await page.locator(".lessons .is-next a").press("Enter");
  // The link is gone, and the reader is where the lesson begins.
  await page.waitForFunction(() => document.activeElement.id === "view-title");
  await press(page, "open");
  await page.locator("#lesson-done-open", { hasText: "the lab calls it conn1" }).waitFor();
  await press(page, "type");
  await page.locator("#lesson-done-type", { hasText: "TEST" }).waitFor();
  await press(page, "version");
  await press(page, "list");
  await press(page, "info");
  await press(page, "suspend");
  await page.locator(".world", { hasText: "paused" }).waitFor();
  await back(page, Number(await step(page)));
  await next(page, "suspend").waitFor();
  await press(page, "suspend");
  await press(page, "back");

  // Closing before the handle is freed is the mistake that the step explains; the way out is a step back.
  await next(page, "close").waitFor();
  await page.locator(".lesson-step.is-next .ready button:not(.icon-button)").nth(1).click();
  await page.locator(".lesson-mistake", { hasText: "the connection is still held" }).waitFor();
  await back(page, Number(await step(page)));
  await page.locator(".lesson-mistake").waitFor({ state: "detached" });
  await press(page, "close", 2);
  const end = page.locator(".lesson-end");
  await end.getByRole("link", { name: "Next lesson: URIs and connecting" }).waitFor();
  assert.deepEqual(await complaints(page), []);
  await end.getByRole("link", { name: "Hold still" }).click();
  await page.getByRole("link", { name: "What libvirt is" }).click();
  await end.waitFor();

  await page.getByRole("link", { name: "All lessons" }).click();
  await page.locator(".lesson-whole").waitFor();
  await page.reload();
  await page.locator(".lesson-whole").waitFor();
  await close(page);
});

test("a lesson in Chinese says what came of the call, and a call of one's own is no harm", async () => {
  const page = await lesson("identifiers", { locale: "zh-CN" });
  await press(page, "name");
  await page.locator("#lesson-done-name", { hasText: "dom1" }).waitFor();
  assert.equal(await page.locator("#lesson-done-name", { hasText: "{" }).count(), 0);
  await close(page);
});

test("lines at the prompt do the steps of a lesson", async () => {
  const page = await lesson("virsh");
  await page.locator(".prompt-form").waitFor();
  await press(page, "list");
  await page.locator(".prompt-log", { hasText: "running" }).waitFor();
  await page.locator("#lesson-done-list").waitFor();
  await page.locator("#prompt-line").fill("dominfo test");
  await page.locator("#prompt-line").press("Enter");
  await page.locator("#lesson-done-dominfo").waitFor();
  await close(page);
});

test("on a narrow screen prose and bench take turns, and the tab says how far the reader is", async () => {
  const page = await lesson("life-cycle", { viewport: { width: 360, height: 740 } });
  await press(page, "define");
  await page.locator("#lesson-done-define").waitFor();
  const tab = page.getByRole("tab", { name: /Lesson/ });
  assert.match(await tab.innerText(), /1\/8/);
  await page.getByRole("tab", { name: "Bench" }).click();
  await page.locator(".world", { hasText: "demo" }).waitFor();
  await tab.click();
  await page.locator("#lesson-done-define").waitFor();
  await close(page);
});

test("a lesson goes on where it was left, from the lab and from another lesson, and begins anew when that is asked for", async () => {
  const page = await lesson("life-cycle");
  await press(page, "define");
  await press(page, "create");
  await page.getByRole("link", { name: "Lab", exact: true }).click();
  const strip = page.locator(".guide", { hasText: "The life cycle" });
  await strip.getByText("2 of 8 steps done").waitFor();
  await strip.getByRole("link", { name: "Back to the lesson" }).click();
  await next(page, "again").waitFor();
  const steps = await step(page);

  await page.goto(new URL("#/lessons/errors", page.url()).href);
  await press(page, "fail");
  await page.goto(new URL("#/lessons/life-cycle", page.url()).href);
  await next(page, "again").waitFor();
  assert.equal(await step(page), steps);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Earlier sessions" }).click();
  await page.getByRole("listitem").filter({ hasText: "Lesson “Errors, and how one is lost”" }).waitFor();
  await page.keyboard.press("Escape");
  await page.reload();
  await next(page, "again").waitFor();
  await page.goto(new URL("#/lessons/errors", page.url()).href);
  await next(page, "read").waitFor();
  await page.getByRole("button", { name: "Start over" }).click();
  await next(page, "fail").waitFor();
  await close(page);
});
