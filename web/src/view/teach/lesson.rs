//! A lesson on the desk: its files, one at a time, and how it will look.

use std::rc::Rc;

use virtlab_course::given::{Given, Thing};
use virtlab_course::lesson::{FileFault, Folder, Known, Lesson, LessonStep, Part, Text};
use yew::prelude::*;

use super::editor::FileEditor;
use super::exercise::DeskProps;
use super::known::known;
use super::tools::{Tools, keep};
use crate::editor::Language;
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::shell::use_announce;
use crate::store::given::LESSONS;
use crate::t;
use crate::ui::{Icon, TabList, TabSpec, panel_id, tab_id};
use crate::view::lessons::Prose;

/// The tabs of the files.
const TABS: &str = "teach-file";
/// The files, and the languages of their words.
const FILES: [(&str, Option<&str>); 3] =
    [("lesson.toml", None), ("en.md", Some("en")), ("zh-Hans.md", Some("zh-Hans"))];

/// A lesson, to be written.
#[component]
pub fn LessonDesk(props: &DeskProps) -> Html {
    let i18n = use_i18n();
    let announce = use_announce();
    let name = &props.name;
    let folder = use_state(|| Rc::new(Folder::from_text(&LESSONS.text(name).unwrap_or_default())));
    let file = use_state_eq(|| FILES[0].0);
    let known = use_memo((), |()| known());
    let faults = use_memo((*folder).clone(), |folder| faults(folder, name, &known));
    let on_change = |file: &'static str| {
        let (i18n, announce, name, folder) = (i18n.clone(), announce.clone(), name.clone(), folder.clone());
        Callback::from(move |text: AttrValue| {
            let new = with(&folder, file, text.to_string());
            keep(&i18n, &announce, LESSONS, &name, &new.to_text());
            folder.set(Rc::new(new));
        })
    };
    let fault_of = |file: &str| faults.iter().find(|one| one.file == file);
    let tab = |(id, _): &(&'static str, Option<&str>)| {
        let mark = fault_of(id).map(|_| t!(i18n, "teach-file-wrong")).unwrap_or_default();
        TabSpec { id, title: (*id).into(), mark }
    };
    let on_choose = file.setter();
    let go = {
        let file = file.setter();
        Callback::from(move |other: AttrValue| {
            if let Some((other, _)) = FILES.iter().find(|(one, _)| *one == other.as_str()) {
                file.set(other);
            }
        })
    };
    let lang = lang_of(*file).unwrap_or(i18n.lang().tag());
    let given = Given { name: name.clone(), thing: Thing::Lesson((**folder).clone()) };
    let title = folder.words(i18n.lang().tag()).map_or_else(|_| name.clone(), |text| text.title);
    // Each file has an editor for as long as the lesson is on the desk, so that undoing reaches back.
    let panel = |(id, lang): &(&'static str, Option<&str>)| {
        let language = if lang.is_some() { Language::Markdown } else { Language::Toml };
        let value = folder.file(id).unwrap_or_default().to_owned();
        html! {
            <div key={*id} id={panel_id(TABS, id)} role="tabpanel" aria-labelledby={tab_id(TABS, id)} hidden={*id != *file}>
                <FileEditor label={*id} {language} {value} on_change={on_change(id)} fault={fault_of(id).map(|one| one.fault.clone())} />
            </div>
        }
    };
    let elsewhere = faults.iter().filter(|one| one.file != *file);
    let tools = html! {
        <Tools {given} {title} sound={faults.is_empty()} on_show={props.on_show.clone()}>
            if faults.is_empty() {
                <a class="button button--primary" href={Route::item(View::Lessons, name.clone()).href()}>
                    <Icon name="play" /><span>{ t!(i18n, "teach-try") }</span></a>
            }
        </Tools>
    };
    html! {
        <>
        { tools }
        <div class="teach-desk">
            <div class="teach-files">
                <TabList name={TABS} label={t!(i18n, "teach-files", name = name.clone())} chosen={*file}
                    tabs={FILES.iter().map(tab).collect::<Vec<_>>()} on_choose={move |id| on_choose.set(id)} />
                { for FILES.iter().map(panel) }
                <div role="status">{ for elsewhere.map(|one| other_fault(&i18n, one, &go)) }</div>
            </div>
            <section class="teach-look" aria-labelledby="teach-look">
                <h2 id="teach-look">{ t!(i18n, "teach-look") }</h2>
                <Preview folder={(*folder).clone()} lang={lang.to_owned()} name={name.clone()} />
            </section>
        </div>
        </>
    }
}

