// Starts the program. The page's Content-Security-Policy allows no inline script, so this is a file; Trunk.toml says
// how Trunk names the program's files in this script's element.

const boot = document.getElementById("boot");
const root = document.documentElement;

// #/embed/…?readonly&lang=en&theme=dark: the page in a frame of another page; web/src/embed.rs says more.
const asked = location.hash.startsWith("#/embed/") && new URLSearchParams(location.hash.split("?")[1]);
if (asked) {
  root.dataset.embed = "";
  if (asked.has("readonly")) root.dataset.readonly = "";
}

// Before the program has loaded, so that a reader of the dark theme sees no white flash. prefs.rs writes these.
try {
  root.dataset.theme = (asked ? asked.get("theme") : localStorage.getItem("virtlab.theme")) ?? "auto";
  root.lang = (asked ? asked.get("lang") : localStorage.getItem("virtlab.lang")) ?? root.lang;
} catch {
  // Storage is forbidden: the system's theme and the page's own language will do.
}

try {
  const { default: init } = await import(new URL(boot.dataset.app, document.baseURI).href);
  await init({ module_or_path: new URL(boot.dataset.wasm, document.baseURI).href });
  // What keeps the page for later is fetched when nothing else is; development goes without, and so does an embedded page.
  if (boot.dataset.offline && navigator.serviceWorker && !asked) {
    (window.requestIdleCallback ?? setTimeout)(() => import(new URL(boot.dataset.offline, document.baseURI).href));
  }
} catch (error) {
  const words = document.getElementById("boot-problem");
  if (words) words.hidden = false;
  throw error;
}
