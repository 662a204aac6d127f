//! Grading what students handed in.

use virtlab_course::grade::{Grader, csv};
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::shell::{Tone, use_announce};
use crate::store::given::EXERCISES;
use crate::store::{Picked, download, pick_all};
use crate::t;
use crate::ui::Button;

/// Grades files that students handed in, and gives the table.
#[component]
pub fn Grade() -> Html {
    let i18n = use_i18n();
    let announce = use_announce();
    let onclick = {
        let i18n = i18n.clone();
        Callback::from(move |()| {
            let (i18n, announce) = (i18n.clone(), announce.clone());
            pick_all(
                ".json,application/json",
                Callback::from(move |files: Vec<Picked>| {
                    let mut grader = Grader::default();
                    for name in EXERCISES.names() {
                        let text = EXERCISES.text(&name).unwrap_or_default();
                        grader.exercise(name, text);
                    }
                    let rows: Vec<_> =
                        files.iter().map(|file| grader.grade(&file.name, &file.text)).collect();
                    // Excel takes a file without a byte order mark for one of the system's old encoding.
                    download("virtlab-grades.csv", "text/csv", &format!("\u{feff}{}", csv(&rows)));
                    let done = rows.iter().filter(|row| row.done).count();
                    if let Some(announce) = &announce {
                        announce.say(Tone::Done, t!(i18n, "teach-graded", count = rows.len(), done = done));
                    }
                }),
            );
        })
    };
    html! { <Button icon="check" {onclick}>{ t!(i18n, "teach-grade") }</Button> }
}
