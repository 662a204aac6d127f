//! The page: a Yew app over `virtlab-core`. It translates between a person and `Call`/`Outcome`, and holds no rule
//! of libvirt's.
//!
//! - [`app`] puts the providers around the shell and chooses the view that the address names;
//! - [`shell`] is the frame that every view sits in: header, panes, announcements;
//! - [`session`] is what the page is about: calls, outcomes, the moment that is looked at;
//! - [`chunk`] has what is fetched after the first view;
//! - [`view`] has a module for each view;
//! - [`ui`] has the parts that views are made of, none of which knows libvirt;
//! - [`embed`] is the page in a frame of another page;
//! - [`editor`], [`i18n`], [`store`], [`route`], [`prefs`] and [`dom`] are what the browser gives, made small.

pub mod app;
pub mod call;
pub mod chunk;
pub mod commands;
pub mod dom;
pub mod editor;
pub mod embed;
pub mod i18n;
pub mod inspector;
pub mod package;
mod prefs;
pub mod route;
pub mod session;
pub mod shell;
pub mod store;
pub mod timeline;
pub mod ui;
pub mod view;
pub mod walk;
pub mod words;
pub mod world;

/// Mounts the page on the element with the id `app`, in the language that the reader has chosen.
pub fn run() {
    wasm_bindgen_futures::spawn_local(async {
        let i18n = i18n::I18n::load(prefs::Prefs::read().lang).await;
        if let Some(root) = dom::by_id("app") {
            // The static words that stood in while the program loaded.
            root.set_inner_html("");
            yew::Renderer::<app::App>::with_root_and_props(root, app::AppProps { i18n }).render();
        }
    });
}
