//! What only a browser can show: the session is kept, routes survive the address bar, and replays go as they do natively.
#![cfg(target_arch = "wasm32")]

use virtlab_web::dom;
use virtlab_web::route::{Route, View};
use virtlab_web::store::Keeper;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::Callback;

wasm_bindgen_test_configure!(run_in_browser);

fn no_failure() -> Callback<virtlab_web::store::KeepError> {
    Callback::from(|error| panic!("the browser did not keep the text: {error:?}"))
}

#[wasm_bindgen_test]
async fn what_was_kept_is_there_on_the_next_visit() {
    let (keeper, _) = Keeper::open(no_failure()).await;
    keeper.keep(|| "first".to_owned());
    keeper.keep(|| "second 虚拟机".to_owned());
    keeper.flush();
    // The database answers in order, so a new visit's question comes after the write.
    let (_, text) = Keeper::open(no_failure()).await;
    assert_eq!(text.as_deref(), Some("second 虚拟机"));
}

#[wasm_bindgen_test]
async fn last_words_that_are_newer_win() {
    let (keeper, _) = Keeper::open(no_failure()).await;
    keeper.keep(|| "from the database".to_owned());
    keeper.flush();
    let storage = dom::local_storage().expect("Chromium has local storage");
    let later = js_sys::Date::now() + 60_000.0;
    storage.set_item("virtlab.last-words", &format!("{later} from the last moment")).expect("there is room");
    let (_, text) = Keeper::open(no_failure()).await;
    assert_eq!(text.as_deref(), Some("from the last moment"));
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
