//! The few things that the page asks of the browser's document, in one place and without panics.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, Storage, Window};

/// The window. Absent only outside a browser.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// What the browser keeps for this page between visits, unless the reader forbids it.
pub fn local_storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Sets an attribute of the `html` element.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        root.set_attribute(name, value).ok();
    }
}

/// An attribute of the `html` element.
pub fn root_attribute(name: &str) -> Option<String> {
    document()?.document_element()?.get_attribute(name)
}

/// Tells scripts of the page something.
pub fn dispatch(event: &str) {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new(event)) {
        window.dispatch_event(&event).ok();
    }
}

/// The title of the browser's tab.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// The reader's languages as BCP 47 tags, best first.
pub fn browser_languages() -> Vec<String> {
    let languages = window().map(|window| window.navigator().languages());
    languages.iter().flat_map(|array| array.iter()).filter_map(|tag| tag.as_string()).collect()
}

/// The part of the address after `#`, or "".
pub fn hash() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Puts another `#…` into the address without going there: no event tells of it, and going back does not find the old one.
pub fn replace_hash(hash: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        history.replace_state_with_url(&JsValue::NULL, "", Some(hash)).ok();
    }
}

/// The address of the page, without what follows `#`.
pub fn address() -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// The address of a file that lies beside the page, with the build's mark in it, so that a browser never pairs the
/// program of one build with a file of another.
pub fn asset(path: &str) -> String {
    let document = document();
    let base = document.as_ref().and_then(|document| document.base_uri().ok().flatten()).unwrap_or_default();
    let base = base.split(['#', '?']).next().unwrap_or_default();
    let folder = base.rfind('/').map_or("", |end| &base[..=end]);
    let boot = document.and_then(|document| document.get_element_by_id("boot"));
    let build = boot.and_then(|boot| boot.get_attribute("data-wasm")).unwrap_or_default();
    format!("{folder}{path}?v={build}")
}

/// Moves the focus to the element with this id.
pub fn focus(id: &str) {
    if let Some(element) = by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.focus().ok();
    }
}

/// Moves the focus among the elements that `selector` finds, by so many from the one that has it; not beyond either end.
pub fn focus_next(selector: &str, by: i32) {
    let Some(document) = document() else { return };
    let Ok(found) = document.query_selector_all(selector) else { return };
    let now = document.active_element();
    let at = (0..found.length()).find(|n| found.get(*n).as_ref() == now.as_ref().map(AsRef::as_ref));
    let to = at.and_then(|at| at.checked_add_signed(by)).and_then(|to| found.get(to));
    if let Some(element) = to.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.focus().ok();
    }
}

/// Sets a style property through the object model: the page's Content-Security-Policy forbids style attributes.
pub fn set_style(element: &Element, property: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        element.style().set_property(property, value).ok();
    }
}

/// Puts text on the clipboard; says whether the browser did it. It does so for a page that came by a safe way, and after
/// a click.
pub async fn copy(text: &str) -> bool {
    let Some(navigator) = window().map(|window| window.navigator()) else { return false };
    // Elsewhere the member is not there at all, and using it would be an exception.
    let there = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    if there.map_or(true, |clipboard| clipboard.is_undefined()) {
        return false;
    }
    wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// The time in milliseconds, for telling how long something took.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Gives the browser a turn: to draw, and to answer the reader. A page in the background does without, since browsers
/// make such a one wait for a second each time.
pub async fn breathe() {
    if document().is_some_and(|document| !document.hidden()) {
        gloo::timers::future::TimeoutFuture::new(0).await;
    }
}

/// Writes to the browser's console, for developers.
pub fn log_error(what: &str, error: &JsValue) {
    console_error(&JsValue::from_str(what), error);
}

#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(what: &JsValue, error: &JsValue);
}

/// Whether a media query such as `(max-width: 899px)` matches; the component is drawn again when that changes.
#[yew::hook]
pub fn use_media(query: &'static str) -> bool {
    let list =
        yew::use_memo(query, |query| window().and_then(|window| window.match_media(query).ok().flatten()));
    let matches = yew::use_state_eq(|| list.as_ref().as_ref().is_some_and(|list| list.matches()));
    {
        let matches = matches.clone();
        yew::use_effect_with(query, move |_| {
            let listener = list.as_ref().as_ref().map(|list| {
                let source = list.clone();
                gloo::events::EventListener::new(list, "change", move |_| matches.set(source.matches()))
            });
            move || drop(listener)
        });
    }
    *matches
}

/// The value of the field that an event comes from.
pub fn input_value(event: &web_sys::Event) -> Option<String> {
    let target = event.target()?;
    if let Some(input) = target.dyn_ref::<web_sys::HtmlInputElement>() {
        return Some(input.value());
    }
    if let Some(area) = target.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        return Some(area.value());
    }
    target.dyn_ref::<web_sys::HtmlSelectElement>().map(web_sys::HtmlSelectElement::value)
}

/// Tells the page of an event.
pub fn tell(event: &str) {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new(event)) {
        window.dispatch_event(&event).ok();
    }
}

/// Whether the check box that an event comes from is checked.
pub fn is_checked(event: &web_sys::Event) -> bool {
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.is_some_and(|input| input.checked())
}

/// Whether a key goes into a field, and so is none of the page's own keys.
pub fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return false;
    };
    element.closest("input, textarea, select, [contenteditable='true'], dialog").ok().flatten().is_some()
}

/// Presses the button that sends a form, from a choice in it in which a key was pressed, as browsers do from fields of text;
/// says whether there is one.
pub fn send_choice(event: &web_sys::KeyboardEvent, form: &str) -> bool {
    let choice = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok());
    let form = choice.and_then(|choice| choice.closest(form).ok().flatten());
    let button = form.and_then(|form| form.query_selector("[type='submit']").ok().flatten());
    let button = button.and_then(|button| button.dyn_into::<HtmlElement>().ok());
    button.inspect(|button| button.click()).is_some()
}

/// Scrolls a frame along its lines, so that the middle of something in it is in its own.
pub fn bring_along(selector: &str, frame: &str) {
    let Some(element) = document().and_then(|document| document.query_selector(selector).ok().flatten())
    else {
        return;
    };
    let Ok(Some(frame)) = element.closest(frame) else { return };
    let (place, around) = (element.get_bounding_client_rect(), frame.get_bounding_client_rect());
    let by = place.left() + place.width() / 2.0 - around.left() - around.width() / 2.0;
    frame.set_scroll_left(frame.scroll_left() + by as i32);
}

/// Scrolls the frame around an element so that it stands in the upper part of it, if it does not stand higher already.
pub fn bring_up(id: &str, frame: &str) {
    let Some(element) = by_id(id) else { return };
    let Ok(Some(frame)) = element.closest(frame) else { return };
    let (place, around) = (element.get_bounding_client_rect(), frame.get_bounding_client_rect());
    let by = place.top() - around.top() - around.height() / 4.0;
    if by > 0.0 {
        frame.set_scroll_top(frame.scroll_top() + by as i32);
    }
}