/// What is wrong with the lesson, and in files with which nothing is wrong what they lead to that is not there.
fn faults(folder: &Folder, name: &str, known: &Known) -> Vec<FileFault> {
    let mut faults = folder.faults(name);
    let astray = folder.astray(known);
    let new = astray.into_iter().filter(|one| !faults.iter().any(|other| other.file == one.file));
    let new: Vec<_> = new.collect();
    faults.extend(new);
    faults
}

/// The language of a file of words.
fn lang_of(file: &str) -> Option<&'static str> {
    FILES.iter().find(|(one, _)| *one == file).and_then(|(_, lang)| *lang)
}

/// The folder with a file's text in the place of the old one. An emptied file of words is none.
fn with(folder: &Folder, file: &str, text: String) -> Folder {
    let mut folder = folder.clone();
    match lang_of(file) {
        None => folder.lesson = text,
        Some(lang) if text.trim().is_empty() => {
            folder.words.remove(lang);
        }
        Some(lang) => {
            folder.words.insert(lang.to_owned(), text);
        }
    }
    folder
}

/// A fault of a file that is not looked at, with the way there.
fn other_fault(i18n: &I18n, one: &FileFault, go: &Callback<AttrValue>) -> Html {
    let (go, file) = (go.clone(), AttrValue::from(one.file.clone()));
    let onclick = {
        let file = file.clone();
        Callback::from(move |_: MouseEvent| go.emit(file.clone()))
    };
    html! {
        <p class="teach-fault"><button type="button" class="button button--plain" {onclick}>
            { t!(i18n, "teach-fault-in", file = file) }</button></p>
    }
}

#[derive(Properties, PartialEq)]
struct PreviewProps {
    folder: Rc<Folder>,
    lang: String,
    name: String,
}

/// The lesson from its beginning to its end, all steps open: as far as its files can be read.
#[component]
fn Preview(props: &PreviewProps) -> Html {
    let i18n = use_i18n();
    let PreviewProps { folder, lang, name } = props;
    let read = use_memo((folder.clone(), lang.clone()), |(folder, lang)| {
        (folder.words(lang).ok(), folder.lesson(name).ok())
    });
    let (Some(text), lesson) = &*read else { return html! {} };
    let calls = |part: &Part| lesson.as_ref().and_then(|lesson| step_of(lesson, part)).map(calls);
    let part = |(n, part): (usize, &Part)| {
        html! {
            <li key={part.name.clone()} class="lesson-step is-next">
                <h4><span class="lesson-mark" aria-hidden="true">{ n + 1 }</span>{ part.title.clone() }</h4>
                <Prose text={part.ask.clone()} />
                { calls(part) }
                <div class="lesson-done"><Prose text={part.done.clone()} /></div>
                { for part.mistakes.iter().map(|(name, text)| html! {
                    <div key={name.clone()} class="lesson-mistake"><Icon name="alert" /><Prose text={text.clone()} /></div>
                }) }
            </li>
        }
    };
    let Text { title, summary, intro, parts, end } = text;
    html! {
        <article class="lesson teach-preview" lang={lang.clone()} aria-label={t!(i18n, "teach-preview")} tabindex="0">
            <h3 class="lesson-title">{ title.clone() }</h3>
            <p class="quiet">{ summary.clone() }</p>
            <Prose text={intro.clone()} />
            <ol class="lesson-steps">{ for parts.iter().enumerate().map(part) }</ol>
            <section class="lesson-end"><h4>{ end.0.clone() }</h4><Prose text={end.1.clone()} /></section>
        </article>
    }
}

fn step_of<'l>(lesson: &'l Lesson, part: &Part) -> Option<&'l LessonStep> {
    lesson.steps.iter().find(|step| step.name == part.name)
}

/// The calls and lines that a step offers.
fn calls(step: &LessonStep) -> Html {
    let calls = step.calls.iter().map(ToString::to_string);
    let lines = step.lines.iter().map(|line| format!("virsh # {line}"));
    html! {
        <div class="readies">{ for calls.chain(lines).map(|text| html! {
            <div class="ready"><pre tabindex="0"><code>{ text.replace("\\n", "\n") }</code></pre></div>
        }) }</div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_changed_and_one_of_words_that_is_emptied_is_gone() {
        let folder = Folder::model();
        let new = with(&folder, "lesson.toml", "x".into());
        assert_eq!((new.lesson.as_str(), &new.words), ("x", &folder.words));
        let new = with(&with(&folder, "zh-Hans.md", " \n".into()), "en.md", "y".into());
        assert_eq!(new.words, [("en".to_owned(), "y".to_owned())].into());
        let known: Vec<String> = folder.files().into_iter().map(|(file, _)| file).collect();
        assert_eq!(known, FILES.map(|(file, _)| file), "every file has its tab");
    }
}
