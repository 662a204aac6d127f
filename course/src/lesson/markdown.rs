//! Markdown as a small tree, for faces to draw. HTML in it is text: nothing that is written in a lesson becomes markup.
//!
//! `[virDomainCreate]` leads to the reference; the addresses `lesson:NAME`, `exercise:NAME`, `listing:NAME` and
//! `walkthrough:NAME` lead to views of the page.

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd, TextMergeStream};

/// A block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading inside of a section.
    Heading(Vec<Inline>),
    /// A list; whether its items are numbered.
    List(bool, Vec<Vec<Block>>),
    /// Code, as it stands.
    Code(String),
    /// What is quoted.
    Quote(Vec<Block>),
}

/// A piece of a paragraph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inline {
    /// Text.
    Text(String),
    /// Code.
    Code(String),
    /// What matters.
    Strong(Vec<Inline>),
    /// What is stressed.
    Emphasis(Vec<Inline>),
    /// A link.
    Link(Target, Vec<Inline>),
    /// The end of a line that is meant.
    Break,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A function of the API.
    Function(String),
    /// A lesson.
    Lesson(String),
    /// An exercise.
    Exercise(String),
    /// A C listing.
    Listing(String),
    /// A walkthrough.
    Walkthrough(String),
    /// Somewhere else, by `https`.
    Web(String),
    /// Nowhere: an address of another kind, as it is written.
    Nowhere(String),
}

impl Target {
    fn of(address: &str) -> Self {
        let (kind, name) = address.split_once(':').unwrap_or_default();
        let name = name.to_owned();
        match kind {
            "function" => Self::Function(name),
            "lesson" => Self::Lesson(name),
            "exercise" => Self::Exercise(name),
            "listing" => Self::Listing(name),
            "walkthrough" => Self::Walkthrough(name),
            "https" => Self::Web(address.to_owned()),
            _ => Self::Nowhere(address.to_owned()),
        }
    }
}

/// What is being put together.
enum Open {
    Block(Vec<Block>),
    /// A list's items.
    List(Vec<Vec<Block>>),
    Inline(Vec<Inline>),
    Link(Target, Vec<Inline>),
}

/// Reads Markdown.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut function = |link: BrokenLink<'_>| {
        let name = link.reference.strip_prefix("vir").is_some();
        name.then(|| (CowStr::from(format!("function:{}", link.reference)), CowStr::Borrowed("")))
    };
    let parser = Parser::new_with_broken_link_callback(text, Options::empty(), Some(&mut function));
    let mut tree = Tree { open: vec![Open::Block(Vec::new())] };
    for event in TextMergeStream::new(parser) {
        tree.take(event);
    }
    // Whatever was opened is closed by the parser.
    tree.close_blocks()
}

struct Tree {
    open: Vec<Open>,
}

