//! What a session of a lesson or an exercise is called: by its title, which the first part of the page does not know.

use virtlab_core::world::{Subject, SubjectKind};
use virtlab_course::lesson::Lesson;
use yew::prelude::*;

use super::given::title;
use super::lessons::use_titles;
use crate::i18n::use_i18n;
use crate::t;

/// What [`SessionName`] takes.
#[derive(Properties, PartialEq)]
pub struct SessionNameProps {
    /// What the session is of.
    pub subject: Subject,
}

/// The words.
#[component]
pub fn SessionName(props: &SessionNameProps) -> Html {
    let i18n = use_i18n();
    let Subject { kind, name, .. } = &props.subject;
    let of_set = Lesson::by_name(name).filter(|_| *kind == SubjectKind::Lesson);
    let titles = use_titles(of_set.iter().map(|lesson| lesson.name.clone()).collect());
    let lang = i18n.lang().tag();
    let own =
        use_memo((props.subject.clone(), lang), |(subject, lang)| title(subject.kind, &subject.name, lang));
    let title = titles.and_then(|titles| titles.into_iter().next()).or_else(|| (*own).clone());
    let title = title.unwrap_or_else(|| name.to_string());
    let words = match kind {
        SubjectKind::Lesson => t!(i18n, "commands-session-lesson", name = title),
        SubjectKind::Exercise => t!(i18n, "commands-session-exercise", name = title),
    };
    html! { { words } }
}
