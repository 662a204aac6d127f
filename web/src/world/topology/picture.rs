//! The picture: a box for each node, socket, die, core and thread. Every box is an item of a list with its name, so that
//! what is seen can be heard as well.

use std::sync::Arc;

use uuid::Uuid;
use virtlab_core::domain::Domain;
use virtlab_core::host::Pages;
use yew::prelude::*;

use super::super::size;
use super::{Core, Die, Machine, NumaNode, Socket, Thread};
use crate::i18n::{I18n, use_i18n};
use crate::{t, words};

/// Machines with more CPUs than this are drawn small.
const ROOMY_MAX: usize = 48;
/// Distances between more nodes than this are not shown as a table.
const DISTANCES_MAX: usize = 16;

/// What is drawn.
#[derive(Properties, PartialEq)]
pub struct PictureProps {
    /// The machine.
    pub machine: Machine,
    /// Distances between its nodes.
    pub distances: Vec<Vec<u8>>,
    /// The domain that is looked at.
    pub chosen: Option<Uuid>,
}

/// The picture.
#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let i18n = use_i18n();
    let draw = Draw { i18n: &i18n, chosen: props.chosen };
    let small = props.machine.cpus > ROOMY_MAX;
    let class = classes!("boxes", if small { "boxes--small" } else { "boxes--roomy" });
    html! {
        <div {class} tabindex="0" role="group" aria-label={t!(i18n, "world-machine-picture")}>
            <ul class="numas">{ for props.machine.nodes.iter().enumerate().map(|(n, node)| draw.node(n, node)) }</ul>
            { distances(&i18n, &props.distances) }
            { draw.legend(props.machine.vcpus > 0, props.chosen.is_some()) }
        </div>
    }
}

/// What drawing needs.
struct Draw<'a> {
    i18n: &'a I18n,
    chosen: Option<Uuid>,
}

impl Draw<'_> {
    fn node(&self, number: usize, node: &NumaNode) -> Html {
        let i18n = self.i18n;
        html! {
            <li class="numa" key={number}>
                <span class="box-name">{ t!(i18n, "world-node", number = number.to_string()) }</span>
                <div class="numa-memory">
                    { bar(node) }
                    <span>{ memory(i18n, node) }</span>
                </div>
                <p class="numa-pages">{ pages(i18n, &node.pages) }</p>
                if node.sockets.is_empty() {
                    <p class="numa-pages">{ t!(i18n, "world-no-cpus") }</p>
                } else {
                    <ul class="sockets">{ for node.sockets.iter().map(|socket| self.socket(socket)) }</ul>
                }
            </li>
        }
    }

    fn socket(&self, socket: &Socket) -> Html {
        let name = t!(self.i18n, "world-socket", number = socket.id.to_string());
        // One die is not worth a box.
        let inside = match socket.dies.as_slice() {
            [die] => self.cores(die),
            dies => html! { <ul class="dies">{ for dies.iter().map(|die| self.die(die)) }</ul> },
        };
        html! { <li class="socket" key={socket.id}><span class="box-name">{ name }</span>{ inside }</li> }
    }

    fn die(&self, die: &Die) -> Html {
        let name = t!(self.i18n, "world-die", number = die.id.to_string());
        html! { <li class="die" key={die.id}><span class="box-name">{ name }</span>{ self.cores(die) }</li> }
    }

    fn cores(&self, die: &Die) -> Html {
        html! { <ul class="cores">{ for die.cores.iter().map(|core| self.core(core)) }</ul> }
    }

    fn core(&self, core: &Core) -> Html {
        let name = t!(self.i18n, "world-core", number = core.id.to_string());
        html! {
            <li class="core" key={core.id} title={name.clone()}>
                <span class="sr-only">{ name }</span>
                <ul class="threads">{ for core.threads.iter().map(|thread| self.thread(thread)) }</ul>
            </li>
        }
    }

    fn thread(&self, thread: &Thread) -> Html {
        let i18n = self.i18n;
        let class = classes!(
            "thread",
            (!thread.online).then_some("thread--off"),
            thread.busy().then_some("thread--busy"),
            thread.runs(self.chosen).then_some("thread--chosen"),
        );
        html! {
            <li {class} key={thread.cpu} title={told(i18n, thread)}>
                <span class="thread-cpu" aria-hidden="true">{ thread.cpu }</span>
                <span class="sr-only">{ told(i18n, thread) }</span>
                <span class="thread-vcpus" aria-hidden="true">{ for thread.vcpus.iter().map(|vcpu| self.chip(vcpu)) }
                    if thread.more > 0 { <span class="vcpu-more">{ format!("+{}", thread.more) }</span> }
                </span>
            </li>
        }
    }

    fn chip(&self, (domain, number): &(Arc<Domain>, u32)) -> Html {
        let chosen = (Some(domain.def.uuid) == self.chosen).then_some("vcpu--chosen");
        html! {
            <span class={classes!("vcpu", format!("state--{}", words::look(domain).slug()), chosen)}>
                <bdi class="vcpu-name">{ &*domain.def.name }</bdi><span class="vcpu-number">{ *number }</span>
            </span>
        }
    }

    fn legend(&self, runs: bool, chosen: bool) -> Html {
        let i18n = self.i18n;
        let of = |class: &'static str, word: AttrValue| {
            html! { <span class="legend-one"><span class={class}></span>{ word }</span> }
        };
        html! {
            <p class="legend" aria-hidden="true">
                { of("legend-memory", t!(i18n, "world-legend-host")) }
                { of("legend-memory legend-memory--guests", t!(i18n, "world-legend-guests")) }
                if runs { { of("thread thread--busy", t!(i18n, "world-legend-busy")) } }
                if runs && chosen { { of("thread thread--busy thread--chosen", t!(i18n, "world-legend-chosen")) } }
            </p>
        }
    }
}