impl Tree {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.begin(&tag),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => self.inline(Inline::Code(code.into_string())),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.inline(Inline::Text(text.into_string()));
            }
            Event::SoftBreak => self.inline(Inline::Text(" ".to_owned())),
            Event::HardBreak => self.inline(Inline::Break),
            // Neither rules nor what only extensions have.
            _ => {}
        }
    }

    fn begin(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.open.push(Open::Inline(Vec::new()));
            }
            Tag::BlockQuote(_) => self.open.push(Open::Block(Vec::new())),
            Tag::List(_) => self.open.push(Open::List(Vec::new())),
            Tag::Item => {
                self.open.push(Open::Block(Vec::new()));
                // Items of a list without empty lines between them have text at once.
                self.open.push(Open::Inline(Vec::new()));
            }
            Tag::Emphasis | Tag::Strong | Tag::Image { .. } => self.open.push(Open::Inline(Vec::new())),
            Tag::Link { dest_url, .. } => self.open.push(Open::Link(Target::of(dest_url), Vec::new())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => {
                let inside = self.close_inlines();
                self.block(Block::Paragraph(inside));
            }
            TagEnd::Heading(_) => {
                let inside = self.close_inlines();
                self.block(Block::Heading(inside));
            }
            TagEnd::CodeBlock => {
                let text = self.close_inlines().into_iter().map(|inline| match inline {
                    Inline::Text(text) => text,
                    _ => String::new(),
                });
                let text = text.collect();
                self.block(Block::Code(text));
            }
            TagEnd::BlockQuote(_) => {
                let inside = self.close_blocks();
                self.block(Block::Quote(inside));
            }
            TagEnd::Item => {
                self.settle();
                let inside = self.close_blocks();
                if let Some(Open::List(items)) = self.open.last_mut() {
                    items.push(inside);
                }
            }
            TagEnd::List(ordered) => {
                if let Some(Open::List(items)) = self.open.pop() {
                    self.block(Block::List(ordered, items));
                }
            }
            TagEnd::Emphasis => {
                let inside = self.close_inlines();
                self.inline(Inline::Emphasis(inside));
            }
            TagEnd::Strong => {
                let inside = self.close_inlines();
                self.inline(Inline::Strong(inside));
            }
            TagEnd::Link => {
                if let Some(Open::Link(target, inside)) = self.open.pop() {
                    self.inline(Inline::Link(target, inside));
                }
            }
            TagEnd::Image => {
                let inside = self.close_inlines();
                inside.into_iter().for_each(|inline| self.inline(inline));
            }
            _ => {}
        }
    }

    fn inline(&mut self, inline: Inline) {
        match self.open.last_mut() {
            Some(Open::Inline(inlines) | Open::Link(_, inlines)) => inlines.push(inline),
            Some(Open::Block(blocks)) => blocks.push(Block::Paragraph(vec![inline])),
            Some(Open::List(_)) | None => {}
        }
    }

    fn block(&mut self, block: Block) {
        // A block inside of an item comes after the text that the item began with.
        if matches!(self.open.last(), Some(Open::Inline(_))) {
            self.settle();
            if let Some(Open::Block(blocks)) = self.open.last_mut() {
                blocks.push(block);
            }
            self.open.push(Open::Inline(Vec::new()));
            return;
        }
        if let Some(Open::Block(blocks)) = self.open.last_mut() {
            blocks.push(block);
        }
    }

    /// Ends the text that an item has without a paragraph.
    fn settle(&mut self) {
        let inside = self.close_inlines();
        if let Some(Open::Block(blocks)) = self.open.last_mut()
            && !inside.is_empty()
        {
            blocks.push(Block::Paragraph(inside));
        }
    }

    fn close_inlines(&mut self) -> Vec<Inline> {
        match self.open.pop() {
            Some(Open::Inline(inlines)) => inlines,
            Some(other) => {
                self.open.push(other);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn close_blocks(&mut self) -> Vec<Block> {
        match self.open.pop() {
            Some(Open::Block(blocks)) => blocks,
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn what_lessons_are_written_with_is_read() {
        let read = blocks(
            "One `x` and **two *three***.\nOn\n\n- a\n- b [virDomainCreate]\n\n1. c\n\n   d\n\nSo:\n\n    code\n    more\n",
        );
        let bold = Inline::Strong(vec![text("two "), Inline::Emphasis(vec![text("three")])]);
        let first = Block::Paragraph(vec![
            text("One "),
            Inline::Code("x".into()),
            text(" and "),
            bold,
            text("."),
            text(" "),
            text("On"),
        ]);
        let link = Inline::Link(Target::Function("virDomainCreate".into()), vec![text("virDomainCreate")]);
        let paragraph = |inside| Block::Paragraph(inside);
        let items = vec![vec![paragraph(vec![text("a")])], vec![paragraph(vec![text("b "), link])]];
        assert_eq!(read[..2], [first, Block::List(false, items)]);
        let Block::List(true, items) = &read[2] else { panic!("{read:?}") };
        assert_eq!(items[0], [paragraph(vec![text("c")]), paragraph(vec![text("d")])]);
        assert_eq!(read[4], Block::Code("code\nmore\n".into()));
    }

    #[test]
    fn addresses_lead_into_the_page_and_html_is_text() {
        let link = |address: &str| match &blocks(&format!("[x]({address})"))[..] {
            [Block::Paragraph(inside)] => match &inside[..] {
                [Inline::Link(target, _)] => target.clone(),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        };
        assert_eq!(link("lesson:errors"), Target::Lesson("errors".into()));
        assert_eq!(link("https://libvirt.org/"), Target::Web("https://libvirt.org/".into()));
        assert_eq!(link("javascript:alert(1)"), Target::Nowhere("javascript:alert(1)".into()));
        let told = format!("{:?}", blocks("<b onclick='x'>bold</b> [unknown]\n\n<script>x</script>\n"));
        assert!(told.contains("Text(\"<b onclick='x'>\")") && told.contains("<script>x</script>"), "{told}");
    }
}
