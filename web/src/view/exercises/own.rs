//! Taking up an exercise that somebody else wrote, under a name that nothing else has.

use virtlab_core::world::Subject;
use virtlab_course::exercise::source_of;

use crate::store::given::EXERCISES;

/// What an exercise is called whose own name cannot be one: a session's file could not name it.
const NAMELESS: &str = "exercise";

/// Keeps an exercise under its name or, where another has that already, one like it; gives the name.
pub fn bring(name: &str, text: &str) -> String {
    let name = if Subject::can_be_named(name) { name } else { NAMELESS };
    let free =
        |name: &String| source_of(name).is_none() && EXERCISES.text(name).is_none_or(|own| own == text);
    let like = (2..).map(|n| format!("{name}-{n}"));
    // The numbers never end, and the names that are kept do.
    let name = std::iter::once(name.to_owned()).chain(like).find(free).unwrap_or_default();
    EXERCISES.keep(&name, text);
    name
}
