//! What only a browser can show: the session is kept, routes survive the address bar, and replays go as they do natively.
#![cfg(target_arch = "wasm32")]

use virtlab_web::dom;
use virtlab_web::route::{Route, View};
use virtlab_web::store::{Keeper, Kept, Piece, Visit};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::Callback;

wasm_bindgen_test_configure!(run_in_browser);

fn kept(short: &str, long: &[(&str, &str)], known: &dyn Fn(&str) -> bool) -> Kept {
    let long = long.iter().map(|(name, text)| Piece::Long {
        name: (*name).to_owned(),
        text: (!known(name)).then(|| (*text).to_owned()),
    });
    Kept {
        label: "label".into(),
        pieces: std::iter::once(Piece::Short(short.to_owned())).chain(long).collect(),
    }
}

/// Keeps texts one after the other, and gives what another tab finds: the tab here is open, so that one has a copy.
async fn found(texts: &[(&str, &[(&'static str, &'static str)])]) -> Option<String> {
    let keeper = Keeper::open().await.keeper;
    keeper.on_failure(Callback::from(|()| panic!("the browser did not keep the text")));
    for (short, long) in texts {
        let (short, long) = ((*short).to_owned(), long.to_vec());
        keeper.keep(move |known| kept(&short, &long, known));
        keeper.flush();
    }
    // The database answers in order, so a new visit's question comes after the writes.
    let Visit { text, copied, keeper: other } = Keeper::open().await;
    assert!(copied, "the first tab is open");
    assert!(other.others().await.iter().any(|other| other.open && other.label == "label"));
    text
}

#[wasm_bindgen_test]
async fn what_was_kept_is_found_by_another_tab() {
    let text = found(&[("first", &[]), ("second 虚拟机", &[])]).await;
    assert_eq!(text.as_deref(), Some("second 虚拟机"));
}

#[wasm_bindgen_test]
async fn pieces_that_are_known_are_not_written_again_and_others_go() {
    let text =
        found(&[("a", &[("1", "one "), ("2", "two ")]), ("b ", &[("1", "never written"), ("3", "three")])]);
    assert_eq!(text.await.as_deref(), Some("b one three"));
}

#[wasm_bindgen_test]
async fn last_words_that_are_newer_win() {
    found(&[("from the database", &[])]).await;
    let storage = dom::local_storage().expect("Chromium has local storage");
    let later = js_sys::Date::now() + 60_000.0;
    let words = format!("{later}\u{1e}label\u{1e}=from the last \u{1e}@1\u{1d}1/moment");
    storage.set_item("virtlab.last-words.gone", &words).expect("there is room");
    let Visit { text, copied, .. } = Keeper::open().await;
    assert_eq!((text.as_deref(), copied), (Some("from the last moment"), false), "nobody has it open");
    storage.remove_item("virtlab.last-words.gone").expect("it is there");
}

#[wasm_bindgen_test]
fn an_item_of_any_letters_survives_the_address() {
    let route = Route::item(View::Walkthroughs, "a/b 虚拟机");
    route.go();
    assert_eq!(Route::parse(&dom::hash()), route);
}

#[wasm_bindgen_test]
fn replays_in_wasm_go_as_recorded_natively() {
    assert_eq!(virtlab_core::walkthrough::stale_hashes(), [""; 0]);
}

#[wasm_bindgen_test]
fn scenarios_in_wasm_end_as_recorded_natively() {
    assert_eq!(virtlab_tests::scenarios::stale(), [""; 0]);
}
