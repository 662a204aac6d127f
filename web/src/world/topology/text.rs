//! The machine as a nested list.

use yew::prelude::*;

use super::picture::{distances, memory, pages, told};
use super::{Core, Die, Machine, NumaNode, Socket, Thread, ranges};
use crate::i18n::{I18n, use_i18n};
use crate::t;

/// What is told.
#[derive(Properties, PartialEq)]
pub struct TopologyTextProps {
    /// The machine.
    pub machine: Machine,
    /// Distances between its nodes.
    pub distances: Vec<Vec<u8>>,
}

/// The list.
#[component]
pub fn TopologyText(props: &TopologyTextProps) -> Html {
    let i18n = use_i18n();
    html! {
        <div class="machine-text">
            <ul>{ for props.machine.nodes.iter().enumerate().map(|(n, one)| node(&i18n, n, one)) }</ul>
            { distances(&i18n, &props.distances) }
        </div>
    }
}

fn node(i18n: &I18n, number: usize, node: &NumaNode) -> Html {
    let cpus = ranges(Machine::threads(node).map(|thread| thread.cpu).collect());
    html! {
        <li key={number}>
            <b>{ t!(i18n, "world-node", number = number.to_string()) }</b>
            <ul>
                <li>{ memory(i18n, node) }</li>
                <li>{ pages(i18n, &node.pages) }</li>
                if cpus.is_empty() {
                    <li>{ t!(i18n, "world-no-cpus") }</li>
                } else {
                    <li>{ t!(i18n, "world-cpus", numbers = cpus) }</li>
                }
                { for node.sockets.iter().map(|one| socket(i18n, one)) }
            </ul>
        </li>
    }
}

fn socket(i18n: &I18n, socket: &Socket) -> Html {
    let name = t!(i18n, "world-socket", number = socket.id.to_string());
    let inside = match socket.dies.as_slice() {
        [die] => cores(i18n, die),
        dies => {
            let one = |die: &Die| {
                html! { <li>{ t!(i18n, "world-die", number = die.id.to_string()) }<ul>{ cores(i18n, die) }</ul></li> }
            };
            html! { <>{ for dies.iter().map(one) }</> }
        }
    };
    html! { <li key={socket.id}>{ name }<ul>{ inside }</ul></li> }
}

/// The cores on which something runs, one by one; the others in one line.
fn cores(i18n: &I18n, die: &Die) -> Html {
    let (busy, idle): (Vec<&Core>, Vec<&Core>) =
        die.cores.iter().partition(|core| core.threads.iter().any(|thread| thread.busy() || !thread.online));
    let thread = |thread: &Thread| html! { <li>{ told(i18n, thread) }</li> };
    let core = |core: &&Core| {
        html! {
            <li key={core.id}>
                { t!(i18n, "world-core", number = core.id.to_string()) }<ul>{ for core.threads.iter().map(thread) }</ul>
            </li>
        }
    };
    let rest = ranges(idle.iter().map(|core| core.id).collect());
    html! {
        <>
            { for busy.iter().map(core) }
            if !idle.is_empty() { <li>{ t!(i18n, "world-cores-idle", numbers = rest, count = idle.len()) }</li> }
        </>
    }
}
