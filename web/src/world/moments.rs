//! The moments of a domain that are kept: its snapshots and its checkpoints, each a tree, with what can be done with one.

use std::sync::Arc;

use virtlab_core::api::{Call, FunctionId, Handle, HandleKind, Value};
use virtlab_core::domain::moment::{Moment, MomentDef, MomentTree, Snapshot, SnapshotState};
use virtlab_core::domain::{Domain, DomainState};
use virtlab_core::world::Held;
use yew::prelude::*;

use super::moves::{Press, View};
use crate::i18n::{I18n, use_i18n};
use crate::session::Draft;
use crate::ui::{Button, ButtonKind, Look, StateMark};
use crate::{t, words};

/// Moments of a tree that are drawn; more are counted.
const SHOWN: usize = 200;
/// How deep the tree is indented.
const DEPTH_MAX: usize = 6;

/// The functions of a kind of moments.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Functions {
    kind: HandleKind,
    make: FunctionId,
    look_up: FunctionId,
    revert: Option<FunctionId>,
    delete: FunctionId,
    /// What makes one.
    document: &'static str,
}

const SNAPSHOTS: Functions = Functions {
    kind: HandleKind::Snapshot,
    make: FunctionId::DomainSnapshotCreateXML,
    look_up: FunctionId::DomainSnapshotLookupByName,
    revert: Some(FunctionId::DomainRevertToSnapshot),
    delete: FunctionId::DomainSnapshotDelete,
    document: "<domainsnapshot>\n  <description>before the change</description>\n</domainsnapshot>\n",
};

const CHECKPOINTS: Functions = Functions {
    kind: HandleKind::Checkpoint,
    make: FunctionId::DomainCheckpointCreateXML,
    look_up: FunctionId::DomainCheckpointLookupByName,
    revert: None,
    delete: FunctionId::DomainCheckpointDelete,
    document: "<domaincheckpoint>\n  <description>after the backup</description>\n</domaincheckpoint>\n",
};

/// A moment as a line of its tree.
#[derive(Clone, PartialEq, Debug)]
struct Line {
    name: Arc<str>,
    depth: usize,
    current: bool,
    /// In which state the domain was; none of a checkpoint.
    state: Option<SnapshotState>,
    created_s: i64,
    /// The calls that go back to it.
    revert: Option<Press>,
    delete: Option<Press>,
}

/// One tree, ready to be drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct Tree {
    lines: Vec<Line>,
    more: usize,
    /// The calls that make another.
    make: Vec<Press>,
}

/// The trees of a domain.
#[derive(Clone, PartialEq, Debug)]
pub struct Trees {
    snapshots: Tree,
    checkpoints: Tree,
}

impl Trees {
    /// The trees of a domain, as a client sees them.
    pub fn of(view: View<'_>, domain: &Domain) -> Self {
        let state = |snapshot: &Snapshot| Some(snapshot.state);
        Self {
            snapshots: tree(view, domain, &domain.snapshots, SNAPSHOTS, state),
            checkpoints: tree(view, domain, &domain.checkpoints, CHECKPOINTS, |_| None),
        }
    }
}

fn tree<T: Moment>(
    view: View<'_>,
    domain: &Domain,
    all: &MomentTree<T>,
    functions: Functions,
    state: impl Fn(&T) -> Option<SnapshotState>,
) -> Tree {
    let handle = view.handle_of(domain);
    let line = |moment: &Arc<T>| {
        let base = moment.base();
        let press = |function| press(view, handle.clone()?, functions, &base.name, function);
        Line {
            name: base.name.clone(),
            depth: depth(all, base),
            current: all.current().is_some_and(|current| current.base().name == base.name),
            state: state(moment),
            created_s: base.created_s,
            revert: functions.revert.and_then(press),
            delete: press(functions.delete),
        }
    };
    let make = handle.clone().map_or_else(Vec::new, |(look_up, dom)| {
        let draft = Call::new(functions.make, [dom.into(), Value::text(functions.document)]);
        let first = (!look_up.is_empty()).then_some(Press::Perform(look_up));
        first.into_iter().chain([Press::Draft(Draft::of(draft).call())]).collect()
    });
    let found = all.descendants(None);
    Tree {
        lines: found.iter().copied().take(SHOWN).map(line).collect(),
        more: found.len().saturating_sub(SHOWN),
        make,
    }
}

