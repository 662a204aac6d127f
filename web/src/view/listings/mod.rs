//! Listings in C or Python: written or chosen on the left, run against the world, and stepped through, back too. The calls of a run are
//! steps of the session as any others.

mod editor;
mod run;
mod samples;
mod told;
mod watch;

use std::rc::Rc;

use virtlab_listing::{Diagnostic, Dialect, check};
use yew::prelude::*;

use crate::chunk::{self, Panes, gap, use_part};
use crate::i18n::{I18n, use_i18n};
use crate::session::{Session, use_session};
use crate::shell::{Bench, Pane};
use crate::store::local;
use crate::ui::{Button, ButtonKind};
use crate::{prefs, t};
use editor::Editor;
use run::{Ran, begin, seek, standing};
use samples::{Samples, first};
use watch::{Steps, Watch};

#[derive(Properties, PartialEq)]
pub struct ListingsProps {
    /// The listing to begin with, by its name.
    pub item: Option<AttrValue>,
}

/// What the reader has before them.
#[derive(Clone)]
struct Desk {
    session: Session,
    source: UseStateHandle<AttrValue>,
    dialect: UseStateHandle<Dialect>,
    ran: UseStateHandle<Option<Ran>>,
    at: UseStateHandle<usize>,
    /// Whether what is written is kept for the next visit.
    keeps: bool,
}

impl Desk {
    /// What was run, if the text has not been changed since.
    fn run_of_text(&self) -> Option<&Ran> {
        self.ran.as_ref().filter(|ran| ran.source == *self.source && ran.dialect == *self.dialect)
    }

    /// The run that can be stepped through.
    fn current(&self) -> Option<&Ran> {
        self.run_of_text().filter(|ran| !ran.run.steps.is_empty())
    }

    /// The step that is looked at.
    fn step(&self) -> Option<usize> {
        self.current().and_then(|ran| standing(&self.session, ran, *self.at))
    }

    /// What is told of the text: what its run told, or what reading it tells.
    fn told(&self, read: &Rc<Vec<Diagnostic>>) -> Rc<Vec<Diagnostic>> {
        self.run_of_text().map_or_else(|| read.clone(), |ran| ran.told.clone())
    }

    /// Runs the listing, and stands at its end or at its beginning.
    fn start(&self, to_end: bool) -> Callback<()> {
        let desk = self.clone();
        Callback::from(move |()| {
            let new = begin(&desk.session, &desk.source, *desk.dialect, desk.ran.as_ref());
            let to = if to_end { new.run.steps.len().saturating_sub(1) } else { 0 };
            seek(&desk.session, &new, to);
            desk.at.set(to);
            desk.ran.set(Some(new));
        })
    }

    fn on_step(&self) -> Callback<usize> {
        let desk = self.clone();
        Callback::from(move |to: usize| {
            if let Some(ran) = &*desk.ran {
                seek(&desk.session, ran, to);
                desk.at.set(to);
            }
        })
    }

    fn on_write(&self) -> Callback<AttrValue> {
        let (source, keeps) = (self.source.setter(), self.keeps);
        Callback::from(move |text: AttrValue| {
            if keeps {
                prefs::keep_listing(&text);
            }
            source.set(text);
        })
    }

    /// The reader takes another listing, or says what theirs is written in.
    fn on_choose(&self) -> Callback<(AttrValue, Dialect)> {
        let (on_write, dialect, keeps) = (self.on_write(), self.dialect.setter(), self.keeps);
        Callback::from(move |(text, wanted): (AttrValue, Dialect)| {
            if keeps {
                keep_dialect(wanted);
            }
            dialect.set(wanted);
            on_write.emit(text);
        })
    }
}

/// Where it is kept what the reader's listing is written in.
const DIALECT_KEY: &str = "virtlab.listing.language";

fn keep_dialect(dialect: Dialect) {
    local::set(DIALECT_KEY, if dialect == Dialect::Python { "python" } else { "c" });
}

fn kept_dialect() -> Dialect {
    match local::get(DIALECT_KEY).as_deref() {
        Some("python") => Dialect::Python,
        _ => Dialect::C,
    }
}

