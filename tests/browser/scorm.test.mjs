// SCORM 1.2 packages with a stand-in for a learning platform around them: one that is laid out as `virtlab export scorm` does it, where
// what is in the archive is tested there; and those that the page makes of itself.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { close, downloaded, open, quit, unzipped } from "./page.mjs";

const site = process.env.VIRTLAB_URL;
const own = (name) => readFileSync(new URL(`../../course/scorm/${name}`, import.meta.url));
const servers = [];
after(quit);
after(() => servers.forEach((server) => server.close()));

const XML = "<domain type='test'>\n  <name>demo</name>\n  <memory unit='MiB'>512</memory>\n  <vcpu>1</vcpu>\n  <os>\n    <type>hvm</type>\n  </os>\n</domain>\n";
const config = {
  kind: "exercise", name: "first-start", title: "The first start", address: "lab", lang: "en",
  sessions: [{
    virtlab: 1, seed: 1, subject: "exercise first-start",
    calls: ['virConnectOpen("test:///default")', `virDomainDefineXML(conn1, ${JSON.stringify(XML)})`],
  }],
};

/** The platform: its API in the page around, which writes down what it is told and can answer it again. */
const platform = (kept) => `<!doctype html><html lang="en"><title>A platform</title><h1>A platform</h1><script>
  kept = ${JSON.stringify(kept)};
  calls = [];
  API = {
    LMSInitialize: () => (calls.push("init"), "true"),
    LMSGetValue: (name) => kept[name] ?? "",
    LMSSetValue: (name, value) => ((kept[name] = value), "true"),
    LMSCommit: () => (calls.push("commit"), "true"),
    LMSFinish: () => (calls.push("finish"), "true"),
    LMSGetLastError: () => "0", LMSGetErrorString: () => "", LMSGetDiagnostic: () => "",
  };
</script><iframe title="A package" width="1200" height="680" src="package/index.html"></iframe></html>`;

