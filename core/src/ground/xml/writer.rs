//! Writing XML with libvirt's layout: two spaces a level, one element a line, attributes in single quotes.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use super::{Element, Node};

/// Text with `< > & ' "` as entities and control characters dropped, as `virBufferEscapeString` writes it.
pub fn escape(text: &str) -> Cow<'_, str> {
    // All of them are ASCII, so bytes can be walked, which is fast; nearly every text has none.
    let special = |b: u8| matches!(b, b'<' | b'>' | b'&' | b'\'' | b'"') || is_control(b);
    if !text.bytes().any(special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&apos;"),
            '"' => out.push_str("&quot;"),
            c if u8::try_from(c).is_ok_and(is_control) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn is_control(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')
}

/// A document under way.
///
/// ```
/// use virtlab_core::ground::xml::Writer;
/// let mut w = Writer::new();
/// w.start("domain").attr("type", "test").inside(|w| {
///     w.text("name", "demo");
///     w.start("pae").empty();
/// });
/// assert_eq!(w.finish(), "<domain type='test'>\n  <name>demo</name>\n  <pae/>\n</domain>\n");
/// ```
#[derive(Default)]
pub struct Writer {
    out: String,
    level: usize,
}

impl Writer {
    /// An empty document.
    pub fn new() -> Self {
        Self { out: String::with_capacity(2048), level: 0 }
    }

    /// A part of a document that begins some levels deep.
    pub fn at(level: usize) -> Self {
        Self { out: String::new(), level }
    }

    /// The document so far.
    pub fn finish(self) -> String {
        self.out
    }

    /// Begins an element; end it with [`Tag::empty`], [`Tag::inside`], [`Tag::text`] or [`Tag::nonempty`].
    pub fn start<'w>(&'w mut self, name: &'w str) -> Tag<'w> {
        self.indent();
        let before = self.out.len();
        self.out.push('<');
        self.out.push_str(name);
        Tag { writer: self, name, before }
    }

    /// `<name>text</name>` on a line of its own.
    pub fn text(&mut self, name: &str, text: impl Display) {
        self.start(name).text(text);
    }

    /// `<name>text</name>` if there is one.
    pub fn opt_text(&mut self, name: &str, text: Option<impl Display>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// Text that is laid out already: whole lines, indented and escaped.
    pub fn raw(&mut self, lines: &str) {
        self.out.push_str(lines);
    }

    /// How many elements are around what is written next.
    pub fn level(&self) -> usize {
        self.level
    }

    /// Lines that were written for the first level below the root, at the level that it is now.
    pub fn section(&mut self, lines: &str) {
        let Some(further @ 1..) = self.level.checked_sub(1) else { return self.raw(lines) };
        for line in lines.split_inclusive('\n') {
            (0..further).for_each(|_| self.out.push_str("  "));
            self.out.push_str(line);
        }
    }

    /// An empty line, as capabilities have them.
    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    /// An element as it came, text and all, in the layout that libxml2's `xmlNodeDump` gives a node of the document
    /// it was read from: nothing added, nothing re-indented; the first line is indented, and a newline follows.
    pub fn verbatim(&mut self, element: &Element<'_>) {
        self.indent();
        dump(&mut self.out, element);
        self.out.push('\n');
    }

    /// A line of its own, as it is: neither escaped nor checked.
    pub fn line(&mut self, line: impl Display) {
        self.indent();
        let _ = writeln!(self.out, "{line}");
    }

    /// An element without attributes that is never written as empty: `<name>`, what is inside, `</name>`.
    pub fn block(&mut self, name: &str, write: impl FnOnce(&mut Writer)) {
        self.start(name).block(write);
    }

    /// Text of several lines, each indented to where the writer is.
    pub fn lines(&mut self, text: &str) {
        for line in text.lines() {
            self.indent();
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    fn indent(&mut self) {
        const SPACES: &str = "                                ";
        let mut left = 2 * self.level;
        while left > 0 {
            let some = left.min(SPACES.len());
            self.out.push_str(&SPACES[..some]);
            left -= some;
        }
    }
}

/// An element whose start tag is being written.
#[must_use = "an element that is begun has to be ended"]
pub struct Tag<'w> {
    writer: &'w mut Writer,
    name: &'w str,
    before: usize,
}

impl<'w> Tag<'w> {
    /// An attribute, escaped.
    pub fn attr(self, name: &str, value: impl Display) -> Self {
        let out = &mut self.writer.out;
        out.push(' ');
        out.push_str(name);
        out.push_str("='");
        let start = out.len();
        let _ = write!(out, "{value}");
        if let Cow::Owned(escaped) = escape(&out[start..]) {
            out.truncate(start);
            out.push_str(&escaped);
        }
        out.push('\'');
        self
    }

    /// An attribute that is a number: capabilities have hundreds, which `Display` would be most of the cost of.
    ///
    /// ```
    /// let mut w = virtlab_core::ground::xml::Writer::new();
    /// w.start("cpu").number("id", u32::MAX).number("core_id", 0).empty();
    /// assert_eq!(w.finish(), "<cpu id='4294967295' core_id='0'/>\n");
    /// ```
    pub fn number(self, name: &str, value: u32) -> Self {
        let out = &mut self.writer.out;
        out.push(' ');
        out.push_str(name);
        out.push_str("='");
        digits(out, value);
        out.push('\'');
        self
    }

    /// An attribute if there is a value.
    pub fn opt_attr(self, name: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute that libvirt writes without escaping, if there is a value.
    pub fn opt_attr_as_is(self, name: &str, value: Option<impl Display>) -> Self {
        if let Some(value) = value {
            let _ = write!(self.writer.out, " {name}='{value}'");
        }
        self
    }

    /// Ends the element with nothing in it.
    pub fn empty(self) {
        self.writer.out.push_str("/>\n");
    }

    /// Ends the element with text in it, escaped.
    pub fn text(self, text: impl Display) {
        let out = &mut self.writer.out;
        out.push('>');
        let start = out.len();
        let _ = write!(out, "{text}");
        if let Cow::Owned(escaped) = escape(&out[start..]) {
            out.truncate(start);
            out.push_str(&escaped);
        }
        end_tag(out, self.name);
    }

    /// Ends the element with elements in it; one that gets none is written empty.
    pub fn inside(self, write: impl FnOnce(&mut Writer)) {
        self.close_with(write, true);
    }

    /// As [`Tag::inside`], but never written as empty: start and end tag stand on lines of their own even around nothing.
    pub fn block(self, write: impl FnOnce(&mut Writer)) {
        let Self { writer, name, .. } = self;
        writer.out.push_str(">\n");
        writer.level += 1;
        write(writer);
        writer.level -= 1;
        writer.indent();
        end_tag(&mut writer.out, name);
    }

    /// As [`Tag::inside`], but an element with neither attributes nor content is not written at all:
    /// `virXMLFormatElement` of libvirt.
    pub fn nonempty(self, write: impl FnOnce(&mut Writer)) {
        self.close_with(write, false);
    }

    fn close_with(self, write: impl FnOnce(&mut Writer), keep: bool) {
        let Self { writer, name, before } = self;
        let bare = writer.out.len() == before + 1 + name.len();
        writer.out.push_str(">\n");
        let start = writer.out.len();
        writer.level += 1;
        write(writer);
        writer.level -= 1;
        if writer.out.len() > start {
            writer.indent();
            end_tag(&mut writer.out, name);
        } else if bare && !keep {
            writer.out.truncate(before - 2 * writer.level);
        } else {
            writer.out.truncate(start - 2);
            writer.out.push_str("/>\n");
        }
    }
}

fn digits(out: &mut String, number: u32) {
    if number >= 10 {
        digits(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// Writes an end tag and the end of its line. Not by `writeln!`: dumps are made in bulk, and this is half of them.
fn end_tag(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

/// Writes an element as `xmlNodeDump` does.
fn dump(out: &mut String, element: &Element<'_>) {
    let _ = write!(out, "<{}", element.name);
    for (name, value) in &element.attributes {
        // libxml2 prefers double quotes; an attribute value of its own never holds an unescaped one.
        let value =
            value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let _ = write!(out, " {name}=\"{}\"", value.replace('\n', "&#10;").replace('\t', "&#9;"));
    }
    if element.children.is_empty() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    for node in &element.children {
        match node {
            Node::Element(child) => dump(out, child),
            Node::Text(text) => {
                out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
            }
            Node::CData(text) => {
                let _ = write!(out, "<![CDATA[{text}]]>");
            }
            Node::Instruction(text) => {
                let _ = write!(out, "<?{text}?>");
            }
            Node::Comment(text) => {
                let _ = write!(out, "<!--{text}-->");
            }
        }
    }
    let _ = write!(out, "</{}>", element.name);
}
