// Has the browser keep the page, and tells the program (web/src/commands/offline.rs) when a new version is there: by the
// attribute `data-version` of the html element, and an event for each change of it.

const root = document.documentElement;
const HOUR = 3_600_000;

function tell(version) {
  root.dataset.version = version;
  window.dispatchEvent(new Event("virtlab-version"));
}

/** Tells as soon as a build has been fetched that is not this page's. */
function follow(registration) {
  const { installing, waiting } = registration;
  // The first build of all waits for nobody.
  const told = () => navigator.serviceWorker.controller && tell("new");
  if (waiting) told();
  installing?.addEventListener("statechange", () => {
    if (installing.state === "installed") told();
  });
}

async function keep() {
  const workers = navigator.serviceWorker;
  let controlled = Boolean(workers.controller);
  let asked = false;
  workers.addEventListener("controllerchange", () => {
    if (asked) return location.reload();
    // Another tab has taken the new version: what this one has not fetched yet is gone.
    if (controlled) tell("taken");
    controlled = true;
  });
  const registration = await workers.register(new URL("sw.js", document.baseURI), { updateViaCache: "none" });
  follow(registration);
  registration.addEventListener("updatefound", () => follow(registration));
  window.addEventListener("virtlab-take", () => {
    asked = true;
    if (registration.waiting) registration.waiting.postMessage("virtlab-take");
    else location.reload();
  });
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - looked < HOUR) return;
    looked = Date.now();
    registration.update().catch(() => {});
  });
}

// A browser that forbids it, or a page that did not come by a safe way, does without.
keep().catch(() => {});
