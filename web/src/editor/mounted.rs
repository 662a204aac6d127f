//! CodeMirror in a component: fetched when the component appears, told of what changes, taken away with it.

use super::Problem;
use super::bindings::{self, Editor, Module, Options};
use crate::i18n::use_i18n;
use crate::{chunk, dom, t};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

/// What is written in an editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A document of libvirt's.
    Xml,
    /// A C listing.
    C,
    /// A Python listing.
    Python,
    /// An exercise's file, or what all languages of a lesson share.
    Toml,
    /// A lesson's words.
    Markdown,
}

impl Language {
    /// Its name in web/js/editor.js.
    fn name(self) -> &'static str {
        match self {
            Language::Xml => "xml",
            Language::C => "c",
            Language::Python => "python",
            Language::Toml => "toml",
            Language::Markdown => "markdown",
        }
    }
}

/// Lines that are marked, counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// Where a program stands: it is brought in sight.
    pub here: Option<u32>,
    /// What is wrong.
    pub errors: Vec<u32>,
    /// What may be wrong.
    pub warnings: Vec<u32>,
    /// What could be better.
    pub advice: Vec<u32>,
}

/// A running CodeMirror, with the closure that it calls.
struct Running {
    editor: Editor,
    /// What the editor has: a value that comes back later from an owner who took his time must not undo what was typed
    /// since.
    text: Rc<RefCell<AttrValue>>,
    _on_change: Closure<dyn FnMut(String)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.editor.destroy();
    }
}

/// An editor's place in the page, of [`use_editor`].
#[derive(Clone)]
pub struct Mounted {
    host: NodeRef,
    plain: NodeRef,
    running: Rc<RefCell<Option<Running>>>,
    /// How often CodeMirror was mounted; 0 while there is the plain one.
    mounts: UseStateHandle<u32>,
    value: AttrValue,
    on_change: Callback<AttrValue>,
}

impl Mounted {
    /// Whether CodeMirror has arrived.
    pub fn rich(&self) -> bool {
        *self.mounts > 0
    }

    /// How often CodeMirror was mounted: it has its text each time, and nothing of what was marked before.
    pub fn mounts(&self) -> u32 {
        *self.mounts
    }

    /// Marks the place of an error, or takes the mark away.
    pub fn set_problem(&self, problem: Option<&Problem>) {
        if let Some(running) = &*self.running.borrow() {
            let (line, column) = problem.map_or((0, 0), |problem| (problem.line, problem.column));
            running.editor.set_problem(line, column);
        }
    }

    /// Marks lines.
    pub fn set_lines(&self, lines: &Lines) {
        if let Some(running) = &*self.running.borrow() {
            running.editor.set_lines(lines.here.as_slice(), &lines.errors, &lines.warnings, &lines.advice);
        }
    }

    /// Takes the reader to a place, counted from 1.
    pub fn go_to(&self, line: u32, column: u32) {
        match (&*self.running.borrow(), self.plain.cast::<HtmlTextAreaElement>()) {
            (Some(running), _) => running.editor.go_to(line, column),
            (None, Some(plain)) => {
                // The browser counts in UTF-16.
                let length = |line: &str| line.encode_utf16().count() as u32 + 1;
                let before: u32 =
                    self.value.split('\n').take(line.saturating_sub(1) as usize).map(length).sum();
                let at = before + column.saturating_sub(1);
                plain.focus().unwrap_or_default();
                plain.set_selection_range(at, at).unwrap_or_default();
            }
            (None, None) => {}
        }
    }

    /// What stands in the frame. `id` is the plain text area's, `wrong` the id of what says that the text is wrong.
    pub fn draw(&self, id: &str, label: &AttrValue, wrong: Option<AttrValue>) -> Html {
        let oninput =
            self.on_change.reform(|event: InputEvent| dom::input_value(&event).unwrap_or_default().into());
        html! {
            <>
                // Always here, and first: CodeMirror's shadow root has to survive every drawing.
                <div ref={self.host.clone()} class="editor-host" hidden={!self.rich()}></div>
                if !self.rich() {
                    <textarea ref={self.plain.clone()} id={id.to_owned()} class="editor-plain" rows="12" spellcheck="false"
                        autocomplete="off" autocapitalize="off" wrap="off" value={self.value.clone()} {oninput} aria-label={label}
                        aria-invalid={wrong.is_some().then_some("true")} aria-describedby={wrong} />
                }
            </>
        }
    }
}

