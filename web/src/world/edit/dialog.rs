//! The form on the page.

use std::rc::Rc;
use std::sync::Arc;

use virtlab_core::api::Call;
use virtlab_core::host::{HostConfig, Numbering};
use yew::prelude::*;

use super::form::{CellForm, Fault, HostForm, setting};
use crate::i18n::{I18n, use_i18n};
use crate::ui::{Button, ButtonKind, Dialog, IconButton, use_id};
use crate::world::moves::Press;
use crate::{dom, t};

/// Distances between more nodes than this have no fields.
const DISTANCES_MAX: usize = 8;

/// What is changed.
#[derive(Properties, PartialEq)]
pub struct HostEditorProps {
    /// The host as it is.
    pub config: Arc<HostConfig>,
    /// What it is called.
    pub title: AttrValue,
    /// What would be said against a call.
    pub objection: Callback<Call, Option<String>>,
    /// The form is done with.
    pub on_close: Callback<()>,
    /// The call is to be made.
    pub on_press: Callback<Press>,
}

/// The form, and what is wrong with it since it was last sent.
#[derive(Clone, PartialEq)]
struct Draft {
    form: HostForm,
    faults: Vec<Fault>,
}

/// A change of a draft.
type Edit = Rc<dyn Fn(&mut HostForm)>;

impl Reducible for Draft {
    type Action = Result<Edit, Vec<Fault>>;

    fn reduce(self: Rc<Self>, action: Self::Action) -> Rc<Self> {
        let mut draft = (*self).clone();
        match action {
            Ok(edit) => edit(&mut draft.form),
            Err(faults) => draft.faults = faults,
        }
        Rc::new(draft)
    }
}

/// The form in its dialog.
#[component]
pub fn HostEditor(props: &HostEditorProps) -> Html {
    let i18n = use_i18n();
    let id = use_id("host");
    let draft = {
        let form = HostForm::of(&props.config);
        use_reducer_eq(move || Draft { form, faults: Vec::new() })
    };
    let edit = {
        let dispatcher = draft.dispatcher();
        Callback::from(move |edit: Edit| dispatcher.dispatch(Ok(edit)))
    };
    let onsubmit = {
        let (draft, config, id) = (draft.clone(), props.config.clone(), id.clone());
        let (objection, on_press, on_close) =
            (props.objection.clone(), props.on_press.clone(), props.on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match sent(&draft.form, &config, &objection) {
                Ok(call) => {
                    on_close.emit(());
                    call.into_iter().for_each(|call| on_press.emit(Press::Perform(vec![call])));
                }
                Err(faults) => {
                    draft.dispatch(Err(faults));
                    dom::focus(&format!("{id}-faults"));
                }
            }
        })
    };
    let view = Fields { i18n: &i18n, id: &id, draft: &draft, edit: &edit };
    html! {
        <Dialog title={t!(i18n, "world-edit-title", host = props.title.clone())} on_close={props.on_close.clone()}>
            <form class="host-form" novalidate=true {onsubmit}>
                { view.top() }
                { for (0..draft.form.cells.len()).map(|n| view.cell(n)) }
                { view.distances() }
                { view.general() }
                <p class="hint">{ t!(i18n, "world-edit-undo") }</p>
                <div class="dialog-buttons">
                    <Button onclick={props.on_close.clone()}>{ t!(i18n, "world-edit-cancel") }</Button>
                    <Button kind={ButtonKind::Primary} submit=true>{ t!(i18n, "world-edit-apply") }</Button>
                </div>
            </form>
        </Dialog>
    }
}

/// The call of a form, none if it changes nothing; or what is wrong with it.
fn sent(
    form: &HostForm,
    config: &HostConfig,
    objection: &Callback<Call, Option<String>>,
) -> Result<Option<Call>, Vec<Fault>> {
    let host = form.host(config)?;
    if host == *config {
        return Ok(None);
    }
    let call = setting(&host);
    match objection.emit(call.clone()) {
        None => Ok(Some(call)),
        Some(message) => Err(vec![Fault { place: String::new(), message: Some(message) }]),
    }
}

/// What drawing the fields needs.
struct Fields<'a> {
    i18n: &'a I18n,
    id: &'a AttrValue,
    draft: &'a Draft,
    edit: &'a Callback<Edit>,
}

/// The fields that a fault's place belongs to: pages and what the host keeps follow the memory.
fn field_of(place: &str) -> String {
    for follower in [".pages", ".reserved_kib"] {
        if let Some(cell) = place.strip_suffix(follower) {
            return format!("{cell}.memory_kib");
        }
    }
    place.to_owned()
}