/** Opens a package on the platform: the one of this folder, or one that was unpacked. */
async function lesson(kept, files = undefined) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://x").pathname;
    const send = (type, body) => response.writeHead(200, { "Content-Type": type }).end(body);
    if (path === "/") return send("text/html", platform(kept));
    if (files && path.startsWith("/package/")) {
      const file = files.get(path.replace("/package/", ""));
      return file ? send(TYPES[path.split(".").pop()] ?? "text/plain", file) : response.writeHead(404).end();
    }
    if (path === "/package/index.html") return send("text/html", own("index.html"));
    if (path === "/package/scorm.js") return send("text/javascript", own("scorm.js"));
    if (path === "/package/scorm.css") return send("text/css", own("scorm.css"));
    if (path === "/package/config.json") return send("application/json", JSON.stringify(config));
    if (!path.startsWith("/package/page/")) return response.writeHead(204).end();
    const given = await fetch(new URL(path.slice("/package/page/".length), site));
    response.writeHead(given.status, { "Content-Type": given.headers.get("Content-Type") });
    response.end(Buffer.from(await given.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  const page = await open({}, `http://127.0.0.1:${server.address().port}/`, { title: "h1" });
  return { page, frame: page.frameLocator("iframe").frameLocator("iframe") };
}

const TYPES = { html: "text/html", js: "text/javascript", css: "text/css", json: "application/json", wasm: "application/wasm", svg: "image/svg+xml" };

const value = (page, name, wanted) => page.waitForFunction(([name, wanted]) => kept[name] === wanted, [name, wanted]);

test("a student begins, leaves, comes back to where they were, and passes", async () => {
  const first = await lesson({ "cmi.core.student_id": "s-1" });
  await first.frame.getByRole("heading", { name: "The first start" }).waitFor();
  await value(first.page, "cmi.core.lesson_status", "incomplete");
  await value(first.page, "cmi.core.score.max", "100");
  await first.frame.getByRole("button", { name: /virDomainGetState|Call/ }).first().waitFor();
  await first.page.waitForFunction(() => kept["cmi.suspend_data"]);
  const before = await first.page.evaluate(() => kept["cmi.suspend_data"]);
  await first.frame.locator("#call-search").fill("virDomainGetState");
  await first.frame.locator("#call-search").press("Enter");
  await first.frame.getByRole("button", { name: "Call", exact: true }).click();
  await first.page.waitForFunction((before) => kept["cmi.suspend_data"] !== before, before);
  const kept = await first.page.evaluate(() => kept);
  assert.ok(Number(kept["cmi.core.score.raw"]) < 100);
  assert.ok(kept["cmi.suspend_data"].length < 4096);
  await close(first.page);

  const second = await lesson(kept);
  await second.frame.getByRole("heading", { name: "The first start" }).waitFor();
  await second.page.waitForFunction(() => document.querySelector("iframe").contentDocument.querySelector("iframe").contentDocument.querySelector(".time-range")?.value === "3");
  await second.frame.locator("#call-search").fill("virDomainCreate");
  await second.frame.locator("#call-search").press("Enter");
  await second.frame.getByRole("button", { name: "Call", exact: true }).click();
  await value(second.page, "cmi.core.lesson_status", "passed");
  await value(second.page, "cmi.core.score.raw", "100");
  await second.page.evaluate(() => document.querySelector("iframe").remove());
  await second.page.waitForFunction(() => calls.includes("finish"));
  assert.match(await second.page.evaluate(() => kept["cmi.core.session_time"]), /^\d{4}:\d\d:\d\d$/);
  await close(second.page);
});

test("the page makes a package of an exercise, which runs elsewhere; what does not arrive is told", async () => {
  const page = await open({}, "#/exercises/first-start");
  const fold = page.getByRole("button", { name: "For a class" });
  await fold.click();
  await page.route("**/lazy/lessons/errors/**", (route) => route.abort());
  await page.getByRole("button", { name: "SCORM package" }).click();
  await page.locator(".note--problem", { hasText: "lazy/lessons/errors/en.md did not arrive" }).waitFor();
  await page.unroute("**/lazy/lessons/errors/**");
  page.faults.length = 0;
  const made = await downloaded(page, "SCORM package");
  assert.equal(made.name, "first-start-scorm.zip");
  await page.locator(".note", { hasText: "Upload it to your platform" }).waitFor();
  await close(page);

  const files = unzipped(made.bytes);
  const manifest = files.get("imsmanifest.xml").toString();
  const missing = [...manifest.matchAll(/<file href="([^"]*)"/g)].map(([, path]) => path).filter((path) => !files.has(path));
  assert.deepEqual(missing, []);
  const student = await lesson({ "cmi.core.student_id": "s-1" }, files);
  await value(student.page, "cmi.core.lesson_status", "incomplete");
  await student.frame.locator("#call-search").fill("virDomainCreate");
  await student.frame.locator("#call-search").press("Enter");
  await student.frame.getByRole("button", { name: "Call", exact: true }).click();
  await value(student.page, "cmi.core.lesson_status", "passed");
  await close(student.page);
});

test("a teacher's own lesson and exercise travel in their packages", async () => {
  const teacher = await open({}, "#/teach");
  const packed = {};
  for (const kind of ["lesson", "exercise"]) {
    await teacher.getByRole("button", { name: `New ${kind}` }).click();
    await teacher.locator(".teach-look").waitFor();
    packed[kind] = unzipped((await downloaded(teacher, "SCORM package")).bytes);
  }
  await close(teacher);

  const student = await lesson({}, packed.lesson);
  for (const id of ["stop", "start"]) {
    await student.frame.locator(`.lesson-step.is-next:has(#lesson-step-${id}) .ready button`).first().click();
    await student.frame.locator(`#lesson-done-${id}`).waitFor();
  }
  await value(student.page, "cmi.core.score.raw", "100");
  await close(student.page);

  const other = await lesson({}, packed.exercise);
  await value(other.page, "cmi.core.lesson_status", "incomplete");
  await other.frame.locator("#exercise-title").waitFor();
  await close(other.page);
});
