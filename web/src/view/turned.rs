//! Turning to something within a view.

use yew::prelude::*;

use crate::dom;

/// Takes a reader who follows a link within a view to its beginning, as the page does between views: the link that they were on is
/// gone. One who has just arrived stays where they are.
#[hook]
pub fn use_turned(item: &Option<AttrValue>) {
    let first = use_mut_ref(|| true);
    use_effect_with(item.clone(), move |_| {
        if !first.replace(false) {
            dom::focus("view-title");
        }
    });
}
