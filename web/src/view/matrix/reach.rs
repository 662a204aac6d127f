//! How a domain gets to a place: the calls that bring one there, and the call to be tried there.

use virtlab_core::api::{Call, FunctionId, Handle, HandleKind, Value};
use virtlab_core::domain::DomainState;
use virtlab_core::domain::rules::Verb;
use virtlab_core::world::{ClientId, Entry, Journal, Place};

use super::model::Asked;
use crate::words;
use crate::world::moves;

/// The seed of such sessions: they differ by their calls.
const SEED: u64 = 1;
const SAVED: &str = "/tmp/demo.save";
const CONNECTION: Handle = Handle { kind: HandleKind::Connect, number: 1 };

/// A session that stands before the call to be tried.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reached {
    /// The calls that lead there.
    pub journal: Journal,
    /// The call.
    pub call: Call,
}

/// The document of the domain, with the actions that are asked for.
fn document(asked: &Asked) -> Value {
    let action = |name: &str, wanted: bool, action: &str| {
        if wanted { format!("  <{name}>{action}</{name}>\n") } else { String::new() }
    };
    Value::text(format!(
        "<domain type='test'>\n  <name>demo</name>\n  <uuid>0f5b1c6e-3a52-4d0c-9e7f-2b8a64d1c9e0</uuid>\n  \
         <memory unit='MiB'>512</memory>\n  <vcpu>1</vcpu>\n  <os>\n    <type>hvm</type>\n  </os>\n{}{}</domain>\n",
        action("on_poweroff", asked.poweroff_restarts, "restart"),
        action("on_reboot", asked.reboot_destroys, "destroy"),
    ))
}

/// The calls so far, and the newest handle of the domain.
struct Path {
    calls: Vec<Call>,
    handles: u32,
}

impl Path {
    fn dom(&self) -> Value {
        Handle { kind: HandleKind::Domain, number: self.handles }.into()
    }

    fn on_domain(&mut self, function: FunctionId) {
        let dom = self.dom();
        self.calls.push(Call::new(function, [dom]));
    }

    /// Makes the domain there, running.
    fn run(&mut self, place: Place, document: &Value) {
        if place.persistent {
            if self.handles == 0 {
                self.calls
                    .push(Call::new(FunctionId::DomainDefineXML, [CONNECTION.into(), document.clone()]));
                self.handles += 1;
            }
            self.on_domain(FunctionId::DomainCreate);
        } else {
            self.calls.push(Call::new(FunctionId::DomainCreateXML, [CONNECTION.into(), document.clone()]));
            self.handles += 1;
        }
    }
}

/// Brings a domain of `test:///default` to a place and puts the call together. None where no call leads there: nothing
/// makes a domain of the test driver crash and stay so, or go to sleep.
pub fn reach(place: Place, verb: Verb, asked: &Asked) -> Option<Reached> {
    let document = document(asked);
    let mut path = Path {
        calls: vec![Call::new(FunctionId::ConnectOpen, [Value::text("test:///default")])],
        handles: 0,
    };
    if verb == Verb::Restore {
        path.run(place, &document);
        let dom = path.dom();
        path.calls.push(Call::new(FunctionId::DomainSave, [dom, Value::text(SAVED)]));
    }
    match (place.state, place.managed_save) {
        (DomainState::Shutoff, false) if path.handles == 0 => {
            path.calls.push(Call::new(FunctionId::DomainDefineXML, [CONNECTION.into(), document.clone()]));
            path.handles = 1;
        }
        (DomainState::Shutoff, false) => {}
        (DomainState::Shutoff, true) => {
            path.run(place, &document);
            path.on_domain(FunctionId::DomainManagedSave);
        }
        (DomainState::Running, _) => path.run(place, &document),
        (DomainState::Paused, _) => {
            path.run(place, &document);
            path.on_domain(FunctionId::DomainSuspend);
        }
        _ => return None,
    }
    let call = tried(verb, asked, path.dom(), document);
    let entry = |call| Entry { client: ClientId::default(), call };
    let entries = path.calls.into_iter().map(entry).collect();
    Some(Reached { journal: Journal { entries, ..Journal::new(SEED) }, call })
}

/// The call of a verb.
fn tried(verb: Verb, asked: &Asked, dom: Value, document: Value) -> Call {
    let flags = asked.flags_of(verb);
    let function = match words::with_flags(verb) {
        Some((function, _)) if flags != 0 => function,
        _ => moves::function(verb),
    };
    let args: Vec<Value> = match verb {
        Verb::CreateXml | Verb::Define => vec![CONNECTION.into(), document],
        Verb::Restore => vec![CONNECTION.into(), Value::text(SAVED)],
        Verb::Save => vec![dom, Value::text(SAVED)],
        Verb::CoreDump => vec![dom, Value::text("/tmp/demo.dump"), u64::from(flags).into()],
        Verb::Rename => vec![dom, Value::text("demo2")],
        Verb::SetAutostart => vec![dom, Value::Int(1)],
        _ if flags != 0 => vec![dom, u64::from(flags).into()],
        _ => vec![dom],
    };
    Call::new(function, args)
}

#[cfg(test)]
mod tests {
    use super::super::model::{Leads, flags, leads};
    use super::*;
    use crate::session::{Action, State};
    use virtlab_core::domain::Domain;
    use virtlab_core::world::{World, places};

    fn demo(world: &World) -> Option<&Domain> {
        let host = world.host(&"test".into())?;
        host.domains.iter().map(|domain| &**domain).find(|domain| domain.def.uuid.as_bytes()[0] == 0x0f)
    }

    fn place_of(domain: &Domain) -> Place {
        Place {
            state: domain.state.state(),
            persistent: domain.persistent,
            managed_save: domain.managed_save,
        }
    }

    #[test]
    fn every_cell_that_can_be_tried_goes_as_the_matrix_says() {
        let mut tried = 0;
        for bits in 0..8 {
            let asked = Asked {
                flags: if bits & 1 != 0 { flags() } else { Vec::new() },
                poweroff_restarts: bits & 2 != 0,
                reboot_destroys: bits & 4 != 0,
                text: String::new(),
            };
            for place in places() {
                for verb in Verb::ALL {
                    let Some(Reached { journal, call }) = reach(place, verb, &asked) else { continue };
                    let what = format!("{place:?} {call}");
                    let mut state = State::restored(None);
                    state.act(Action::Begin(journal));
                    state.act(Action::Seek(usize::MAX));
                    assert!(state.history.steps().iter().all(|step| step.outcome.ok()), "{what}");
                    assert_eq!(demo(state.world()).map(place_of), Some(place), "{what}");
                    state.act(Action::Draft(call));
                    let rule = asked.rule(place, verb);
                    assert!(state.preview().rule.is_some_and(|found| std::ptr::eq(found, rule)), "{what}");
                    state.act(Action::PerformDraft);
                    let after = demo(state.world()).map(place_of);
                    let expected = match leads(place, rule) {
                        Leads::To(place) => Some(place),
                        Leads::Gone => None,
                        Leads::Refused(code) => {
                            let outcome = state.outcome().unwrap();
                            assert_eq!(outcome.error.as_ref().map(|error| error.code), Some(code), "{what}");
                            Some(place)
                        }
                    };
                    assert_eq!(after, expected, "{what}");
                    tried += 1;
                }
            }
        }
        assert_eq!(tried, 8 * 6 * Verb::ALL.len());
    }
}
