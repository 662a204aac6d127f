//! Waiting for chunks: a part that has not arrived is a calm gap, and one that does not arrive is told once, with a
//! button that asks for it again.

use std::rc::Rc;

use yew::prelude::*;

use super::{Coming, Missing};
use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::{Button, Icon};

/// How the chunks of the page are getting on, as a context.
#[derive(Clone, PartialEq)]
pub struct Parts {
    standing: Standing,
    tell: UseReducerDispatcher<Standing>,
}

#[derive(Clone, Copy, Default, PartialEq)]
struct Standing {
    /// Whether one did not arrive.
    failed: bool,
    /// How often the reader has asked again.
    attempt: u32,
}

enum News {
    Failed,
    Again,
}

impl Reducible for Standing {
    type Action = News;
    fn reduce(self: Rc<Self>, news: News) -> Rc<Self> {
        Rc::new(match news {
            News::Failed => Self { failed: true, ..*self },
            News::Again => Self { failed: false, attempt: self.attempt + 1 },
        })
    }
}

impl Parts {
    /// How often the reader has asked again for what did not arrive: an effect that depends on it runs again then.
    pub fn attempt(&self) -> u32 {
        self.standing.attempt
    }

    /// Something did not arrive.
    pub fn fail(&self) {
        self.tell.dispatch(News::Failed);
    }
}

/// How the chunks of the page are getting on. `None` only outside the page, in a component's own test.
#[hook]
pub fn use_parts() -> Option<Parts> {
    use_context::<Parts>()
}

/// What [`PartsProvider`] takes.
#[derive(Properties, PartialEq)]
pub struct PartsProviderProps {
    /// The page.
    pub children: Html,
}

/// Lets the components inside wait for chunks.
#[component]
pub fn PartsProvider(props: &PartsProviderProps) -> Html {
    let standing = use_reducer_eq(Standing::default);
    let context = Parts { standing: *standing, tell: standing.dispatcher() };
    html! { <ContextProvider<Parts> {context}>{ props.children.clone() }</ContextProvider<Parts>> }
}

/// A chunk's table, once it is there. The chunk is asked for when the component appears, and again when the reader
/// asks for what did not arrive.
#[hook]
pub fn use_part<T: 'static>(fetch: fn() -> Coming<Result<&'static T, Missing>>) -> Option<&'static T> {
    let here = use_state(|| None::<&'static T>);
    let parts = use_parts();
    {
        let here = here.clone();
        use_effect_with(parts.as_ref().map(Parts::attempt), move |_| {
            if here.is_some() {
                return;
            }
            wasm_bindgen_futures::spawn_local(async move {
                match (fetch().await, parts) {
                    (Ok(table), _) => here.set(Some(table)),
                    (Err(Missing), Some(parts)) => parts.fail(),
                    (Err(Missing), None) => {}
                }
            });
        });
    }
    *here
}

/// What stands where a chunk's part will be. It shows itself only to those who wait long.
pub fn gap(i18n: &I18n) -> Html {
    html! { <p class="gap hint">{ t!(i18n, "part-coming") }</p> }
}

/// Says that a part of the page did not arrive, and asks for it again when the reader wants that.
#[component]
pub fn Trouble() -> Html {
    let i18n = use_i18n();
    let Some(parts) = use_parts().filter(|parts| parts.standing.failed) else { return html! {} };
    let again = Callback::from(move |()| parts.tell.dispatch(News::Again));
    html! {
        <div class="trouble" role="alert">
            <Icon name="alert" />
            <p>{ t!(i18n, "part-failed") }</p>
            <Button onclick={again}>{ t!(i18n, "part-again") }</Button>
        </div>
    }
}
