//! Exercises and lessons that somebody else made: opened from files, taken up from links, and kept in this browser.

use gloo::events::EventListener;
use virtlab_core::world::{Subject, SubjectKind};
use virtlab_course::Fault;
use virtlab_course::exercise::{Exercise, built_in, read, source_of};
use virtlab_course::given::{Given, Thing, name_of};
use virtlab_course::lesson::Lesson;
use yew::prelude::*;

use super::{exercises, lessons};
use crate::commands::{Begin, refusal};
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::shell::{Announce, Offer, Tone, use_announce};
use crate::store::given::{EXERCISES, LESSONS, Shelf};
use crate::store::{PickError, PickedBytes, pick_bytes};
use crate::ui::{Button, IconButton};
use crate::{chunk, dom, t};

/// By which a browser tells tabs that another one changed what is kept; here also of what this one put back.
const CHANGED: &str = "storage";

/// What exercises and lessons are called whose own names cannot be names: a session's file could not name them.
const NAMELESS: [&str; 2] = ["exercise", "lesson"];

/// Where things of a kind are kept.
pub fn shelf(kind: SubjectKind) -> Shelf {
    match kind {
        SubjectKind::Exercise => EXERCISES,
        SubjectKind::Lesson => LESSONS,
    }
}

/// The text that is kept of it.
fn kept_text(given: &Given) -> String {
    match &given.thing {
        Thing::Exercise(text) => text.clone(),
        Thing::Lesson(folder) => folder.to_text(),
    }
}

/// Whether the set has something of this kind and name, or the page a place.
fn in_set(subject: &Subject) -> bool {
    match subject.kind {
        _ if &*subject.name == View::Teach.slug() => true,
        SubjectKind::Exercise => source_of(&subject.name).is_some(),
        SubjectKind::Lesson => Lesson::by_name(&subject.name).is_some(),
    }
}

/// Whether it could be kept under its name, and nothing else is.
pub fn is_free(given: &Given) -> bool {
    let subject = given.subject();
    Subject::can_be_named(&given.name) && !in_set(&subject) && shelf(subject.kind).text(&given.name).is_none()
}

/// Keeps it under its name.
pub fn keep_as(given: &Given) -> bool {
    shelf(given.subject().kind).keep(&given.name, &kept_text(given))
}

/// Keeps it under its name or, where another has that already, one like it; says what sessions of it say that they are of.
/// None if the browser does not keep it.
pub fn bring(given: &Given) -> Option<Subject> {
    let [exercise, lesson] = NAMELESS;
    let name = match &given.thing {
        _ if Subject::can_be_named(&given.name) => given.name.as_str(),
        Thing::Exercise(_) => exercise,
        Thing::Lesson(_) => lesson,
    };
    let text = kept_text(given);
    let like = (2..).map(|n| format!("{name}-{n}"));
    let mut names = std::iter::once(name.to_owned()).chain(like).map(|name| Given { name, ..given.clone() });
    let is_same = |one: &Given| shelf(one.subject().kind).text(&one.name).is_some_and(|own| own == text);
    // The numbers never end, and the names that are kept do.
    let brought = names.find(|one| is_free(one) || is_same(one))?;
    keep_as(&brought).then(|| brought.subject())
}

/// Takes up the text of a link, and says where it is to be seen. None if it is nothing of the kind.
///
/// What is there under its name is replaced, with a way back: a teacher who mended an exercise sends it again, and a session of
/// it has to say the name that the teacher's grading knows.
pub fn bring_text(begin: &Begin, text: &str) -> Option<Route> {
    let given = Given::from_text(text)?;
    let (i18n, own, all) = (begin.i18n(), given.subject(), Route::to(view(given.subject().kind)));
    let old = Old::of(&given);
    let brought = match Subject::can_be_named(&given.name) && !in_set(&own) {
        true => keep_as(&given).then_some(own),
        false => bring(&given),
    };
    let Some(subject) = brought else {
        begin.problem(t!(i18n, "given-not-kept"));
        return Some(all);
    };
    if let (Some(old), Some(announce)) = (old, begin.announce()) {
        // What is shown is the new one.
        offer_back(i18n, announce, t!(i18n, "given-replaced"), vec![old], Callback::from(move |()| all.go()));
    }
    Some(route(&subject))
}

/// What was kept under a name before another took it, or before it was forgotten.
struct Old {
    shelf: Shelf,
    name: String,
    text: String,
}

impl Old {
    /// What is kept under its name, if that is another.
    fn of(given: &Given) -> Option<Self> {
        let shelf = shelf(given.subject().kind);
        let text = shelf.text(&given.name).filter(|text| *text != kept_text(given))?;
        Some(Self { shelf, name: given.name.clone(), text })
    }
}

