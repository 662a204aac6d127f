// A SCORM 1.2 package's own part: the page of virtlab in a frame, whose events (docs/embedding.md) are told to the learning
// platform, and whose session is kept as the platform's suspend data, as the token of a link.

/** What the standard allows for suspend data, in characters. */
const SUSPEND_MAX = 4096;
/** Frames within frames in which the platform's API is looked for. */
const DEPTH_MAX = 16;

const config = await (await fetch("config.json")).json();
const frame = document.querySelector("iframe");
const api = found();
const begun = Date.now();
let done = false;
let best = 0;
let followed = false;

/** The platform's API: in a page around this one, or in the one that opened it. */
function found() {
  const above = (page) => {
    for (let depth = 0; page && depth < DEPTH_MAX; depth += 1) {
      try {
        if (page.API) return page.API;
      } catch {
        return undefined; // A page of another host.
      }
      if (page.parent === page) return undefined;
      page = page.parent;
    }
    return undefined;
  };
  return above(window) ?? above(window.opener);
}

const ask = (name) => api?.LMSGetValue(name) ?? "";
const tell = (name, value) => api?.LMSSetValue(name, String(value));

/** The session that a student begins with: of the variants, always the same one. */
function mine() {
  let hash = 2166136261;
  for (const letter of ask("cmi.core.student_id")) hash = Math.imul(hash ^ letter.codePointAt(0), 16777619) >>> 0;
  return JSON.stringify(config.sessions[hash % config.sessions.length]);
}

const wish = (message) => frame.contentWindow.postMessage({ virtlab: 1, ...message }, location.origin);

const hear = {
  ready() {
    if (config.own) wish({ do: "take", text: config.own });
    wish({ do: "open", session: ask("cmi.suspend_data") || mine() });
  },
  step() {
    if (followed) wish({ do: "session" });
  },
  goal({ kind, id, met, score }) {
    if (kind !== config.kind || id !== config.name) return;
    if (!followed) {
      followed = true;
      wish({ do: "session" });
    }
    best = Math.max(best, met ? 100 : score);
    done ||= met;
    tell("cmi.core.score.raw", best);
    tell("cmi.core.lesson_status", done ? "passed" : "incomplete");
    api?.LMSCommit("");
  },
  session({ session }) {
    if (session.length > SUSPEND_MAX) return;
    tell("cmi.suspend_data", session);
    api?.LMSCommit("");
  },
  problem() {
    // What was kept cannot be opened by this version: begin again.
    if (!followed) wish({ do: "open", session: mine() });
  },
};

/** How long it took, as HHHH:MM:SS. */
function time() {
  const seconds = Math.round((Date.now() - begun) / 1000);
  const two = (number) => String(number).padStart(2, "0");
  return `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

api?.LMSInitialize("");
done = ["passed", "completed"].includes(ask("cmi.core.lesson_status"));
best = Number(ask("cmi.core.score.raw")) || 0;
tell("cmi.core.score.min", 0);
tell("cmi.core.score.max", 100);
if (!done) tell("cmi.core.lesson_status", "incomplete");
addEventListener("message", (event) => {
  if (event.source === frame.contentWindow && event.data?.virtlab === 1) hear[event.data.type]?.(event.data);
});
addEventListener("pagehide", () => {
  tell("cmi.core.session_time", time());
  tell("cmi.core.exit", done ? "" : "suspend");
  api?.LMSCommit("");
  api?.LMSFinish("");
}, { once: true });
document.title = config.title;
document.documentElement.lang = config.lang;
frame.title = config.title;
frame.src = `page/index.html#/embed/${config.address}?lang=${config.lang}`;