fn depth<T: Moment>(all: &MomentTree<T>, moment: &MomentDef) -> usize {
    let mut parent = moment.parent.clone();
    let mut depth = 0;
    while let Some(above) = parent.filter(|_| depth < DEPTH_MAX).and_then(|name| all.get(&name)) {
        depth += 1;
        parent = above.base().parent.clone();
    }
    depth
}

/// The calls that do something with a moment: those that get handles first.
fn press(
    view: View<'_>,
    (mut calls, dom): (Vec<Call>, Handle),
    functions: Functions,
    name: &str,
    function: FunctionId,
) -> Option<Press> {
    let client = view.world.client(view.client)?;
    let is_it = |held: &Held| held.parent == dom && held.identity().is_some_and(|known| *known.name == *name);
    let handle = match client.handles(functions.kind).rev().find(|(_, held)| is_it(held)) {
        Some((handle, _)) => handle,
        None => {
            calls.push(Call::new(functions.look_up, [dom.into(), Value::text(name), Value::Int(0)]));
            let mut world = view.world.clone();
            let mut last = Value::Null;
            for call in &calls {
                last = world.perform(view.client, call).ret;
            }
            last.as_handle()?
        }
    };
    calls.push(Draft::of(Call::new(function, [handle.into()])).call());
    Some(Press::Perform(calls))
}

/// What is drawn.
#[derive(Properties, PartialEq)]
pub struct MomentsProps {
    /// The trees.
    pub trees: Trees,
    /// A call was pressed.
    pub on_press: Callback<Press>,
}

/// The trees, with a button that makes another moment.
#[component]
pub fn Moments(props: &MomentsProps) -> Html {
    let i18n = use_i18n();
    let Trees { snapshots, checkpoints } = &props.trees;
    html! {
        <section class="moments" aria-labelledby="world-moments">
            <div class="machine-head">
                <h3 id="world-moments">{ t!(i18n, "world-snapshots") }</h3>
                { make(&t!(i18n, "world-snapshot-make"), snapshots, &props.on_press) }
                { make(&t!(i18n, "world-checkpoint-make"), checkpoints, &props.on_press) }
            </div>
            if snapshots.lines.is_empty() && checkpoints.lines.is_empty() {
                <p class="hint">{ t!(i18n, "world-snapshots-none") }</p>
            }
            { draw(&i18n, snapshots, t!(i18n, "world-snapshots"), &props.on_press) }
            if !checkpoints.lines.is_empty() { <h4>{ t!(i18n, "world-checkpoints") }</h4> }
            { draw(&i18n, checkpoints, t!(i18n, "world-checkpoints"), &props.on_press) }
        </section>
    }
}

fn make(label: &str, tree: &Tree, on_press: &Callback<Press>) -> Html {
    let (make, on_press) = (tree.make.clone(), on_press.clone());
    let onclick = Callback::from(move |()| make.iter().for_each(|press| on_press.emit(press.clone())));
    if tree.make.is_empty() {
        return html! {};
    }
    html! { <Button kind={ButtonKind::Plain} icon="fresh" {onclick}>{ label.to_owned() }</Button> }
}

fn draw(i18n: &I18n, tree: &Tree, label: AttrValue, on_press: &Callback<Press>) -> Html {
    if tree.lines.is_empty() {
        return html! {};
    }
    html! {
        <>
            <ul class="moment-tree" aria-label={label}>{ for tree.lines.iter().map(|line| row(i18n, line, on_press)) }</ul>
            if tree.more > 0 { <p class="hint">{ t!(i18n, "call-more", count = tree.more) }</p> }
        </>
    }
}