/// A thread in words: its number and what runs on it.
pub(super) fn told(i18n: &I18n, thread: &Thread) -> AttrValue {
    let cpu = t!(i18n, "world-cpu", number = thread.cpu.to_string());
    if !thread.online {
        return t!(i18n, "world-cpu-off", cpu = cpu);
    }
    let one = |(domain, number): &(Arc<Domain>, u32)| {
        t!(i18n, "world-vcpu", name = &*domain.def.name, number = number.to_string())
    };
    let all =
        thread.vcpus.iter().map(one).reduce(|left, right| t!(i18n, "join-comma", left = left, right = right));
    match (all, thread.more) {
        (None, _) => t!(i18n, "world-cpu-idle", cpu = cpu),
        (Some(all), 0) => t!(i18n, "world-cpu-runs", cpu = cpu, vcpus = all),
        (Some(all), more) => t!(i18n, "world-cpu-runs-more", cpu = cpu, vcpus = all, more = more),
    }
}

/// A node's memory in words.
pub(super) fn memory(i18n: &I18n, node: &NumaNode) -> AttrValue {
    t!(
        i18n,
        "world-node-memory",
        all = size::of_kib(node.memory_kib),
        used = size::of_kib(node.used_kib),
        reserved = size::of_kib(node.reserved_kib)
    )
}

/// A node's pages in words, those sizes of which it has none left out.
pub(super) fn pages(i18n: &I18n, pages: &[Pages]) -> AttrValue {
    let one = |pages: &Pages| {
        t!(i18n, "world-pages", count = pages.count.to_string(), size = size::of_kib(pages.size_kib.into()))
    };
    let there = pages.iter().filter(|pages| pages.count > 0).map(one);
    there.reduce(|left, right| t!(i18n, "join-comma", left = left, right = right)).unwrap_or_default()
}

/// The share of a node's memory that the host keeps and that guests use.
fn bar(node: &NumaNode) -> Html {
    let share = |kib: u64| kib as f64 * 100.0 / node.memory_kib.max(1) as f64;
    let (host, guests) = (share(node.reserved_kib), share(node.used_kib));
    html! {
        <svg class="memory-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="memory-bar-host" x="0" y="0" width={format!("{host:.2}")} height="8" />
            <rect class="memory-bar-guests" x={format!("{host:.2}")} y="0" width={format!("{guests:.2}")} height="8" />
        </svg>
    }
}

/// How far the nodes are from each other.
pub(super) fn distances(i18n: &I18n, rows: &[Vec<u8>]) -> Html {
    if rows.len() < 2 || rows.len() > DISTANCES_MAX {
        return html! {};
    }
    let name = |n: usize| t!(i18n, "world-node", number = n.to_string());
    html! {
        <table class="distances">
            <caption>{ t!(i18n, "world-distances") }</caption>
            <thead><tr><td></td>{ for (0..rows.len()).map(|n| html! { <th scope="col">{ name(n) }</th> }) }</tr></thead>
            <tbody>
                { for rows.iter().enumerate().map(|(n, row)| html! {
                    <tr><th scope="row">{ name(n) }</th>{ for row.iter().map(|d| html! { <td>{ *d }</td> }) }</tr>
                }) }
            </tbody>
        </table>
    }
}