/// An editor with a text: CodeMirror is fetched when the component appears. `label` is what screen readers are told.
#[hook]
pub fn use_editor(
    language: Language,
    label: &AttrValue,
    value: &AttrValue,
    on_change: &Callback<AttrValue>,
) -> Mounted {
    let i18n = use_i18n();
    let mounted = Mounted {
        host: use_node_ref(),
        plain: use_node_ref(),
        running: use_mut_ref(|| None),
        mounts: use_state_eq(|| 0),
        value: value.clone(),
        on_change: on_change.clone(),
    };
    // What is newest when CodeMirror arrives, and when it calls.
    let newest = use_mut_ref(|| mounted.clone());
    *newest.borrow_mut() = mounted.clone();
    let wanted = use_mut_ref(|| 0_u32);
    // Mounted again when its words or its language change.
    let words = (label.clone(), t!(i18n, "editor-completions"), language);
    use_effect_with(words, {
        let slot = mounted.running.clone();
        move |(label, completions, language)| {
            let ours = wanted.borrow().wrapping_add(1);
            *wanted.borrow_mut() = ours;
            let (current, label, completions) = (wanted.clone(), label.clone(), completions.clone());
            let language = *language;
            wasm_bindgen_futures::spawn_local(async move {
                // The plain one does meanwhile; what shows what calls do comes first.
                chunk::panes().await.ok();
                match bindings::module(&dom::asset("lazy/editor.js")).await {
                    // The component may have gone, or its words changed again, while the file was on its way.
                    Ok(module) if *current.borrow() == ours => {
                        start(&module, &newest, [language.name(), &label, &completions]);
                    }
                    Ok(_) => {}
                    Err(error) => dom::log_error("the editor did not load; the plain one stays", &error),
                }
            });
            move || {
                *wanted.borrow_mut() = ours.wrapping_add(1);
                slot.borrow_mut().take();
            }
        }
    });
    use_effect_with((value.clone(), mounted.rich()), {
        let running = mounted.running.clone();
        move |(value, _)| {
            let running = running.borrow();
            if let Some(running) = running.as_ref().filter(|running| *running.text.borrow() != *value) {
                running.text.replace(value.clone());
                running.editor.set_text(value);
            }
        }
    });
    mounted
}

/// Puts CodeMirror into its place, with its language's name, its label, and the word for completions.
fn start(module: &Module, newest: &Rc<RefCell<Mounted>>, words: [&str; 3]) {
    let mounted = newest.borrow().clone();
    let Some(host) = mounted.host.cast::<HtmlElement>() else { return };
    let text = Rc::new(RefCell::new(mounted.value.clone()));
    let closure = Closure::<dyn FnMut(String)>::new({
        let (typed, newest) = (text.clone(), newest.clone());
        move |text: String| {
            let text = AttrValue::from(text);
            typed.replace(text.clone());
            let on_change = newest.borrow().on_change.clone();
            on_change.emit(text);
        }
    });
    let options = Options::new(&mounted.value, words, &closure);
    let active = dom::document().and_then(|document| document.active_element());
    let plain = mounted.plain.cast::<HtmlTextAreaElement>();
    let focused = plain.filter(|plain| active.is_some_and(|active| active.is_same_node(Some(plain))));
    let offset = focused.map(|plain| plain.selection_end().ok().flatten().unwrap_or(0));
    // In sight first: CodeMirror measures its lines as it is put in.
    host.set_hidden(false);
    let editor = module.mount(&host, &options);
    if let Some(offset) = offset {
        // A reader who was typing goes on typing.
        editor.focus_at(offset);
    }
    *mounted.running.borrow_mut() = Some(Running { editor, text, _on_change: closure });
    mounted.mounts.set(mounted.mounts() + 1);
}