/// Says `said`, and offers to put back what was there; `then` is told when that is done.
fn offer_back(i18n: &I18n, announce: &Announce, said: AttrValue, old: Vec<Old>, then: Callback<()>) {
    let label = t!(i18n, "commands-undo");
    let (voice, refused) = (announce.clone(), t!(i18n, "given-not-kept"));
    let onclick = Callback::from(move |()| {
        for Old { shelf, name, text } in &old {
            if !shelf.keep(name, text) {
                voice.say(Tone::Problem, refused.clone());
            }
        }
        dom::tell(CHANGED);
        then.emit(());
    });
    announce.offer(Tone::Done, said, Offer { label, onclick });
}

fn view(kind: SubjectKind) -> View {
    match kind {
        SubjectKind::Exercise => View::Exercises,
        SubjectKind::Lesson => View::Lessons,
    }
}

fn route(subject: &Subject) -> Route {
    Route::item(view(subject.kind), &*subject.name)
}

/// Asks for a file, and gives the exercises and lessons in it; or says why there is none.
pub fn open(i18n: &I18n, on_read: Callback<Result<Vec<Given>, AttrValue>>) {
    let i18n = i18n.clone();
    let on_picked = Callback::from(move |picked: Result<PickedBytes, PickError>| {
        let (i18n, on_read) = (i18n.clone(), on_read.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let read = match picked {
                Ok(file) => in_file(&i18n, file).await,
                Err(error) => Err(refusal(&i18n, error)),
            };
            on_read.emit(read);
        });
    });
    pick_bytes(".toml,.zip,text/plain,application/zip", on_picked);
}

async fn in_file(i18n: &I18n, PickedBytes { name, bytes }: PickedBytes) -> Result<Vec<Given>, AttrValue> {
    if !bytes.starts_with(b"PK") {
        let text = String::from_utf8(bytes)
            .map_err(|_| refusal(i18n, PickError::Unreadable { name: name.clone() }))?;
        return Ok(vec![Given { name: name_of(&name), thing: Thing::Exercise(text) }]);
    }
    let pack = chunk::pack().await.map_err(|_| t!(i18n, "share-part"))?;
    let files = (pack.unzip)(&bytes)
        .map_err(|error| t!(i18n, "given-broken", file = name.as_str(), error = error))?;
    match Given::in_archive(&name, &files) {
        all if all.is_empty() => Err(t!(i18n, "given-nothing", file = name)),
        all => Ok(all),
    }
}

/// Takes up what a learner was given, if nothing is wrong with it, and gives its name; else what is wrong, in words.
fn take_up(i18n: &I18n, given: &Given) -> Result<Subject, AttrValue> {
    let wrong =
        |file: &str, fault: String| Err(t!(i18n, "given-wrong", file = file.to_owned(), fault = fault));
    let subject = given.subject();
    if !Subject::can_be_named(&given.name) || in_set(&subject) {
        return Err(t!(i18n, "given-name-taken", name = given.name.as_str()));
    }
    match &given.thing {
        Thing::Exercise(text) => {
            if let Err(fault) = read(&given.name, text, 0) {
                return wrong(&format!("{}.toml", given.name), fault.to_string());
            }
        }
        Thing::Lesson(folder) => {
            if let Some(one) = folder.faults(&given.name).first() {
                return wrong(&format!("{}/{}", given.name, one.file), one.fault.to_string());
            }
        }
    }
    match keep_as(given) {
        true => Ok(subject),
        false => Err(t!(i18n, "given-not-kept")),
    }
}

/// An exercise of a name in a variant: of the set, or one that was given. One that cannot be read is none.
pub fn find_exercise(name: &str, variant: u64) -> Option<Exercise> {
    match built_in(name, variant) {
        Some(read) => read.ok(),
        None => read(name, &EXERCISES.text(name)?, variant).ok(),
    }
}

/// What is wrong with an exercise that was given and cannot be read; none if there is none of that name.
pub fn exercise_fault(name: &str) -> Option<Fault> {
    read(name, &EXERCISES.text(name)?, 0).err()
}

/// Names and texts of all that is kept.
fn kept(kind: SubjectKind) -> Vec<(String, String)> {
    let shelf = shelf(kind);
    shelf.names().into_iter().filter_map(|name| shelf.text(&name).map(|text| (name, text))).collect()
}

/// What [`GivenList`] takes.
#[derive(Properties, PartialEq)]
pub struct GivenProps {
    /// Of which kind.
    pub kind: SubjectKind,
}