fn row(i18n: &I18n, line: &Line, on_press: &Callback<Press>) -> Html {
    let button = |label: AttrValue, press: &Option<Press>| match press.clone() {
        Some(press) => {
            let onclick = on_press.reform(move |()| press.clone());
            html! {
                <Button kind={ButtonKind::Plain} class="moment-call" {onclick}>
                    { label }<span class="sr-only">{ " " }{ &*line.name }</span>
                </Button>
            }
        }
        None => html! {},
    };
    let state = line.state.map(|state| {
        let (look, word) = match DomainState::from_number(state as i32) {
            Some(state) => (words::look_of(state), words::state(i18n, state)),
            None => (Look::Saved, t!(i18n, "snapshot-of-disks")),
        };
        html! { <span class={classes!("moment-state", format!("state--{}", look.slug()))}><StateMark {look} />{ word }</span> }
    });
    html! {
        <li key={line.name.to_string()} class={classes!("moment", format!("moment--{}", line.depth))} aria-current={line.current.then_some("true")}>
            <bdi class="moment-name">{ &*line.name }</bdi>
            { state }
            if line.current { <span class="tab-mark">{ t!(i18n, "world-snapshot-current") }</span> }
            <small class="moment-time">{ time(line.created_s) }</small>
            <span class="moment-calls">
                { button(t!(i18n, "world-snapshot-revert"), &line.revert) }
                { button(t!(i18n, "world-moment-delete"), &line.delete) }
            </span>
        </li>
    }
}

/// The time of the lab when a moment was made: it begins at 1970, so the time of day says most.
fn time(created_s: i64) -> String {
    let day_s = created_s.rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", day_s / 3600, day_s / 60 % 60, day_s % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::host::HostKey;
    use virtlab_core::world::{ClientId, World};

    fn world(calls: &[&str]) -> World {
        let mut world = World::builtin(1);
        for call in calls {
            let outcome = world.perform(ClientId(0), &call.parse().unwrap());
            assert!(outcome.ok(), "{call}: {:?}", outcome.error);
        }
        world
    }

    fn trees(world: &World) -> Trees {
        let host = HostKey::from("test");
        let domain = world.host(&host).unwrap().domains.by_name("test").unwrap().clone();
        Trees::of(View { world, client: ClientId(0), host: &host }, &domain)
    }

    #[test]
    fn a_tree_is_told_line_by_line_with_the_calls_that_go_back() {
        let mut world = world(&[
            "virConnectOpen(\"test:///default\")",
            "virDomainLookupByName(conn1, \"test\")",
            "virDomainSnapshotCreateXML(dom1, \"<domainsnapshot><name>one</name></domainsnapshot>\")",
            "virDomainSnapshotCreateXML(dom1, \"<domainsnapshot><name>two</name></domainsnapshot>\")",
            "virDomainSnapshotFree(snap1)",
        ]);
        let found = trees(&world).snapshots;
        let lines: Vec<_> = found.lines.iter().map(|line| (&*line.name, line.depth, line.current)).collect();
        assert_eq!(lines, [("one", 0, false), ("two", 1, true)]);
        let Some(Press::Perform(calls)) = found.lines[0].revert.clone() else { panic!("{found:?}") };
        assert_eq!(calls.len(), 2, "it is looked up first: {calls:?}");
        for call in &calls {
            assert!(world.perform(ClientId(0), call).ok(), "{call}");
        }
        assert!(trees(&world).snapshots.lines[0].current);
    }

    #[test]
    fn without_a_connection_there_is_nothing_to_press() {
        let found = trees(&World::builtin(1));
        assert_eq!((found.snapshots.lines.len(), found.snapshots.make.len()), (0, 0));
    }

    #[test]
    fn a_snapshot_of_a_domain_without_a_handle_looks_it_up_first() {
        let found = trees(&world(&["virConnectOpen(\"test:///default\")"]));
        assert_eq!(found.snapshots.make.len(), 2);
        assert!(matches!(&found.snapshots.make[1], Press::Draft(call) if call.args[0].to_string() == "dom1"));
    }
}
