// A SCORM 1.2 package's own part, with a stand-in for a learning platform around it. The package is laid out as `virtlab export
// scorm` does it; what is in the archive is tested there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { close, open, quit } from "./page.mjs";

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

async function lesson(kept) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://x").pathname;
    const send = (type, body) => response.writeHead(200, { "Content-Type": type }).end(body);
    if (path === "/") return send("text/html", platform(kept));
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
