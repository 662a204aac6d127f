//! The machine of a host: as a picture of boxes in boxes like lstopo's, and as text.

mod boxes;
mod picture;
mod text;

pub use boxes::{Core, Die, Machine, NumaNode, Socket, Thread, ranges};

use uuid::Uuid;
use virtlab_core::api::Call;
use virtlab_core::host::HostConfig;
use virtlab_core::world::HostState;
use yew::prelude::*;

use super::edit::HostEditor;
use super::hosts;
use super::moves::Press;
use super::size;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, ButtonKind};
use picture::Picture;
use text::TopologyText;

/// What is shown.
#[derive(Properties, PartialEq)]
pub struct TopologyProps {
    /// The host.
    pub host: HostState,
    /// The domain that is looked at.
    pub chosen: Option<Uuid>,
    /// Whether the last step changed the machine.
    pub changed: bool,
    /// What libvirt, or the lab, would say against a call; nothing where it would work.
    pub objection: Callback<Call, Option<String>>,
    /// A call was pressed.
    pub on_press: Callback<Press>,
}

/// The machine, with a button to change it.
#[component]
pub fn Topology(props: &TopologyProps) -> Html {
    let i18n = use_i18n();
    let as_text = use_state_eq(|| false);
    let editing = use_state_eq(|| false);
    let machine = use_memo((props.host.clone(), props.chosen), |(host, chosen)| Machine::of(host, *chosen));
    let choose = |to: bool| {
        let as_text = as_text.clone();
        Callback::from(move |_: MouseEvent| as_text.set(to))
    };
    let edit = |on: bool| {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(on))
    };
    let segment = |to: bool, word: AttrValue| {
        html! {
            <button type="button" class="segment" aria-pressed={(*as_text == to).to_string()} onclick={choose(to)}>{ word }</button>
        }
    };
    let config = &props.host.config;
    html! {
        <section class="machine" aria-labelledby="world-machine">
            <div class={classes!("machine-head", props.changed.then_some("changed"))}>
                <h3 id="world-machine">{ t!(i18n, "world-machine") }</h3>
                <span class="segments">
                    { segment(false, t!(i18n, "world-as-picture")) }
                    { segment(true, t!(i18n, "world-as-text")) }
                </span>
                <Button kind={ButtonKind::Plain} icon="edit" onclick={edit(true)}>{ t!(i18n, "world-edit-host") }</Button>
            </div>
            <p class="machine-about">{ about(&i18n, config, &machine) }</p>
            if *as_text {
                <TopologyText machine={(*machine).clone()} distances={distances(config)} />
            } else {
                <Picture machine={(*machine).clone()} distances={distances(config)} chosen={props.chosen} />
            }
            if *editing {
                <HostEditor config={config.clone()} title={hosts::title(config)} objection={props.objection.clone()} on_close={edit(false)}
                    on_press={props.on_press.clone()} />
            }
        </section>
    }
}

/// The machine in a line.
fn about(i18n: &crate::i18n::I18n, config: &HostConfig, machine: &Machine) -> AttrValue {
    t!(
        i18n,
        "world-machine-about",
        hostname = &*config.hostname,
        arch = &*config.cpu.arch,
        mhz = config.cpu.mhz.to_string(),
        nodes = machine.nodes.len(),
        cpus = machine.cpus,
        memory = size::of_kib(config.memory_kib()),
        vcpus = machine.vcpus
    )
}

/// The distances between nodes, row by row; none where the host does not tell them.
fn distances(config: &HostConfig) -> Vec<Vec<u8>> {
    let all: Vec<Vec<u8>> = config.cells.iter().map(|cell| cell.distances.clone()).collect();
    if all.iter().all(|row| row.len() == config.cells.len()) { all } else { Vec::new() }
}
