//! What a command is: a row of the table, and the options that its row describes.

use crate::run::{Done, Run};

/// A group of commands: virsh's own names for them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Group {
    /// The name, such as `Domain Management`.
    pub name: &'static str,
    /// What `help` takes for it, such as `domain`.
    pub keyword: &'static str,
}

/// A command of virsh.
#[derive(Clone, Copy)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// Its options in virsh's order, in the small language that [`Command::options`] reads.
    pub spec: &'static str,
    /// What it does, in a few words of our own.
    pub summary: &'static str,
    /// Whether it needs a connection.
    pub connects: bool,
    /// Which domains or networks its completion offers, by the filters of their lists; 0 for all.
    pub among: u32,
    pub(crate) run: fn(&mut Run<'_>) -> Done,
}

/// What an option takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OptKind {
    /// Nothing: it is there or not.
    Flag,
    /// A number.
    Number,
    /// A text.
    Text,
    /// Any number of texts.
    Many,
    /// It stands for another option, with a value perhaps.
    Alias(&'static str, Option<&'static str>),
}

/// An option of a command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Opt {
    /// Its name, without the dashes.
    pub name: &'static str,
    /// What it takes.
    pub kind: OptKind,
    /// Whether it may be given by its place alone.
    pub positional: bool,
    /// Whether it is taken by its place though the help does not say so: virsh once had it so.
    pub by_place_too: bool,
    /// Whether it has to be given.
    pub required: bool,
    /// Whether an empty text is taken.
    pub empty: bool,
}

/// What was given for an option.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given {
    /// Which option.
    pub name: &'static str,
    /// Its values: none for a flag, several for [`OptKind::Many`].
    pub values: Vec<String>,
}

impl Command {
    /// A row of the table.
    pub(crate) const fn new(
        name: &'static str,
        spec: &'static str,
        summary: &'static str,
        run: fn(&mut Run<'_>) -> Done,
    ) -> Self {
        Self { name, spec, summary, connects: true, among: 0, run }
    }

    /// It needs no connection.
    pub(crate) const fn alone(mut self) -> Self {
        self.connects = false;
        self
    }

    /// It is about objects that these flags filter out of a list.
    pub(crate) const fn among(mut self, flags: u32) -> Self {
        self.among = flags;
        self
    }

    /// Its options, in order: `--flag`, `--text=s`, `--number=n`, `<required:s>`, `[optional:s]`, `[many:s...]`,
    /// `alias>option` and `alias>option=value`; behind it `*` if it is taken by its place too, `~` if it may be empty, `!` if
    /// it has to be given.
    pub fn options(&self) -> impl Iterator<Item = Opt> + use<> {
        self.spec.split_whitespace().map(option)
    }
}

fn option(word: &'static str) -> Opt {
    let blank = Opt {
        name: word,
        kind: OptKind::Flag,
        positional: false,
        by_place_too: false,
        required: false,
        empty: false,
    };
    if let Some((name, target)) = word.split_once('>').filter(|_| !word.starts_with('<')) {
        let (target, value) = target.split_once('=').map_or((target, None), |(t, v)| (t, Some(v)));
        return Opt { name, kind: OptKind::Alias(target, value), ..blank };
    }
    let bare = word.trim_end_matches(['*', '~', '!']);
    let marks = &word[bare.len()..];
    let marked = Opt { by_place_too: marks.contains('*'), empty: marks.contains('~'), ..blank };
    let kind_of = |kind: &str| match kind {
        "n" => OptKind::Number,
        "s..." => OptKind::Many,
        _ => OptKind::Text,
    };
    match bare.strip_prefix("--") {
        Some(rest) => {
            let (name, kind) =
                rest.split_once('=').map_or((rest, OptKind::Flag), |(name, kind)| (name, kind_of(kind)));
            Opt { name, kind, required: marks.contains('!'), ..marked }
        }
        None => {
            let inside = bare.trim_matches(['<', '>', '[', ']']);
            let (name, kind) = inside.split_once(':').unwrap_or((inside, "s"));
            let required = bare.starts_with('<');
            Opt { name, kind: kind_of(kind), positional: true, required, ..marked }
        }
    }
}