/// The view.
#[component]
pub fn Listings(props: &ListingsProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let dialect = use_state_eq(kept_dialect);
    let source =
        use_state_eq(|| prefs::listing().map_or_else(|| first(*dialect).source.into(), AttrValue::from));
    let ran = use_state_eq(|| None::<Ran>);
    let at = use_state_eq(|| 0usize);
    let read = use_read(&source, *dialect);
    let front = use_state_eq(|| "listing");
    use_effect_with(props.item.clone(), {
        let (source, dialect) = (source.setter(), dialect.setter());
        move |item| {
            if let Some(sample) = samples::all().find(|sample| Some(sample.id) == item.as_deref()) {
                source.set(sample.source.into());
                dialect.set(sample.dialect);
            }
        }
    });
    let parts = use_part(chunk::panes);
    if !i18n.is_whole() {
        return gap(&i18n);
    }
    let desk = Desk { session, source, dialect, ran, at, keeps: true };
    let step = desk.step();
    let watch = watch(&i18n, &desk, step);
    let part = |draw: &dyn Fn(&Panes) -> Html| parts.map_or_else(|| gap(&i18n), draw);
    let panes = vec![
        Pane::new("listing", t!(i18n, "listing-pane"), listing(&i18n, &desk, step, &read)),
        Pane::new("world", t!(i18n, "pane-world"), part(&|parts| (parts.world)(Callback::noop()))),
        Pane::new("watch", t!(i18n, "listing-watch"), watch),
    ];
    let on_front = {
        let front = front.clone();
        Callback::from(move |id| front.set(id))
    };
    html! { <Bench {panes} front={*front} {on_front} timeline={part(&|parts| (parts.timeline)())} /> }
}

/// The names of all listings.
#[cfg(test)]
pub fn listing_names() -> impl Iterator<Item = &'static str> {
    samples::all().map(|sample| sample.id)
}

/// A listing beside something else, such as a lesson: the text, and under it the step.
#[component]
pub fn ListingsBeside(props: &ListingsProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let named = |id: &str| samples::all().find(|one| one.id == id);
    let sample = props.item.as_deref().map_or(Some(first(Dialect::C)), named);
    // A name that no listing has is better seen as nothing than as another listing.
    let source = use_state_eq(|| AttrValue::from(sample.map_or("", |one| one.source)));
    let dialect = use_state_eq(|| sample.map_or(Dialect::C, |one| one.dialect));
    let ran = use_state_eq(|| None::<Ran>);
    let at = use_state_eq(|| 0usize);
    let read = use_read(&source, *dialect);
    let desk = Desk { session, source, dialect, ran, at, keeps: false };
    let step = desk.step();
    html! { <>{ listing(&i18n, &desk, step, &read) }{ watch(&i18n, &desk, step) }</> }
}

/// What reading a text tells.
#[hook]
fn use_read(source: &AttrValue, dialect: Dialect) -> Rc<Vec<Diagnostic>> {
    use_memo((source.clone(), dialect), |(source, dialect)| check(source, *dialect))
}

/// What the step that is looked at did.
fn watch(i18n: &I18n, desk: &Desk, step: Option<usize>) -> Html {
    match (desk.current(), step) {
        (Some(ran), Some(step)) => html! { <Watch ran={ran.clone()} {step} /> },
        (Some(_), None) => html! { <p>{ t!(i18n, "listing-elsewhere") }</p> },
        _ => html! { <p>{ t!(i18n, "listing-about-run") }</p> },
    }
}

/// The text, with what is done with it and what is told of it.
fn listing(i18n: &I18n, desk: &Desk, step: Option<usize>, read: &Rc<Vec<Diagnostic>>) -> Html {
    let line = step.and_then(|step| desk.current()?.run.steps.get(step)).map(|step| step.span.line);
    html! {
        <div class="listing">
            <Samples chosen={((*desk.source).clone(), *desk.dialect)} on_choose={desk.on_choose()} />
            <div class="row">
                <Button kind={ButtonKind::Primary} icon="play" onclick={desk.start(true)}>{ t!(i18n, "listing-run") }</Button>
                <Button icon="forward" onclick={desk.start(false)}>{ t!(i18n, "listing-step-through") }</Button>
            </div>
            if let Some(ran) = desk.current() {
                <Steps ran={ran.clone()} {step} on_step={desk.on_step()} />
            }
            <Editor source={(*desk.source).clone()} dialect={*desk.dialect} on_write={desk.on_write()} {line} told={desk.told(read)} />
        </div>
    }
}
