// A teacher's desk: a lesson is made, given and done; both desks in both themes and languages, wide and narrow.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { choose_file, close, complaints, downloaded, open, paste, quit, unzipped } from "./page.mjs";

after(quit);

const LESSON_TOML = `
minutes = 2
beside = "world"
start = ['virConnectOpen("test:///default")', 'virDomainLookupByName(conn1, "test")']
exercises = ["pause"]

[[step]]
id = "name"
calls = ['virDomainGetName(dom1)']
met = [{ call = "virDomainGetName", succeeded = true }]
`;
const LESSON_WORDS = `---
title: What is it called
summary: A name is asked for.
---

The handle knows its **name**.

## Ask {#name}

Call [virDomainGetName].

::: done

It is called {ret}.

## To keep {#end}

Names are of the host.
`;

test("a teacher makes a lesson, with its faults in place; a learner opens it from the link and from the file, and does it", async () => {
  const permissions = ["clipboard-read", "clipboard-write"];
  const teacher = await open({ permissions }, "#/teach");
  await teacher.getByRole("button", { name: "New lesson" }).click();
  const look = teacher.locator(".teach-preview");
  await look.getByRole("heading", { name: "Off and on again" }).waitFor();
  await teacher.getByRole("heading", { name: "Teacher’s desk", level: 1 }).waitFor();
  const desk = teacher.locator(".teach-desk");
  await paste(desk, LESSON_TOML.replace('["pause"]', '["pause"'));
  await teacher.locator(".teach-fault", { hasText: "Line 7" }).waitFor();
  // What the lesson leads to has to be there.
  await paste(desk, LESSON_TOML.replace("pause", "pauze"));
  await teacher.locator(".teach-fault", { hasText: "Line 5, character 14" }).getByText("pause?").waitFor();
  await paste(desk, LESSON_TOML);
  // The words are still those of the lesson before.
  await teacher.getByRole("button", { name: "There is a mistake in en.md" }).click();
  const fault = (hasText) => desk.locator(".teach-fault", { hasText }).filter({ visible: true });
  await fault("there is no step stop").waitFor();
  assert.deepEqual(await complaints(teacher), []);
  await paste(desk, LESSON_WORDS.replace("::: done", "::: don"));
  await fault("Line 12, character 1").getByRole("button", { name: "Go to that place" }).click();
  await teacher.keyboard.press("End");
  await teacher.keyboard.type("e");
  await teacher.getByRole("tab", { name: "zh-Hans.md" }).click();
  await paste(desk, "");
  await look.getByText("It is called {ret}.").waitFor();
  await teacher.locator(".teach-fault").waitFor({ state: "detached" });
  // What was typed in one file is still undone when another was looked at, and Tab leaves an editor after Escape.
  await teacher.getByRole("tab", { name: "en.md" }).click();
  await desk.locator(".cm-content").filter({ visible: true }).focus();
  await teacher.keyboard.press("ControlOrMeta+z");
  await fault("Line 12, character 1").waitFor();
  await teacher.keyboard.press("ControlOrMeta+y");
  await teacher.locator(".teach-fault").waitFor({ state: "detached" });
  await teacher.keyboard.press("Escape");
  await teacher.keyboard.press("Tab");
  assert.equal(await teacher.evaluate(() => document.activeElement.className.includes("editor-host")), false);
  const name = teacher.getByLabel("Name, as files and links have it");
  await name.fill("errors");
  await name.press("Enter");
  await teacher.locator(".note--problem", { hasText: "It cannot be called errors" }).waitFor();
  await name.fill("its-name");
  await name.press("Enter");
  await teacher.getByLabel("On the desk").waitFor();
  await teacher.reload();
  await look.getByRole("heading", { name: "What is it called" }).waitFor();
  await teacher.getByRole("button", { name: "Copy a link for students" }).click();
  await teacher.locator(".note", { hasText: "The link is on the clipboard" }).waitFor();
  const link = await teacher.evaluate(() => navigator.clipboard.readText());
  const folder = await downloaded(teacher, "Save as a folder (zip)");
  const files = unzipped(folder.bytes);
  assert.deepEqual([...files.keys()], ["its-name/lesson.toml", "its-name/en.md"]);
  assert.equal(files.get("its-name/en.md").toString(), LESSON_WORDS);

  // What is thrown away comes back, from the note or from the file.
  await teacher.getByRole("button", { name: "Delete", exact: true }).click();
  await look.waitFor({ state: "detached" });
  await choose_file(teacher, "Open a file…", folder.name, folder.bytes);
  await look.getByRole("heading", { name: "What is it called" }).waitFor();
  await close(teacher);

  // Whichever language the learner reads: there are words in one.
  for (const from of ["link", "file"]) {
    const student = await open({ locale: "zh-CN" }, from === "link" ? new URL(link).hash : "#/lessons");
    if (from === "file") {
      await choose_file(student, "打开课程文件…", "broken.zip", "PK and no more");
      await student.locator(".note--problem", { hasText: "broken.zip" }).waitFor();
      await choose_file(student, "打开课程文件…", folder.name, folder.bytes);
      await student.getByRole("link", { name: "What is it called" }).click();
    }
    await student.locator(".lesson-step.is-next .ready button:not(.icon-button)").first().click();
    await student.locator("#lesson-done-name", { hasText: "It is called test." }).waitFor();
    await student.locator(".lesson-end").getByRole("link", { name: "暂停" }).waitFor();
    await student.reload();
    await student.locator(".lesson-end").waitFor();
    await close(student);
  }
});

for (const colorScheme of ["light", "dark"]) {
  test(`the desk in ${colorScheme}: axe, width`, async () => {
    for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
      for (const locale of ["en-GB", "zh-CN"]) {
        const page = await open({ viewport, colorScheme, locale }, "#/teach");
        for (const [nth, look] of [[0, ".teach-look"], [1, ".teach-preview"]]) {
          await page.locator(".teach-row").first().getByRole("button").nth(nth).click();
          await page.locator(look).waitFor();
          assert.deepEqual(await complaints(page), [], `${look} ${locale} ${viewport.width}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(wide <= 0, `${look} sticks out by ${wide} px at ${viewport.width} (${locale})`);
        }
        await close(page);
      }
    }
  });
}
