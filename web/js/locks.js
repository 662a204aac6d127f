// Web Locks as plain promises. A page that did not come by a safe way has none of them.

/** Takes the lock `name` if nobody has it, and keeps it until the page is gone: true, false, or undefined without locks. */
export function claim(name) {
  return new Promise((resolve) => {
    const taken = (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    };
    navigator.locks ? navigator.locks.request(name, { ifAvailable: true }, taken).catch(() => resolve()) : resolve();
  });
}

/** Takes the lock `name` as soon as nobody else has it, and keeps it until the page is gone. */
export function take(name) {
  navigator.locks?.request(name, () => new Promise(() => {})).catch(() => {});
}

/** The names of all locks that some page has. */
export async function held() {
  const state = await navigator.locks?.query().catch(() => undefined);
  return (state?.held ?? []).map((lock) => lock.name);
}
