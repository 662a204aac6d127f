//! What web/js/editor.js exports.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

#[wasm_bindgen(module = "/js/load.js")]
extern "C" {
    fn load(url: &str) -> js_sys::Promise;
}

#[wasm_bindgen]
extern "C" {
    /// The module.
    pub(super) type Module;

    /// Puts an editor into an empty element.
    #[wasm_bindgen(method)]
    pub(super) fn mount(this: &Module, host: &HtmlElement, options: &Options) -> Editor;

    /// A mounted editor.
    pub(super) type Editor;

    #[wasm_bindgen(method, js_name = setText)]
    pub(super) fn set_text(this: &Editor, text: &str);

    #[wasm_bindgen(method, js_name = setProblem)]
    pub(super) fn set_problem(this: &Editor, line: u32, column: u32);

    #[wasm_bindgen(method, js_name = setLines)]
    pub(super) fn set_lines(this: &Editor, here: &[u32], errors: &[u32], warnings: &[u32], advice: &[u32]);

    #[wasm_bindgen(method, js_name = goTo)]
    pub(super) fn go_to(this: &Editor, line: u32, column: u32);

    #[wasm_bindgen(method, js_name = focusAt)]
    pub(super) fn focus_at(this: &Editor, offset: u32);

    #[wasm_bindgen(method)]
    pub(super) fn destroy(this: &Editor);

    /// What `mount` is told.
    #[wasm_bindgen(extends = js_sys::Object)]
    pub(super) type Options;

}

impl Options {
    /// The text to begin with; the language's name, the label and the word for completions; what hears of each change.
    pub(super) fn new(text: &str, words: [&str; 3], on_change: &Closure<dyn FnMut(String)>) -> Self {
        let options: JsValue = js_sys::Object::new().into();
        let [language, label, completions] = words;
        let fields: [(&str, &JsValue); 5] = [
            ("language", &language.into()),
            ("text", &text.into()),
            ("label", &label.into()),
            ("completions", &completions.into()),
            ("onChange", on_change.as_ref()),
        ];
        for (name, value) in fields {
            // Setting a field of an object that we have just made cannot fail.
            js_sys::Reflect::set(&options, &name.into(), value).unwrap_or_default();
        }
        options.unchecked_into()
    }
}

/// Loads the module; the browser keeps it for the next time.
pub(super) async fn module(url: &str) -> Result<Module, JsValue> {
    JsFuture::from(load(url)).await.map(JsCast::unchecked_into)
}