/// What was given, and how to open one more.
#[component]
pub fn GivenList(props: &GivenProps) -> Html {
    let i18n = use_i18n();
    let announce = use_announce();
    let kind = props.kind;
    let kept = use_state_eq(|| kept(kind));
    let lang = i18n.lang().tag();
    let titles = use_memo(((*kept).clone(), lang), |(kept, lang)| {
        let title = |(name, _): &(String, String)| title(kind, name, lang).unwrap_or_else(|| name.clone());
        kept.iter().map(title).collect::<Vec<_>>()
    });
    let refresh = {
        let now = kept.setter();
        Callback::from(move |()| now.set(self::kept(kind)))
    };
    use_effect_with((), {
        let refresh = refresh.clone();
        move |()| {
            let told =
                dom::window().map(|window| EventListener::new(&window, CHANGED, move |_| refresh.emit(())));
            move || drop(told)
        }
    });
    let on_read = taking(&i18n, &announce, &refresh);
    let on_open = {
        let i18n = i18n.clone();
        Callback::from(move |()| open(&i18n, on_read.clone()))
    };
    let row = |((name, _), title): (&(String, String), &String)| {
        let forget = {
            let (i18n, announce, name, refresh) =
                (i18n.clone(), announce.clone(), name.clone(), refresh.clone());
            Callback::from(move |()| {
                let shelf = shelf(kind);
                let old = shelf.text(&name).map(|text| Old { shelf, name: name.clone(), text });
                shelf.forget(&name);
                refresh.emit(());
                if let (Some(old), Some(announce)) = (old, &announce) {
                    let said = t!(i18n, "teach-deleted", name = name.as_str());
                    offer_back(&i18n, announce, said, vec![old], refresh.clone());
                }
            })
        };
        let subject = Subject { kind, name: name.as_str().into(), variant: 0 };
        html! {
            <li key={name.clone()} class="exercise-row">
                <span class="exercise-mark"></span>
                <a href={route(&subject).href()}>{ title }</a>
                <IconButton icon="close" label={t!(i18n, "given-forget", title = title.clone())} onclick={forget} />
            </li>
        }
    };
    let (about, open_words) = match kind {
        SubjectKind::Exercise => (t!(i18n, "given-about"), t!(i18n, "given-open")),
        SubjectKind::Lesson => (t!(i18n, "given-about-lesson"), t!(i18n, "given-open-lesson")),
    };
    html! {
        <section class="exercise-level">
            <h2>{ t!(i18n, "given-title") }</h2>
            <p>{ about }</p>
            if !kept.is_empty() { <ul class="exercise-rows">{ for kept.iter().zip(titles.iter()).map(row) }</ul> }
            <p><Button icon="import" onclick={on_open}>{ open_words }</Button></p>
        </section>
    }
}

/// Takes up what was read, says what became of it, and offers to put back what it replaced; `refresh` is told when that changes.
fn taking(
    i18n: &I18n,
    announce: &Option<Announce>,
    refresh: &Callback<()>,
) -> Callback<Result<Vec<Given>, AttrValue>> {
    let (i18n, announce, refresh) = (i18n.clone(), announce.clone(), refresh.clone());
    Callback::from(move |read: Result<Vec<Given>, AttrValue>| {
        let mut replaced = Vec::new();
        let mut taken = |one: &Given| {
            let old = Old::of(one);
            let subject = take_up(&i18n, one)?;
            replaced.extend(old);
            Ok(subject)
        };
        let all: Vec<_> =
            read.map_or_else(|error| vec![Err(error)], |all| all.iter().map(&mut taken).collect());
        refresh.emit(());
        let Some(announce) = &announce else { return };
        for one in all {
            match one {
                Ok(subject) => announce.say(Tone::Done, taken_words(&i18n, &subject)),
                Err(text) => announce.say(Tone::Problem, text),
            }
        }
        if !replaced.is_empty() {
            offer_back(&i18n, announce, t!(i18n, "given-replaced"), replaced, refresh.clone());
        }
    })
}

fn taken_words(i18n: &I18n, subject: &Subject) -> AttrValue {
    match subject.kind {
        SubjectKind::Exercise => t!(i18n, "given-taken", name = &*subject.name),
        SubjectKind::Lesson => t!(i18n, "given-taken-lesson", name = &*subject.name),
    }
}

/// The title of something of the set or given; none if it is a lesson of the set, whose words are fetched.
pub(super) fn title(kind: SubjectKind, name: &str, lang: &str) -> Option<String> {
    match kind {
        SubjectKind::Exercise => exercises::find(name, 0).map(|one| one.title.of(lang).to_owned()),
        SubjectKind::Lesson => lessons::find(name).ok()?.folder?.words(lang).ok().map(|text| text.title),
    }
}
