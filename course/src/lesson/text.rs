//! A lesson's words in one language: front matter, an introduction, a section for each step, and what to keep.
//!
//! A section begins with a heading such as `## Open a connection {#open}`; in it, what to do, then after a line
//! `::: done` what came of it, and after `::: mistake NAME` what is said of a mistake. The last section is `{#end}`.

use toml::Spanned;
use virtlab_core::api::Outcome;
use virtlab_scenario::{Fault, Source};

use super::{Lesson, LessonStep, told};

/// A lesson's words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Text {
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: String,
    /// What comes before the first step, in Markdown.
    pub intro: String,
    /// The steps.
    pub parts: Vec<Part>,
    /// The heading of what to keep, and what that is.
    pub end: (String, String),
}

/// The words of a step, in Markdown but for the title.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Part {
    /// The step's name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What to do.
    pub ask: String,
    /// What came of it.
    pub done: String,
    /// What is said of mistakes, by their names.
    pub mistakes: Vec<(String, String)>,
}

impl Part {
    /// Whether these are the words of a step; else what is missing or does not belong, and what would mend it.
    fn fits(&self, step: &LessonStep) -> Result<(), (String, String)> {
        let told: Vec<&str> = self.mistakes.iter().map(|(name, _)| name.as_str()).collect();
        let known: Vec<&str> = step.mistakes.iter().map(|mistake| mistake.name.as_str()).collect();
        if let Some(name) = told.iter().find(|name| !known.contains(name)) {
            let hint = match known.is_empty() {
                true => format!("lesson.toml knows no mistake of step {}", self.name),
                false => format!("step {} has {}", self.name, known.join(", ")),
            };
            return Err((format!("there is no mistake {name}"), hint));
        }
        if let Some(name) = known.iter().find(|name| !told.contains(name)) {
            return Err((
                format!("nothing is said of mistake {name}"),
                format!("it begins with a line ::: mistake {name}"),
            ));
        }
        if told != known {
            let hint = format!("in lesson.toml they are {}", known.join(", "));
            return Err(("the mistakes are in another order".to_owned(), hint));
        }
        let empty = |what: &str, hint: &str| Err((format!("{}: {what}", self.name), hint.to_owned()));
        if let Some((name, _)) = self.mistakes.iter().find(|(_, text)| text.is_empty()) {
            return empty(&format!("nothing is said of mistake {name}"), "it stands after its line");
        }
        match [&self.title, &self.ask, &self.done].map(|text| text.is_empty()) {
            [true, ..] => empty("the section has no title", "a heading is ## Title {#name}"),
            [_, true, _] => empty("nothing says what to do", "it stands under the heading"),
            [.., true] => empty("nothing is said when it is done", "it begins with a line ::: done"),
            _ => Ok(()),
        }
    }
}

/// Where a section's name stands.
fn place(text: &str, part: &Part) -> usize {
    // Of two with a name, the second is the one too many.
    text.rfind(&format!("{{#{}}}", part.name)).map_or(0, |at| at + 2)
}

/// The name of the last section.
const END: &str = "end";

/// Where lines go.
enum Place {
    Intro,
    Ask,
    Done,
    Mistake,
    End,
}

