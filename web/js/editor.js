// The editor of documents and listings: CodeMirror 6, loaded when one is first shown. web/src/editor mounts it and has a
// plain textarea for as long as it is not there.
//
// It lives in a shadow root, where CodeMirror adopts constructed style sheets; in the document it would add a style
// element, which the page's Content-Security-Policy forbids. Custom properties reach into it, so the page's colours do.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { autoCloseTags, xml } from "@codemirror/lang-xml";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { c } from "@codemirror/legacy-modes/mode/clike";
import { python } from "@codemirror/legacy-modes/mode/python";
import { EditorState, RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration, drawSelection, EditorView, gutterLineClass, GutterMarker, highlightActiveLine, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { markdown, toml } from "./notations.js";
import { attributes, elements } from "./schema.js";

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent", fontSize: "var(--code-size)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-soft)", border: "none" },
  "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": { backgroundColor: "var(--row-hover)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-wash)",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-wash)", outline: "1px solid var(--accent)" },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line-strong)",
    borderRadius: "6px", boxShadow: "var(--lift)", overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 12px", lineHeight: "1.5" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)", color: "var(--on-accent)",
  },
  ".cm-line-here": { backgroundColor: "var(--accent-wash)" },
  ".cm-gutterElement.cm-line-here": { color: "var(--accent-strong)", fontWeight: "650", boxShadow: "inset 3px 0 var(--accent)" },
  ".cm-gutterElement.cm-line-error": { color: "var(--problem)", boxShadow: "inset 3px 0 var(--problem)" },
  ".cm-gutterElement.cm-line-warning": { color: "var(--state-paused)", boxShadow: "inset 3px 0 var(--state-paused)" },
  ".cm-gutterElement.cm-line-advice": { boxShadow: "inset 3px 0 var(--line-strong)" },
  ".cm-problem-line": { backgroundColor: "var(--problem-wash)" },
  ".cm-problem": { textDecoration: "underline wavy var(--problem)", textUnderlineOffset: "4px" },
});

const colours = HighlightStyle.define([
  { tag: tags.tagName, color: "var(--xml-element)" },
  { tag: tags.attributeName, color: "var(--xml-attribute)" },
  { tag: tags.attributeValue, color: "var(--xml-value)" },
  { tag: [tags.angleBracket, tags.definitionOperator], color: "var(--xml-punctuation)" },
  { tag: tags.character, color: "var(--xml-entity)" },
  { tag: [tags.keyword, tags.typeName], color: "var(--xml-element)" },
  { tag: tags.string, color: "var(--xml-value)" },
  { tag: [tags.number, tags.atom, tags.meta, tags.monospace], color: "var(--xml-attribute)" },
  { tag: tags.propertyName, color: "var(--xml-element)" },
  { tag: tags.heading, color: "var(--ink)", fontWeight: "650" },
  { tag: tags.strong, fontWeight: "650" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.link, color: "var(--accent-strong)" },
  { tag: [tags.comment, tags.blockComment, tags.processingInstruction, tags.documentMeta], color: "var(--xml-aside)" },
  { tag: tags.invalid, color: "var(--problem)" },
]);

/**
 * Typing over a selection. Left to itself, the browser would keep the selection's colour with a style attribute, which
 * the page's Content-Security-Policy refuses, and CodeMirror would then read the text back from that.
 */
function typeOver(event, view) {
  const { main } = view.state.selection;
  if (event.inputType !== "insertText" || !event.data || view.composing || main.empty) return false;
  const insert = () => {
    const change = view.state.replaceSelection(event.data);
    return view.state.update(change, { userEvent: "input.type", scrollIntoView: true });
  };
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handle) => handle(view, main.from, main.to, event.data, insert))) view.dispatch(insert());
  event.preventDefault();
  return true;
}

const setProblem = StateEffect.define();

/** The mark at the place of an error; it stays with its text while the reader edits. */
const problemField = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    marks = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setProblem)) marks = effect.value ? problemMarks(transaction.state, effect.value) : Decoration.none;
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function problemMarks(state, { line, column }) {
  const at = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  // libvirt counts columns from 1; a column past the end marks the line's last character.
  const from = Math.min(at.from + Math.max(column - 1, 0), Math.max(at.to - 1, at.from));
  const marks = [Decoration.line({ class: "cm-problem-line" }).range(at.from)];
  if (at.to > from) {
    const word = /^[\w:.-]+|^./u.exec(at.text.slice(from - at.from))?.[0].length ?? 1;
    marks.push(Decoration.mark({ class: "cm-problem" }).range(from, Math.min(from + word, at.to)));
  }
  return Decoration.set(marks, true);
}

