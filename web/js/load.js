// Rust has no `import()` of its own.

/** The module at `url`, loaded once. */
export function load(url) {
  return import(url);
}
