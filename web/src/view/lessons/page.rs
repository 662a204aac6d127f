//! A lesson: its prose, and beside it what it is about. It follows the session: a step is ticked as soon as it is done, by
//! whatever way, and going back on the time line takes the tick away.

use std::rc::Rc;

use virtlab_core::world::Subject;
use virtlab_course::lesson::{Beside, Lesson, Standing, Text, follow};
use yew::prelude::*;

use super::end::End;
use super::given::Found;
use super::note_reached;
use super::prose::Prose;
use super::start::{enter, is_here, start};
use super::steps::{Reading, done_id};
use super::texts::use_text;
use crate::call::{self, CallPane};
use crate::chunk::{self, Panes, gap, use_part};
use crate::commands::use_begin;
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::session::{Session, use_session};
use crate::shell::{Bench, Pane};
use crate::ui::{Button, ButtonKind, TabList, TabSpec, panel_id, tab_id};
use crate::view::Prompt;
use crate::view::teach::ForClass;
use crate::{dom, embed, t};

/// What [`Page`] takes.
#[derive(Properties, PartialEq)]
pub struct PageProps {
    /// The lesson.
    pub found: Found,
}

/// The list of tabs beside the prose.
const BESIDE: &str = "beside";

/// The page of a lesson.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let lesson = &props.found.lesson;
    let i18n = use_i18n();
    let session = use_session();
    let begin = use_begin();
    let text = use_text(&props.found);
    let front = use_state_eq(|| "lesson");
    let beside = use_state_eq(|| first_beside(lesson));
    // Not by the session, which is another at each letter that is typed into a call.
    let moment = session.state().moment;
    let standing = use_memo((moment, lesson.clone()), |(_, lesson)| standing(&session, lesson));
    // Which lesson has been entered. The words come anew with another language, and the reader is not to be taken back then
    // from where they have gone since.
    let entered = use_mut_ref(String::new);
    {
        let (session, begin, lesson) = (session.clone(), begin.clone(), lesson.clone());
        let title = text.as_ref().map(|text| text.title.clone());
        use_effect_with(title.is_some(), move |_| {
            let is_new = || entered.replace(lesson.name.clone()) != lesson.name;
            if let Some(title) = title.filter(|_| is_new() && !is_here(&session, &lesson)) {
                enter(&begin, &lesson, &title);
            }
        });
    }
    use_done(lesson, standing.as_ref().as_ref());
    let parts = use_part(chunk::panes);
    let Some(text) = text else { return gap(&i18n) };
    let on_edit = {
        let (front, beside) = (front.clone(), beside.clone());
        Callback::from(move |()| {
            front.set("world");
            beside.set("call");
            wasm_bindgen_futures::spawn_local(async { dom::focus(call::TITLE) });
        })
    };
    let on_say = {
        let beside = beside.setter();
        Callback::from(move |()| beside.set("prompt"))
    };
    let again = {
        let (lesson, title) = (lesson.clone(), text.title.clone());
        Callback::from(move |()| start(&begin, &lesson, &title))
    };
    let view = Seen {
        i18n: &i18n,
        session: &session,
        lesson,
        text: &text,
        on_edit: &on_edit,
        on_say: &on_say,
        again,
    };
    let part = |draw: &dyn Fn(&Panes) -> Html| parts.map_or_else(|| gap(&i18n), draw);
    let pane = |id, title, body: Html| Pane { id, title, mark: AttrValue::default(), body };
    let mark = standing.as_ref().as_ref().map(|it| format!("{}/{}", it.done(), lesson.steps.len()).into());
    let prose = pane("lesson", t!(i18n, "lesson-pane"), view.draw(standing.as_ref().as_ref()));
    let panes = vec![
        Pane { mark: mark.unwrap_or_default(), ..prose },
        pane("world", t!(i18n, "lesson-bench"), middle(&i18n, lesson, &beside, parts, &on_edit)),
        pane("inspector", t!(i18n, "pane-inspector"), part(&|parts| (parts.inspector)())),
    ];
    let on_front = front.setter();
    html! {
        <Bench {panes} front={*front} on_front={move |id| on_front.set(id)} timeline={part(&|parts| (parts.timeline)())} />
    }
}

/// What is beside the prose: the world, a call that is put together, the prompt, or a listing.
fn middle(
    i18n: &I18n,
    lesson: &Rc<Lesson>,
    beside: &UseStateHandle<&'static str>,
    parts: Option<&'static Panes>,
    on_edit: &Callback<()>,
) -> Html {
    let on_beside = beside.setter();
    let body = match **beside {
        "call" => html! { <CallPane /> },
        "prompt" => html! { <Prompt /> },
        "listing" => html! { <Listing item={lesson.listing.clone().map(AttrValue::from)} /> },
        _ => parts.map_or_else(|| gap(i18n), |parts| (parts.world)(on_edit.clone())),
    };
    html! {
        <>
            <TabList name={BESIDE} label={t!(i18n, "lesson-beside")} tabs={tabs(i18n, lesson)} chosen={**beside}
                on_choose={move |id| on_beside.set(id)} />
            <div id={panel_id(BESIDE, **beside)} role="tabpanel" aria-labelledby={tab_id(BESIDE, **beside)} class="beside">
                { body }
            </div>
        </>
    }
}

