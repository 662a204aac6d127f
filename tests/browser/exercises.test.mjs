// Exercises: one done wrongly and rightly, with its hints, an answer that is typed, and what is kept of it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { back, choose, choose_file, close, complaints, downloaded, make, open, paste, quit, step, unzipped } from "./page.mjs";

after(quit);

/** Begins an exercise from its page. */
async function begun(name, options = {}) {
  const page = await open(options, `#/exercises/${name}`);
  await page.locator(".main--exercises .button--primary").click();
  await page.locator("#exercise-title").waitFor();
  return page;
}

const row = (page, text) => page.locator(".goal-row", { hasText: text });
const met = (page, text) => page.locator(".goal-row.is-met", { hasText: text });
const done = (page, text) => page.locator(".exercise-done", { hasText: text }).waitFor();

test("an exercise is done wrongly, which is explained, and then rightly", async () => {
  const page = await begun("off-is-not-gone");
  await row(page, "domain demo, exists: yes; required: no").waitFor();
  await make(page, "virDomainDestroy");
  await page.locator(".exercise-mistake", { hasText: "destroy does not delete" }).waitFor();
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.locator(".note", { hasText: "0 of 1 reached. First: domain demo, exists: yes; required: no" }).waitFor();

  // The time line goes back, and the goal with it.
  const at = Number(await step(page));
  await back(page, at);
  await page.locator(".exercise-mistake").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /One step forward/ }).click();
  await page.locator(".exercise-mistake").waitFor();

  await make(page, "virDomainUndefine");
  await done(page, "Done, with 2 calls. It cannot be done with fewer.");
  await met(page, "domain demo, exists: no").waitFor();
  assert.deepEqual(await complaints(page), []);
  // The next one begins where its task is read.
  await page.getByRole("button", { name: /^Next: / }).press("Enter");
  await page.locator(".exercise-done").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.id), "view-title");

  await page.goto(new URL("#/exercises", page.url()).href);
  const kept = page.locator(".exercise-row", { hasText: "Off is not gone" });
  await kept.locator(".exercise-best", { hasText: "done in 2 calls · fewest: 2" }).waitFor();
  await page.reload();
  await kept.locator(".exercise-best", { hasText: "done in 2 calls" }).waitFor();
  await close(page);
});

test("hints give away more and more, and the last is the next call, after a detour too", async () => {
  const page = await begun("go-back");
  await make(page, "virDomainGetName");
  await page.getByRole("button", { name: "Hint (1 left)" }).click();
  await page.locator(".exercise-hint", { hasText: "A snapshot has handles of its own" }).waitFor();
  await page.getByRole("button", { name: "Show the next call" }).click();
  await page.locator(".exercise-hint code", { hasText: /^virDomainSnapshot(LookupByName|Current)/ }).waitFor();
  await page.getByRole("button", { name: "Put it together" }).click();
  await page.locator("#call-title", { hasText: "virDomainSnapshot" }).waitFor();
  await close(page);
});

test("an answer is typed, a wrong one explained, and what is right is not given away", async () => {
  const page = await begun("host-memory", { locale: "zh-CN" });
  const field = page.locator(".exercise-question input");
  await choose(page, "virNodeGetInfo");
  await page.getByRole("button", { name: "调用", exact: true }).click();
  await row(page, "virNodeGetInfo 调用成功过：是").waitFor();
  // No call is missing any more, and so none is shown.
  for (const left of [2, 1]) await page.getByRole("button", { name: `提示（还有 ${left} 条）` }).click();
  await page.getByRole("button", { name: "显示下一个调用" }).click();
  await page.locator(".exercise-hint", { hasText: "只差你的答案" }).waitFor();
  await field.fill("3145728");
  await field.press("Enter");
  await page.locator(".exercise-mistake", { hasText: "KiB" }).waitFor();
  await row(page, "你的答案：3145728，不是所问的").waitFor();
  assert.ok(!(await page.locator(".exercise").innerText()).includes("3072"));
  await field.fill("3 072");
  await field.press("Enter");
  await done(page, "完成");
  assert.deepEqual(await complaints(page), []);
  await close(page);
});

