// Rust has no `import()` of its own.

/** The module at `url`, loaded once. */
export function load(url) {
  return import(url);
}

const sheets = new Map();

/** Has the page wear the style sheet at `url`, which is fetched once; one that did not come is fetched again when asked for. */
export function sheet(url) {
  if (!sheets.has(url)) sheets.set(url, worn(url).catch((trouble) => { sheets.delete(url); throw trouble; }));
  return sheets.get(url);
}

function worn(url) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: url });
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => { link.remove(); reject(new Error(`${url} did not come`)); };
    document.head.append(link);
  });
}
