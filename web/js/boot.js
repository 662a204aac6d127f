// Starts the program. The page's Content-Security-Policy allows no inline script, so this is a file; Trunk.toml says
// how Trunk names the program's files in this script's element.

const boot = document.getElementById("boot");
const root = document.documentElement;

// Before the program has loaded, so that a reader of the dark theme sees no white flash. prefs.rs writes these.
try {
  root.dataset.theme = localStorage.getItem("virtlab.theme") ?? "auto";
  root.lang = localStorage.getItem("virtlab.lang") ?? root.lang;
} catch {
  // Storage is forbidden: the system's theme and the page's own language will do.
}

try {
  const { default: init } = await import(new URL(boot.dataset.app, document.baseURI).href);
  await init({ module_or_path: new URL(boot.dataset.wasm, document.baseURI).href });
} catch (error) {
  const words = document.getElementById("boot-problem");
  if (words) words.hidden = false;
  throw error;
}