for (const colorScheme of ["light", "dark"]) {
  test(`the strip in ${colorScheme}: axe, width`, async () => {
    for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
      for (const locale of ["en-GB", "zh-CN"]) {
        const page = await begun("hear-of-it", { viewport, colorScheme, locale });
        assert.deepEqual(await complaints(page), [], `${locale} ${viewport.width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `it sticks out by ${wide} px at ${viewport.width} (${locale})`);
        await close(page);
      }
    }
  });
}

const GIVEN = `
title = "Lights out"
level = "easy"
task = "Switch the domain test off."
start = ['virConnectOpen("test:///default")', 'virDomainLookupByName(conn1, "test")']
solution = ['virDomainDestroy(dom1)']

[[goal]]
domain = "test"
active = false
`;

test("an exercise that a teacher gives as a file is taken up, and a fault in it is told with its place", async () => {
  const page = await open({}, "#/exercises");
  const give = async (name, text) => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open an exercise’s file…" }).click();
    await (await chooser).setFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  };
  await give("lights-out.toml", GIVEN.replace("virDomainDestroy", "virDomainDestoy"));
  await page.locator(".note--problem", { hasText: "lights-out.toml, 6:14: this is no call" }).waitFor();
  await give("lights-out.toml", GIVEN);
  // The list has the title of what took another's place, and of what was put back.
  const link = (name) => page.getByRole("link", { name, exact: true });
  await link("Lights out").waitFor();
  await give("lights-out.toml", GIVEN.replace("Lights out", "All off"));
  await link("All off").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await link("Lights out").click();
  await page.locator(".main--exercises .button--primary").click();
  await row(page, "domain test, active: yes; required: no").waitFor();
  await make(page, "virDomainDestroy");
  await done(page, "Done, with a single call.");
  await page.reload();
  await done(page, "Done, with a single call.");
  await close(page);
});

test("a teacher makes an exercise and gives its link; a student solves it; the work is graded", async () => {
  const permissions = ["clipboard-read", "clipboard-write"];
  const teacher = await open({ permissions }, "#/teach");
  await teacher.getByRole("button", { name: "New exercise" }).click();
  const desk = teacher.locator(".teach-desk");
  await paste(desk, GIVEN.replace("virDomainDestroy", "virDomainDestoy"));
  await teacher.locator(".teach-fault", { hasText: "Line 6, character 14" }).waitFor();
  await desk.locator(".cm-problem", { hasText: "virDomainDestoy" }).waitFor();
  await paste(desk, GIVEN.replace("\n[[goal]]", "par = 2\n[[goal]]"));
  await teacher.getByRole("button", { name: "Check that it can be done" }).click();
  await teacher.locator(".teach-flaws", { hasText: /There is a shorter way, with one call:\s*virDomain\w+\(dom1\)/ }).waitFor();
  await paste(desk, GIVEN);
  await teacher.locator(".teach-flaws").waitFor({ state: "detached" });
  await teacher.getByRole("button", { name: "Check that it can be done" }).click();
  await teacher.getByText("It can be done, with a single call and not with none.").waitFor();
  await teacher.locator(".teach-look", { hasText: "Lights out" }).waitFor();
  await row(teacher, "domain test, active: yes; required: no").waitFor();
  await teacher.reload();
  await teacher.locator(".teach-look", { hasText: "Lights out" }).waitFor();
  assert.deepEqual(await complaints(teacher), []);
  await teacher.getByRole("button", { name: "Copy a link for students" }).click();
  await teacher.locator(".note", { hasText: "The link is on the clipboard" }).waitFor();
  const link = await teacher.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /#\/x\/1[\w-]+$/);
  const folder = await downloaded(teacher, "Save as a folder (zip)");
  assert.equal(folder.name, "exercise.zip");
  assert.deepEqual([...unzipped(folder.bytes)].map(([path, text]) => [path, text.toString()]), [["exercise/exercise.toml", GIVEN]]);

  const student = await open({}, new URL(link).hash);
  await student.locator(".main--exercises .button--primary").click();
  await row(student, "domain test, active: yes; required: no").waitFor();
  await make(student, "virDomainSuspend");
  await student.getByRole("button", { name: "Menu" }).click();
  const half = await downloaded(student, /Save the session|Export/);
  await make(student, "virDomainDestroy");
  await done(student, "Done, with 2 calls. One call would have done.");
  await student.getByRole("button", { name: "Hand in" }).click();
  await student.getByLabel("Your name").fill("Ann Å");
  assert.deepEqual(await complaints(student), []);
  const work = await downloaded(student.getByRole("dialog"), "Hand in");
  assert.equal(work.name, "exercise Ann Å.json");
  await student.locator(".note", { hasText: "Give that file to your teacher" }).waitFor();
  // The name is asked for once.
  assert.equal((await downloaded(student, "Hand in")).text, work.text);
  // Who goes back before that call hands in what there was then.
  await back(student, Number(await step(student)));
  await row(student, "domain test, active: yes; required: no").waitFor();
  const before = await downloaded(student, "Hand in");
  assert.deepEqual([work, before].map(({ text }) => text.includes("virDomainDestroy(dom1)")), [true, false]);
  await close(student);

  const chooser = teacher.waitForEvent("filechooser");
  const download = teacher.waitForEvent("download");
  await teacher.getByRole("button", { name: "Grade handed-in work…" }).click();
  const file = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  await (await chooser).setFiles([file("ann.json", work.text), file("bob.json", half.text), file("cy.json", "{"), file("dee.json", before.text)]);
  const table = (await readFile(await (await download).path(), "utf8")).trim().split(/\r?\n/);
  await teacher.locator(".note", { hasText: "4 works graded, 1 done" }).waitFor();
  const [ann, bob, cy, dee] = ["ann", "bob", "cy", "dee"].map((who) => table.find((line) => line.startsWith(`${who}.json`)));
  assert.match(ann, /^ann\.json,Ann Å,exercise,0,yes,100,/);
  assert.match(bob, /^bob\.json,,exercise,0,no,0,.*active is yes, required no/);
  assert.match(dee, /^dee\.json,Ann Å,exercise,0,no,0,.*active is yes, required no/);
  assert.match(cy, /^cy\.json,,,/);
  await close(teacher);
});

test("progress goes to another browser as a file; a broken one changes nothing and says why", async () => {
  const page = await begun("off-is-not-gone");
  await make(page, "virDomainDestroy");
  await make(page, "virDomainUndefine");
  await done(page, "Done, with 2 calls.");
  await page.goto(new URL("#/exercises", page.url()).href);
  await choose_file(page, "Open an exercise’s file…", "lights-out.toml", GIVEN);
  await page.getByRole("link", { name: "Lights out" }).waitFor();
  const saved = await downloaded(page, "Save progress as a file");
  assert.equal(saved.name, "virtlab-progress.txt");
  await close(page);

  const other = await open({}, "#/exercises");
  const nothing = other.locator(".exercise-progress", { hasText: /^0 of / });
  await choose_file(other, "Open a progress file…", "cut.txt", saved.text.slice(0, -5));
  await other.locator(".note--problem", { hasText: "The end of cut.txt is missing. Nothing was changed." }).waitFor();
  await choose_file(other, "Open a progress file…", "bad.txt", saved.text.replace("calls=2", "calls=two"));
  await other.locator(".note--problem", { hasText: "Line 2 of bad.txt cannot be read. Nothing was changed." }).waitFor();
  await nothing.waitFor();
  await choose_file(other, "Open a progress file…", saved.name, saved.text);
  await other.locator(".note", { hasText: "one lesson or exercise, and one thing that was given" }).waitFor();
  await other.locator(".exercise-row", { hasText: "Off is not gone" }).getByText("done in 2 calls").waitFor();
  await other.getByRole("link", { name: "Lights out" }).waitFor();
  assert.deepEqual(await complaints(other), []);
  await close(other);
});