fn first_beside(lesson: &Lesson) -> &'static str {
    match lesson.beside {
        Beside::Prompt => "prompt",
        Beside::Listing => "listing",
        Beside::World => "world",
    }
}

fn tabs(i18n: &I18n, lesson: &Lesson) -> Vec<TabSpec> {
    let tab = |id, title| TabSpec { id, title, mark: AttrValue::default() };
    let mut tabs = vec![
        tab("world", t!(i18n, "pane-world")),
        tab("call", t!(i18n, "pane-call")),
        tab("prompt", t!(i18n, "view-prompt")),
    ];
    if lesson.listing.is_some() {
        tabs.push(tab("listing", t!(i18n, "lesson-in-c")));
    }
    tabs
}

/// The lesson's listing, once its chunk has arrived.
#[component]
fn Listing(props: &ListingProps) -> Html {
    let i18n = use_i18n();
    match use_part(chunk::listings) {
        Some(part) => (part.beside)(props.item.clone()),
        None => gap(&i18n),
    }
}

#[derive(Properties, PartialEq)]
struct ListingProps {
    item: Option<AttrValue>,
}

/// Where the reader stands at the moment that is looked at; `None` if the session is of something else.
fn standing(session: &Session, lesson: &Lesson) -> Option<Standing> {
    if !is_here(session, lesson) {
        return None;
    }
    let state = session.state();
    follow(lesson, &state.history.steps()[..state.history.position()])
}

/// Remembers how far the reader has come, and shows what is said of a step that has just been done.
#[hook]
fn use_done(lesson: &Rc<Lesson>, standing: Option<&Standing>) {
    let before = use_mut_ref(|| None::<usize>);
    let lesson = lesson.clone();
    use_effect_with(standing.map(Standing::done), move |done| {
        let before = before.replace(*done);
        let Some(done) = *done else { return };
        if done > 0 {
            note_reached(&lesson, done);
        }
        let score = u32::try_from(done * 100 / lesson.steps.len().max(1)).unwrap_or(0);
        embed::goal("lesson", &lesson.name, done == lesson.steps.len(), score);
        // A lesson that is opened again stands where it stood; only what happens before the reader's eyes moves the page.
        if before.is_some_and(|before| before < done) {
            let name = lesson.steps.get(done - 1).map_or("", |step| &step.name);
            dom::bring_up(&done_id(name), ".pane-body");
        }
    });
}

/// What the prose is drawn from.
struct Seen<'s> {
    i18n: &'s I18n,
    session: &'s Session,
    lesson: &'s Rc<Lesson>,
    text: &'s Rc<Text>,
    on_edit: &'s Callback<()>,
    on_say: &'s Callback<()>,
    again: Callback<()>,
}

impl Seen<'_> {
    fn draw(&self, standing: Option<&Standing>) -> Html {
        let Self { i18n, text, .. } = self;
        let state = self.session.state();
        let made = &state.history.steps()[..state.history.position()];
        let steps = standing.map(|standing| {
            let Self { i18n, session, lesson, text, on_edit, on_say, .. } = self;
            Reading { i18n, session, lesson, text, standing, made, on_edit, on_say }.steps()
        });
        html! {
            <article class="lesson">
                <p class="lesson-way"><a href={Route::to(View::Lessons).href()}>{ t!(i18n, "lesson-all") }</a></p>
                <h3 class="lesson-title">{ text.title.clone() }</h3>
                <Prose text={text.intro.clone()} />
                { self.progress(standing) }
                { steps }
                if standing.is_some_and(|standing| standing.done() == self.lesson.steps.len()) {
                    <End lesson={self.lesson.clone()} text={self.text.clone()} />
                }
                <ForClass subject={Subject::lesson(&self.lesson.name)} title={text.title.clone()} />
            </article>
        }
    }

    /// How far the reader has come, in a line that is also spoken; or the way back into the lesson.
    fn progress(&self, standing: Option<&Standing>) -> Html {
        let i18n = self.i18n;
        let Some(standing) = standing else {
            return html! {
                <div class="lesson-elsewhere" role="status">
                    <p>{ t!(i18n, "lesson-elsewhere") }</p>
                    <Button kind={ButtonKind::Primary} icon="play" onclick={self.again.clone()}>{ t!(i18n, "lesson-begin") }</Button>
                </div>
            };
        };
        let (done, all) = (standing.done(), self.lesson.steps.len());
        let next = self.text.parts.get(done).map(|part| part.title.clone());
        let spoken = match next {
            Some(next) => t!(i18n, "lesson-standing", done = done, all = all, next = next),
            None => t!(i18n, "lesson-finished"),
        };
        html! {
            <div class="row lesson-standing">
                <progress class="guide-progress" value={done.to_string()} max={all.to_string()} aria-label={t!(i18n, "lesson-progress")} />
                <span aria-hidden="true">{ format!("{done}/{all}") }</span>
                <span class="sr-only" role="status">{ spoken }</span>
                if standing.calls > standing.start {
                    <Button kind={ButtonKind::Plain} icon="first" onclick={self.again.clone()}>{ t!(i18n, "lesson-again") }</Button>
                }
            </div>
        }
    }
}