impl Text {
    /// Reads a file of words.
    ///
    /// # Errors
    /// The first thing that is wrong with it, with its place.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let source =
            Source { text, begins: "front matter stands between two lines of ---", ..Source::default() };
        let mut read = Self::default();
        let body = front(&source, &mut read)?;
        let mut to = Place::Intro;
        let mut at = text.len() - body.len();
        for line in body.split_inclusive('\n') {
            let bare = line.trim_end();
            if let Some(heading) = bare.strip_prefix("## ") {
                let (title, name) = named(heading)
                    .ok_or_else(|| source.fault(at, "a heading ends in a name, such as {#open}"))?;
                to = read.section(title, name);
            } else if let Some(what) = bare.strip_prefix("::: ") {
                to = read.aside(what).ok_or_else(|| {
                    source.fault(at, "::: done or ::: mistake NAME stand here, in a step's section")
                })?;
            } else {
                read.take(&to, line);
            }
            at += line.len();
        }
        read.tidy();
        Ok(read)
    }

    /// Whether these words, read from `text`, are those of a lesson: the same steps and mistakes, in its order, and none of
    /// them empty.
    ///
    /// # Errors
    /// What is missing or does not belong, with its place.
    pub fn fits(&self, text: &str, lesson: &Lesson) -> Result<(), Fault> {
        let source = Source { text, ..Source::default() };
        let hinted = |fault: Fault, hint: &str| Fault { hint: Some(hint.to_owned()), ..fault };
        let steps: Vec<&str> = lesson.steps.iter().map(|step| step.name.as_str()).collect();
        for (i, part) in self.parts.iter().enumerate() {
            let name = Spanned::new(place(text, part)..place(text, part), part.name.clone());
            if source.one_of(&name, "step", &steps)? != i {
                let fault = source.fault(place(text, part), format!("{} is not in its place", part.name));
                return Err(hinted(fault, &format!("the steps are, in their order, {}", steps.join(", "))));
            }
        }
        if let Some(step) = steps.get(self.parts.len()) {
            let hint = format!("its section begins with a line such as ## What to do {{#{step}}}");
            return Err(hinted(source.fault(text.len(), format!("step {step} has no section")), &hint));
        }
        for (part, step) in self.parts.iter().zip(&lesson.steps) {
            part.fits(step)
                .map_err(|(message, hint)| hinted(source.fault(place(text, part), message), &hint))?;
        }
        let whole = [
            (&self.title, "there is no title", "it stands between the two lines of ---, as title: …"),
            (&self.summary, "there is no summary", "it stands between the two lines of ---, as summary: …"),
            (
                &self.intro,
                "there is no introduction",
                "it stands between the front matter and the first section",
            ),
            (
                &self.end.1,
                "there is nothing to keep",
                "the last section begins with a line such as ## To keep {#end}",
            ),
            (
                &self.end.0,
                "what to keep has no title",
                "its section begins with a line such as ## To keep {#end}",
            ),
        ];
        match whole.into_iter().find(|(words, ..)| words.is_empty()) {
            Some((_, message, hint)) => Err(hinted(source.fault(0, message), hint)),
            None => Ok(()),
        }
    }

    fn section(&mut self, title: &str, name: &str) -> Place {
        if name == END {
            self.end.0 = title.to_owned();
            return Place::End;
        }
        self.parts.push(Part { name: name.to_owned(), title: title.to_owned(), ..Part::default() });
        Place::Ask
    }

    fn aside(&mut self, what: &str) -> Option<Place> {
        let part = self.parts.last_mut()?;
        match what.strip_prefix("mistake ") {
            Some(name) => {
                part.mistakes.push((name.to_owned(), String::new()));
                Some(Place::Mistake)
            }
            None => (what == "done").then_some(Place::Done),
        }
    }

    fn take(&mut self, to: &Place, line: &str) {
        let part = self.parts.last_mut();
        let text = match (to, part) {
            (Place::Ask, Some(part)) => &mut part.ask,
            (Place::Done, Some(part)) => &mut part.done,
            (Place::Mistake, Some(part)) => match part.mistakes.last_mut() {
                Some((_, text)) => text,
                None => return,
            },
            (Place::End, _) => &mut self.end.1,
            _ => &mut self.intro,
        };
        text.push_str(line);
    }

    fn tidy(&mut self) {
        let trim = |text: &mut String| *text = text.trim_matches('\n').to_owned();
        trim(&mut self.intro);
        trim(&mut self.end.1);
        for part in &mut self.parts {
            trim(&mut part.ask);
            trim(&mut part.done);
            part.mistakes.iter_mut().for_each(|(_, text)| trim(text));
        }
    }
}

/// Takes the front matter off, and gives the rest.
fn front<'t>(source: &Source<'t>, read: &mut Text) -> Result<&'t str, Fault> {
    let fault = |message: &str| Fault { hint: Some(source.begins.into()), ..source.fault(0, message) };
    let rest = source.text.strip_prefix("---\n").ok_or_else(|| fault("there is no front matter"))?;
    let (matter, body) = rest.split_once("\n---\n").ok_or_else(|| fault("the front matter does not end"))?;
    for line in matter.lines() {
        let (key, value) =
            line.split_once(':').ok_or_else(|| fault("a line of front matter is KEY: VALUE"))?;
        match key.trim() {
            "title" => read.title = value.trim().to_owned(),
            "summary" => read.summary = value.trim().to_owned(),
            key => return Err(fault(&format!("front matter has title and summary, not {key}"))),
        }
    }
    Ok(body)
}

/// A heading's title and name.
fn named(heading: &str) -> Option<(&str, &str)> {
    let (title, name) = heading.strip_suffix('}')?.rsplit_once("{#")?;
    Some((title.trim(), name))
}

/// A text with the placeholders filled from an outcome; what an outcome does not have is left as it is written.
pub fn fill(text: &str, outcome: &Outcome) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}').and_then(|(name, after)| Some((told(outcome, name)?, after))) {
            Some((value, after)) => {
                filled.push_str(&value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled + rest
}
