// What there is to know about a WebAssembly module's file: its sections, and how large each named function is.

/** The sections of a module: kind, and where its content begins and ends; `start` is where its head begins. */
export function* sections(module) {
  for (let at = 8; at < module.length; ) {
    const start = at;
    const kind = module[at++];
    const [size, from] = number(module, at);
    at = from + size;
    yield { kind, start, from, to: at };
  }
}

/** A module without its custom sections: the names of its functions are a quarter of what a learner would load. */
export function withoutNames(module) {
  const kept = [module.subarray(0, 8)];
  for (const { kind, start, to } of sections(module)) if (kind !== 0) kept.push(module.subarray(start, to));
  return Buffer.concat(kept);
}

/** How many bytes of code each function of a module has, by its name. */
export function functionSizes(module) {
  let imported = 0;
  let bodies = [];
  const names = new Map();
  for (const { kind, from, to } of sections(module)) {
    if (kind === 2) imported = importedFunctions(module, from);
    if (kind === 10) bodies = bodySizes(module, from);
    if (kind === 0) readNames(module, from, to, names);
  }
  return bodies.map((bytes, index) => [names.get(imported + index) ?? `function ${index}`, bytes]);
}

function bodySizes(module, at) {
  let count, size;
  [count, at] = number(module, at);
  return Array.from({ length: count }, () => {
    [size, at] = number(module, at);
    at += size;
    return size;
  });
}

function importedFunctions(module, at) {
  let count, length;
  let functions = 0;
  [count, at] = number(module, at);
  for (; count > 0; count -= 1) {
    for (let name = 0; name < 2; name += 1) {
      [length, at] = number(module, at);
      at += length;
    }
    const kind = module[at++];
    if (kind === 0) {
      functions += 1;
      [, at] = number(module, at);
    } else if (kind === 1 || kind === 2) {
      if (kind === 1) at += 1;
      const limits = module[at++];
      [, at] = number(module, at);
      if (limits & 1) [, at] = number(module, at);
    } else {
      // A global's type and whether it changes; a tag's attribute and a type that fits one byte.
      at += 2;
    }
  }
  return functions;
}

function readNames(module, at, end, names) {
  let length, count, index;
  [length, at] = number(module, at);
  const isNames = text(module, at, length) === "name";
  at += length;
  while (isNames && at < end) {
    const kind = module[at++];
    [length, at] = number(module, at);
    const next = at + length;
    if (kind === 1) {
      for ([count, at] = number(module, at); count > 0; count -= 1) {
        [index, at] = number(module, at);
        [length, at] = number(module, at);
        names.set(index, text(module, at, length));
        at += length;
      }
    }
    at = next;
  }
}

function text(module, from, length) {
  return Buffer.from(module.subarray(from, from + length)).toString("utf8");
}

/** An unsigned LEB128 number, and where it ends. */
function number(module, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = module[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}
