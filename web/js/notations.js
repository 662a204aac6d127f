// The notations of exercises and lessons, for their colours alone: what is wrong with a file its own reader tells.

import { indentUnit, StreamLanguage } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** TOML, whose texts may go over many lines. */
const tomlColours = StreamLanguage.define({
  name: "toml",
  // What ends the text that a line begins in.
  startState: () => ({ text: null }),
  token(stream, state) {
    state.text ??= stream.match(/^('''|"""|'|")/)?.[1] ?? null;
    if (state.text) return inText(stream, state);
    if (stream.match(/^#.*/)) return "comment";
    if (stream.sol() && stream.match(/^\s*\[\[?[\w."'\s-]+\]\]?(?=\s*(#|$))/)) return "heading";
    if (stream.match(/^[\w.-]+(?=\s*=)/)) return "propertyName";
    if (stream.match(/^(true|false)\b/)) return "atom";
    if (stream.match(/^[+-]?\d[\w.:+-]*/)) return "number";
    if (!stream.match(/^[\w.-]+/)) stream.next();
    return null;
  },
  languageData: {
    commentTokens: { line: "#" },
    closeBrackets: { brackets: ["[", "{", "(", "'", '"', "'''", '"""'] },
  },
});

function inText(stream, state) {
  while (!stream.eol()) {
    if (stream.match(state.text)) {
      state.text = null;
      return "string";
    }
    if (stream.next() === "\\" && state.text[0] === '"') stream.next();
  }
  // A text between single quotes ends with its line, closed or not.
  if (state.text.length === 1) state.text = null;
  return "string";
}

/** Lessons' Markdown: front matter, sections with their steps' names, asides, and what Markdown has inside of lines. */
const markdownColours = StreamLanguage.define({
  name: "lesson",
  startState: () => ({ begun: false, front: false, code: false }),
  blankLine: (state) => {
    state.begun = true;
  },
  token(stream, state) {
    if (stream.sol()) {
      const first = !state.begun;
      state.begun = true;
      if (stream.match(/^---\s*$/)) {
        state.front = first;
        return "meta";
      }
      if (stream.match(/^```.*/)) {
        state.code = !state.code;
        return "monospace";
      }
      if (!state.front && !state.code && stream.match(/^#+ .*?(?=\{#|$)/)) return "heading";
      if (!state.front && !state.code && stream.match(/^:::.*/)) return "keyword";
    }
    if (state.code) {
      stream.skipToEnd();
      return "monospace";
    }
    if (state.front) {
      if (stream.match(/^\w+(?=:)/)) return "propertyName";
      stream.skipToEnd();
      return null;
    }
    return inLine(stream);
  },
  languageData: { closeBrackets: { brackets: ["[", "{", "(", "`"] } },
});

function inLine(stream) {
  if (stream.match(/^`[^`]*`/)) return "monospace";
  if (stream.match(/^\*\*[^*]+\*\*/)) return "strong";
  if (stream.match(/^\*[^*\s][^*]*\*/)) return "emphasis";
  if (stream.match(/^\[[^\]]*\](\([^)]*\))?/)) return "link";
  if (stream.match(/^\{[#\w.-]+\}/)) return "atom";
  stream.next();
  stream.match(/^[^`*[{]+/);
  return null;
}

/** What an editor of exercises' and lessons' TOML has beside what every editor has. */
export const toml = () => [tomlColours, indentUnit.of("  "), EditorState.tabSize.of(4)];

/** The same for lessons' Markdown. */
export const markdown = () => [markdownColours, indentUnit.of("  "), EditorView.lineWrapping];
