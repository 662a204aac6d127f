//! The XML editor: CodeMirror when it has arrived, a plain text area until then, or for good when it does not arrive.

mod bindings;

use crate::i18n::use_i18n;
use crate::{dom, t};
use bindings::{Editor, Module, Options};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Where in the text an error is, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1.
    pub column: u32,
    /// The message.
    pub message: AttrValue,
}

/// What the editor is given.
#[derive(Properties, PartialEq)]
pub struct XmlEditorProps {
    /// What is edited. It is shown above the editor, and read out.
    pub label: AttrValue,
    /// The text.
    pub value: AttrValue,
    /// The reader changed the text.
    pub on_change: Callback<AttrValue>,
    /// The error that is marked.
    #[prop_or_default]
    pub problem: Option<Problem>,
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

type Slot = Rc<RefCell<Option<Running>>>;

/// An editor for XML.
#[component]
pub fn XmlEditor(props: &XmlEditorProps) -> Html {
    let i18n = use_i18n();
    let id = crate::ui::use_id("editor");
    let host = use_node_ref();
    let plain = use_node_ref();
    let running: Slot = use_mut_ref(|| None);
    let rich = use_state_eq(|| false);
    let on_change = use_mut_ref(|| props.on_change.clone());
    *on_change.borrow_mut() = props.on_change.clone();
    let full_label = t!(i18n, "editor-label", label = props.label.clone());
    let words = (full_label.clone(), t!(i18n, "editor-completions"));
    let value = use_mut_ref(|| props.value.clone());
    *value.borrow_mut() = props.value.clone();
    use_mounted(Mount {
        host: host.clone(),
        plain: plain.clone(),
        running: running.clone(),
        rich: rich.clone(),
        value,
        on_change,
        words,
    });
    use_told(running.clone(), props.value.clone(), props.problem.clone(), *rich);
    let oninput = {
        let on_change = props.on_change.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                on_change.emit(area.value().into());
            }
        })
    };
    let note_id = format!("{id}-problem");
    let on_go = {
        let plain = plain.clone();
        Callback::from(move |(line, column)| match (&*running.borrow(), plain.cast::<HtmlElement>()) {
            (Some(running), _) => running.editor.go_to(line, column),
            (None, Some(plain)) => plain.focus().unwrap_or_default(),
            (None, None) => {}
        })
    };
    html! {
        <div class="editor">
            if *rich {
                // A label cannot point into a shadow root; the editor carries the same words itself.
                <span class="label" aria-hidden="true">{ &props.label }</span>
            } else {
                <label class="label" for={id.clone()}>{ &props.label }</label>
            }
            <div class={classes!("editor-frame", props.problem.is_some().then_some("editor-frame--problem"))}>
                // Always here, and first: CodeMirror's shadow root has to survive every drawing.
                <div ref={host} class="editor-host" hidden={!*rich}></div>
                if !*rich {
                    <textarea ref={plain.clone()} id={id} class="editor-plain" rows="12" spellcheck="false" autocomplete="off"
                        autocapitalize="off" wrap="off" value={props.value.clone()} {oninput} aria-label={full_label}
                        aria-invalid={props.problem.is_some().then_some("true")} aria-describedby={note_id.clone()} />
                }
            </div>
            <p class="hint">{ t!(i18n, "editor-leave") }</p>
            <p id={note_id} class="editor-problem" role="status">
                if let Some(problem) = &props.problem {
                    <ProblemNote problem={problem.clone()} {on_go} />
                }
            </p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct NoteProps {
    problem: Problem,
    /// The reader wants to be taken to this line and column.
    on_go: Callback<(u32, u32)>,
}

#[component]
fn ProblemNote(props: &NoteProps) -> Html {
    let i18n = use_i18n();
    let Problem { line, column, ref message } = props.problem;
    let onclick = props.on_go.reform(move |_: MouseEvent| (line, column));
    html! {
        <>
            <button type="button" class="link" {onclick}>{ t!(i18n, "editor-place", line = line, column = column) }</button>
            { " " }<bdi>{ message }</bdi>
        </>
    }
}

/// Tells a running CodeMirror of a value or an error that came from outside.
#[hook]
fn use_told(running: Slot, value: AttrValue, problem: Option<Problem>, rich: bool) {
    use_effect_with((value, problem, rich), move |(value, problem, _)| {
        if let Some(running) = &*running.borrow() {
            if *running.text.borrow() != *value {
                running.text.replace(value.clone());
                running.editor.set_text(value);
            }
            let (line, column) = problem.as_ref().map_or((0, 0), |problem| (problem.line, problem.column));
            running.editor.set_problem(line, column);
        }
    });
}

struct Mount {
    host: NodeRef,
    plain: NodeRef,
    running: Slot,
    rich: UseStateHandle<bool>,
    value: Rc<RefCell<AttrValue>>,
    on_change: Rc<RefCell<Callback<AttrValue>>>,
    words: (AttrValue, AttrValue),
}

/// Loads CodeMirror when the component appears, and again when its words change; takes it away with the component.
#[hook]
fn use_mounted(mount: Mount) {
    let wanted = use_mut_ref(|| 0_u32);
    let words = mount.words.clone();
    use_effect_with(words, move |_| {
        let ours = wanted.borrow().wrapping_add(1);
        *wanted.borrow_mut() = ours;
        let (slot, current) = (mount.running.clone(), wanted.clone());
        wasm_bindgen_futures::spawn_local(async move {
            match bindings::module(&dom::asset("lazy/editor.js")).await {
                // The component may have gone, or its words changed again, while the file was on its way.
                Ok(module) if *current.borrow() == ours => start(&module, &mount),
                Ok(_) => {}
                Err(error) => dom::log_error("the editor did not load; the plain one stays", &error),
            }
        });
        move || {
            *wanted.borrow_mut() = ours.wrapping_add(1);
            slot.borrow_mut().take();
        }
    });
}

fn start(module: &Module, mount: &Mount) {
    let Some(host) = mount.host.cast::<HtmlElement>() else { return };
    let heard = mount.on_change.clone();
    let text = Rc::new(RefCell::new(mount.value.borrow().clone()));
    let typed = text.clone();
    let closure = Closure::<dyn FnMut(String)>::new(move |text: String| {
        let text = AttrValue::from(text);
        typed.replace(text.clone());
        let on_change = heard.borrow().clone();
        on_change.emit(text);
    });
    let options = Options::new(&mount.value.borrow(), &mount.words.0, &mount.words.1, &closure);
    let active = dom::document().and_then(|document| document.active_element());
    let plain = mount.plain.cast::<HtmlTextAreaElement>();
    let focused = plain.filter(|plain| active.is_some_and(|active| active.is_same_node(Some(plain))));
    let offset = focused.map(|plain| plain.selection_end().ok().flatten().unwrap_or(0));
    // In sight first: CodeMirror measures its lines as it is put in.
    host.set_hidden(false);
    let editor = module.mount(&host, &options);
    if let Some(offset) = offset {
        // A reader who was typing goes on typing.
        editor.focus_at(offset);
    }
    *mount.running.borrow_mut() = Some(Running { editor, text, _on_change: closure });
    mount.rich.set(true);
}