const setLines = StateEffect.define();

/** Lines that something is told of, or where a program stands; they stay with their text while the reader edits. */
const linesField = StateField.define({
  create: () => ({ lines: Decoration.none, numbers: RangeSet.empty }),
  update(marks, transaction) {
    for (const effect of transaction.effects) if (effect.is(setLines)) return lineMarks(transaction.state, effect.value);
    if (!transaction.docChanged) return marks;
    return { lines: marks.lines.map(transaction.changes), numbers: marks.numbers.map(transaction.changes) };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ lines }) => lines),
    gutterLineClass.from(field, ({ numbers }) => numbers),
  ],
});

class LineMark extends GutterMarker {
  constructor(kind) {
    super();
    this.elementClass = `cm-line-${kind}`;
  }
  eq(other) {
    return this.elementClass === other.elementClass;
  }
}

function lineMarks(state, { here, error, warning, advice }) {
  const start = (line) => state.doc.line(line).from;
  const known = (lines) => [...lines].filter((line) => line >= 1 && line <= state.doc.lines);
  const numbers = Object.entries({ here, error, warning, advice }).flatMap(([kind, lines]) =>
    known(lines).map((line) => new LineMark(kind).range(start(line))),
  );
  const lines = known(here).map((line) => Decoration.line({ class: "cm-line-here" }).range(start(line)));
  return { lines: Decoration.set(lines, true), numbers: RangeSet.of(numbers, true) };
}

/** What an editor for a language has beside what every editor has. */
const languages = {
  xml: () => [xml({ elements, attributes, autoCloseTags: false }), autoCloseTags, EditorState.tabSize.of(2)],
  c: () => [StreamLanguage.define(c), indentUnit.of("    "), EditorState.tabSize.of(4)],
  python: () => [StreamLanguage.define(python), indentUnit.of("    "), EditorState.tabSize.of(4)],
  toml,
  markdown,
};

/**
 * Puts an editor into `host`.
 * @param {HTMLElement} host an empty element; it gets a shadow root
 * @param {{language: "xml" | "c" | "python" | "toml" | "markdown", text: string, label: string, completions: string, onChange: (text: string) => void}} options
 */
export function mount(host, { language, text, label, completions, onChange }) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  let quiet = false;
  const state = EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      languages[language](),
      autocompletion({ icons: false }),
      syntaxHighlighting(colours),
      theme,
      problemField,
      linesField,
      EditorState.phrases.of({ Completions: completions }),
      // Escape and then Tab leaves: CodeMirror lets the Tab after an Escape through.
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", translate: "no", spellcheck: "false" }),
      EditorView.domEventHandlers({ beforeinput: typeOver }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !quiet) onChange(update.state.doc.toString());
      }),
    ],
  });
  const view = new EditorView({ state, root, parent: root });
  return {
    /** Replaces the text, without telling `onChange`. */
    setText(text) {
      if (text === view.state.doc.toString()) return;
      quiet = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      quiet = false;
    },
    /** Marks the place of an error, counted from 1; line 0 takes the mark away. */
    setProblem(line, column) {
      view.dispatch({ effects: setProblem.of(line > 0 ? { line, column } : null) });
    },
    /** Marks lines, counted from 1, by kind; where a program stands is brought in sight. */
    setLines(here, error, warning, advice) {
      const effects = [setLines.of({ here, error, warning, advice })];
      if (here[0] >= 1 && here[0] <= view.state.doc.lines) {
        effects.push(EditorView.scrollIntoView(view.state.doc.line(here[0]).from, { yMargin: 48 }));
      }
      view.dispatch({ effects });
    },
    /** Puts the cursor at a place, counted from 1, and the focus into the editor. */
    goTo(line, column) {
      const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: Math.min(at.from + Math.max(column - 1, 0), at.to) }, scrollIntoView: true });
      view.focus();
    },
    /** Puts the cursor at an offset in UTF-16 units, and the focus into the editor. */
    focusAt(offset) {
      view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) } });
      view.focus();
    },
    destroy() {
      view.destroy();
    },
  };
}
