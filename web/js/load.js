// Rust has no `import()` of its own.

/** The module at `url`, loaded once. */
export function load(url) {
  return import(url);
}

const worn = new Map();

/** Has the page wear the style sheets at these addresses, with spaces between them; each is fetched once, and again if it did not come. */
export function sheets(urls) {
  return Promise.all(urls.split(" ").map((url) => {
    if (!worn.has(url)) worn.set(url, wear(url).catch((trouble) => { worn.delete(url); throw trouble; }));
    return worn.get(url);
  }));
}

function wear(url) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: url });
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => { link.remove(); reject(new Error(`${url} did not come`)); };
    // In the order of their names, whichever is asked for first: what views say of the panes comes behind what those say themselves.
    const after = [...worn.keys()].filter((other) => other > url).map((other) => document.querySelector(`link[href="${other}"]`)).find(Boolean);
    after ? after.before(link) : document.head.append(link);
  });
}