impl Fields<'_> {
    fn top(&self) -> Html {
        let i18n = self.i18n;
        let numbering = self.draft.form.numbering;
        let onchange = self.edit.reform(|event: Event| {
            let apart = dom::input_value(&event).as_deref() == Some("apart");
            let to = if apart { Numbering::ThreadsApart } else { Numbering::ThreadsTogether };
            Rc::new(move |form: &mut HostForm| form.numbering = to) as Edit
        });
        let numbering_id = format!("{}-numbering", self.id);
        let option = |value: &'static str, is: Numbering, word: AttrValue| {
            html! { <option {value} selected={numbering == is}>{ word }</option> }
        };
        html! {
            <div class="host-top">
                { self.text("hostname", t!(i18n, "world-hostname"), &self.draft.form.hostname, None, |form, text| form.hostname = text) }
                <div>
                    <label class="label" for={numbering_id.clone()}>{ t!(i18n, "world-numbering") }</label>
                    <select class="select" id={numbering_id} {onchange}>
                        { option("together", Numbering::ThreadsTogether, t!(i18n, "world-numbering-together")) }
                        { option("apart", Numbering::ThreadsApart, t!(i18n, "world-numbering-apart")) }
                    </select>
                </div>
            </div>
        }
    }

    fn cell(&self, n: usize) -> Html {
        let i18n = self.i18n;
        let form = &self.draft.form;
        let Some(cell) = form.cells.get(n) else { return html! {} };
        let name = t!(i18n, "world-node", number = n.to_string());
        let remove =
            self.edit.reform(move |()| Rc::new(move |form: &mut HostForm| form.remove_cell(n)) as Edit);
        let field = |member: &'static str, label: AttrValue, value: &str, set: fn(&mut CellForm, String)| {
            let place = format!("cells[{n}].{member}");
            self.text(&place, label, value, Some("numeric"), move |form, text| {
                if let Some(cell) = form.cells.get_mut(n) {
                    set(cell, text)
                }
            })
        };
        html! {
            <fieldset class="host-cell" key={n}>
                <legend>{ name.clone() }</legend>
                if form.cells.len() > 1 {
                    <span class="host-cell-remove">
                        <IconButton icon="close" label={t!(i18n, "world-remove-node", node = name)} onclick={remove} />
                    </span>
                }
                <div class="host-counts">
                    { field("memory_kib", t!(i18n, "world-memory-mib"), &cell.memory_mib, |cell, text| cell.memory_mib = text) }
                    { field("layout.sockets", t!(i18n, "world-sockets"), &cell.sockets, |cell, text| cell.sockets = text) }
                    { field("layout.dies", t!(i18n, "world-dies"), &cell.dies, |cell, text| cell.dies = text) }
                    { field("layout.cores", t!(i18n, "world-cores"), &cell.cores, |cell, text| cell.cores = text) }
                    { field("layout.threads", t!(i18n, "world-threads"), &cell.threads, |cell, text| cell.threads = text) }
                </div>
            </fieldset>
        }
    }

    /// Another node, and how far the nodes are from each other.
    fn distances(&self) -> Html {
        let i18n = self.i18n;
        let form = &self.draft.form;
        let add = self.edit.reform(|()| Rc::new(HostForm::add_cell) as Edit);
        let told = form.distances.is_some();
        let onchange = self
            .edit
            .reform(move |_: Event| Rc::new(move |form: &mut HostForm| form.tell_distances(!told)) as Edit);
        let count = form.cells.len();
        let rows = form.distances.as_ref().filter(|_| (2..=DISTANCES_MAX).contains(&count));
        html! {
            <>
                if form.can_grow() { <Button icon="fresh" onclick={add}>{ t!(i18n, "world-add-node") }</Button> }
                if count > 1 {
                    <label class="check"><input type="checkbox" checked={told} {onchange} />{ t!(i18n, "world-tell-distances") }</label>
                }
                if let Some(rows) = rows {
                    <div class="host-distances">
                        { for (0..count).flat_map(|one| (one + 1..count).map(move |other| (one, other)))
                            .map(|(one, other)| self.distance(one, other, &rows[one][other])) }
                    </div>
                }
            </>
        }
    }

    fn distance(&self, one: usize, other: usize, value: &str) -> Html {
        let label = t!(self.i18n, "world-distance", one = one.to_string(), other = other.to_string());
        let place = format!("cells[{one}].distances[{other}]");
        self.text(&place, label, value, Some("numeric"), move |form, text| {
            form.set_distance(one, other, &text)
        })
    }

    /// Faults that belong to no field.
    fn general(&self) -> Html {
        let with_field = |fault: &Fault| {
            let place = field_of(&fault.place);
            place == "hostname" || place.contains("].memory_kib") || place.contains("].layout.")
        };
        let others: Vec<_> = self.draft.faults.iter().filter(|fault| !with_field(fault)).collect();
        html! {
            <div id={format!("{}-faults", self.id)} tabindex="-1" role="alert" class="host-faults">
                if !self.draft.faults.is_empty() { <p>{ t!(self.i18n, "world-edit-faults", count = self.draft.faults.len()) }</p> }
                { for others.iter().map(|fault| html! { <p class="fault">{ self.told(fault) }</p> }) }
            </div>
        }
    }

    fn told(&self, fault: &Fault) -> Html {
        match &fault.message {
            None => html! { { t!(self.i18n, "world-not-a-number") } },
            Some(message) => html! { <span lang="en">{ message }</span> },
        }
    }

    /// A field with its label and its faults.
    fn text(
        &self,
        place: &str,
        label: AttrValue,
        value: &str,
        inputmode: Option<&'static str>,
        set: impl Fn(&mut HostForm, String) + Clone + 'static,
    ) -> Html {
        let id = format!("{}-{place}", self.id);
        let faults: Vec<_> =
            self.draft.faults.iter().filter(|fault| field_of(&fault.place) == place).collect();
        let wrong = !faults.is_empty();
        let oninput = self.edit.reform(move |event: InputEvent| {
            let (text, set) = (dom::input_value(&event).unwrap_or_default(), set.clone());
            Rc::new(move |form: &mut HostForm| set(form, text.clone())) as Edit
        });
        let why = format!("{id}-fault");
        html! {
            <div>
                <label class="label" for={id.clone()}>{ label }</label>
                <input class="input" {id} value={value.to_owned()} {oninput} {inputmode} autocomplete="off" spellcheck="false"
                    aria-invalid={wrong.then_some("true")} aria-describedby={wrong.then(|| why.clone())} />
                if wrong { <p id={why} class="fault">{ for faults.iter().map(|fault| self.told(fault)) }</p> }
            </div>
        }
    }
}
