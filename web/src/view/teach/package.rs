//! Packages for learning platforms, made in the browser.

use virtlab_core::world::{Subject, SubjectKind};
use virtlab_course::exercise::{Exercise, source_of};
use virtlab_course::given::{Given, Thing};
use virtlab_course::scorm::{Course, VARIANTS};
use yew::prelude::*;

use crate::i18n::{I18n, use_i18n};
use crate::package::Trouble;
use crate::shell::{Announce, Doing, Tone, use_announce};
use crate::store::download_bytes;
use crate::store::given::EXERCISES;
use crate::ui::{Button, Disclosure};
use crate::view::{exercises, lessons};
use crate::{chunk, embed, t};

/// What [`Package`] and [`ForClass`] take.
#[derive(Properties, PartialEq)]
pub struct PackageProps {
    /// The exercise or lesson.
    pub subject: Subject,
    /// Its title.
    pub title: AttrValue,
    /// Why there can be no package now.
    #[prop_or_default]
    pub reason: Option<AttrValue>,
}

/// What goes into the package; none if there is no such exercise or lesson, or it cannot be read.
fn course(subject: &Subject, title: &str, lang: &str) -> Option<Course> {
    let name = &*subject.name;
    let given = |thing| Given { name: name.to_owned(), thing };
    match subject.kind {
        SubjectKind::Exercise => {
            let all = (0..VARIANTS).map(|n| exercises::find(name, n)).collect::<Option<Vec<Exercise>>>()?;
            let course = Course::exercise(&all, lang).ok()?;
            let own = source_of(name).is_none().then(|| EXERCISES.text(name)).flatten().map(Thing::Exercise);
            Some(own.into_iter().fold(course, |course, thing| course.of_own(&given(thing))))
        }
        SubjectKind::Lesson => {
            let found = lessons::find(name).ok()?;
            let course = Course::lesson(&found.lesson, title, lang);
            let own = found.folder.iter().map(|folder| Thing::Lesson((**folder).clone()));
            Some(own.fold(course, |course, thing| course.of_own(&given(thing))))
        }
    }
}

/// The button that makes and downloads one.
#[component]
pub fn Package(props: &PackageProps) -> Html {
    let i18n = use_i18n();
    let announce = use_announce();
    let busy = use_state_eq(|| false);
    let onclick = {
        let (i18n, busy) = (i18n.clone(), busy.setter());
        let PackageProps { subject, title, .. } = props;
        let (subject, title) = (subject.clone(), title.clone());
        Callback::from(move |()| {
            let Some(course) = course(&subject, &title, i18n.lang().tag()) else { return };
            let Some(announce) = announce.clone() else { return };
            let (i18n, busy, file) = (i18n.clone(), busy.clone(), format!("{}-scorm.zip", subject.name));
            busy.set(true);
            wasm_bindgen_futures::spawn_local(async move {
                make(&i18n, &announce, course, &file).await;
                busy.set(false);
            });
        })
    };
    let reason = props.reason.clone().or_else(|| busy.then(|| t!(i18n, "package-busy")));
    html! { <Button icon="export" {reason} {onclick}>{ t!(i18n, "package-make") }</Button> }
}

/// Makes a package, tells how far it has come, and gives it to the reader; or says what did not arrive.
async fn make(i18n: &I18n, announce: &Announce, course: Course, file: &str) {
    let told = {
        let (i18n, announce) = (i18n.clone(), announce.clone());
        Callback::from(move |(done, total)| {
            announce.progress(Some(Doing { label: t!(i18n, "package-making"), done, total }));
        })
    };
    let made = match chunk::pack().await {
        Ok(pack) => (pack.scorm)(course, told).await,
        Err(_) => Err(Trouble::Missing("lazy/pack".into())),
    };
    announce.progress(None);
    match made {
        Ok(bytes) => {
            download_bytes(file, "application/zip", &bytes);
            announce.say(Tone::Done, t!(i18n, "package-made", file = file, kib = bytes.len() >> 10));
        }
        Err(Trouble::Missing(part)) => announce.say(Tone::Problem, t!(i18n, "package-missing", part = part)),
        Err(Trouble::Broken(error)) => announce.say(Tone::Problem, t!(i18n, "package-broken", error = error)),
    }
}

/// The same under a heading, for a teacher who found an exercise or a lesson. An embedded page is in a class already.
#[component]
pub fn ForClass(props: &PackageProps) -> Html {
    let i18n = use_i18n();
    if embed::is() {
        return html! {};
    }
    html! {
        <Disclosure title={t!(i18n, "package-title")}>
            <div class="sheet">
                <p>{ t!(i18n, "package-about") }</p>
                <Package subject={props.subject.clone()} title={props.title.clone()} />
            </div>
        </Disclosure>
    }
}
