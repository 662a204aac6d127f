//! The words of lessons, fetched as they are needed and kept for as long as the page is open.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_util::future::try_join_all;
use gloo::net::http::Request;
use virtlab_course::lesson::Text;
use yew::prelude::*;

use super::given::Found;
use crate::chunk::{Parts, use_parts};
use crate::dom;
use crate::i18n::{Lang, use_i18n};

type Key = (String, &'static str);

thread_local! {
    static TEXTS: RefCell<BTreeMap<Key, Rc<Text>>> = const { RefCell::new(BTreeMap::new()) };
}

/// The words of a lesson in the page's language, once they are there.
#[hook]
pub fn use_text(found: &Found) -> Option<Rc<Text>> {
    let lang = use_i18n().lang();
    let own = use_memo((found.folder.clone(), lang), |(folder, lang)| {
        folder.as_ref().and_then(|folder| folder.words(lang.tag()).ok()).map(Rc::new)
    });
    let fetched = match found.folder {
        Some(_) => Vec::new(),
        None => vec![found.lesson.name.clone()],
    };
    let fetched = use_texts(fetched);
    (*own).clone().or_else(|| fetched?.pop())
}

/// The titles of lessons of the set in the page's language, once they are there.
#[hook]
pub fn use_titles(names: Vec<String>) -> Option<Vec<String>> {
    let texts = use_texts(names)?;
    Some(texts.iter().map(|text| text.title.clone()).collect())
}

/// The words of these lessons of the set in the page's language, once they are there.
#[hook]
pub fn use_texts(names: Vec<String>) -> Option<Vec<Rc<Text>>> {
    let lang = use_i18n().lang();
    let parts = use_parts();
    let redraw = use_force_update();
    let here = known(lang, &names);
    use_effect_with((lang, names, parts.as_ref().map(Parts::attempt)), move |(lang, names, _)| {
        let (lang, names) = (*lang, names.clone());
        wasm_bindgen_futures::spawn_local(async move {
            if known(lang, &names).is_some() {
                return;
            }
            match (try_join_all(names.iter().map(|name| fetch(name, lang))).await, parts) {
                (Ok(_), _) => redraw.force_update(),
                (Err(()), Some(parts)) => parts.fail(),
                (Err(()), None) => {}
            }
        });
    });
    here
}

fn known(lang: Lang, names: &[String]) -> Option<Vec<Rc<Text>>> {
    TEXTS.with_borrow(|texts| {
        names.iter().map(|name| texts.get(&(name.clone(), lang.tag())).cloned()).collect()
    })
}

async fn fetch(name: &str, lang: Lang) -> Result<(), ()> {
    let path = dom::asset(&format!("lazy/lessons/{name}/{}.md", lang.tag()));
    let response = Request::get(&path).send().await.map_err(|_| ())?;
    let text = if response.ok() { response.text().await.map_err(|_| ())? } else { return Err(()) };
    let text = Text::read(&text).map_err(|_| ())?;
    TEXTS.with_borrow_mut(|texts| texts.insert((name.to_owned(), lang.tag()), Rc::new(text)));
    Ok(())
}
