//! The calls that can be tried from a world: the functions that an exercise names, with arguments drawn from what it writes
//! and from the handles that there are.

use std::collections::BTreeMap;

use virtlab_core::api::{Call, FunctionId, HandleKind, Kind, Value};
use virtlab_core::world::{ClientId, World};

use super::Exercise;

/// Calls of one function that are tried from one world.
const CALLS_MAX: usize = 96;
/// Members of a set of flags that are tried each by itself.
const FLAGS_MAX: usize = 8;

/// What is tried with any domain at hand, whether or not an exercise names it: they need nothing but the handle.
const LIFE: &[FunctionId] = {
    use FunctionId::*;
    &[
        DomainCreate,
        DomainDestroy,
        DomainShutdown,
        DomainSuspend,
        DomainResume,
        DomainReboot,
        DomainUndefine,
        DomainManagedSave,
        DomainManagedSaveRemove,
    ]
};

/// For each function, the values that each of its parameters may have.
#[derive(Clone, Debug)]
pub(super) struct Moves {
    functions: BTreeMap<FunctionId, Vec<Vec<Value>>>,
}

impl Moves {
    /// What an exercise names: in its solution, in its mistakes, and for the search alone.
    pub fn of(exercise: &Exercise) -> Self {
        let written = exercise.solution.iter().chain(&exercise.also);
        let examples = exercise.mistakes.iter().flat_map(|mistake| &mistake.example);
        let mut moves = Self { functions: BTreeMap::new() };
        for call in written.chain(examples) {
            moves.add(call);
        }
        let domains = |call: &Call| {
            call.args.iter().any(|arg| matches!(arg, Value::Handle(h) if h.kind == HandleKind::Domain))
        };
        if exercise.solution.iter().any(domains) {
            LIFE.iter().for_each(|function| moves.add(&Call::new(*function, [])));
        }
        moves
    }

    fn add(&mut self, call: &Call) {
        let params = call.function.row().params;
        let pools = self.functions.entry(call.function).or_insert_with(|| vec![Vec::new(); params.len()]);
        for (place, (pool, param)) in pools.iter_mut().zip(params).enumerate() {
            let mut put = |value: Value| {
                if !pool.contains(&value) {
                    pool.push(value);
                }
            };
            match param.kind {
                Kind::Handle(_) if matches!(call.arg(place), Value::Handle(_) | Value::Null) => {}
                Kind::Flags(set) | Kind::LongFlags(set) => {
                    put(call.arg(place));
                    put(Value::Int(0));
                    set.choices.iter().take(FLAGS_MAX).for_each(|choice| put(Value::Int(choice.value)));
                }
                _ => put(call.arg(place)),
            }
        }
    }

    /// The calls that can be tried.
    pub fn from(&self, world: &World) -> Vec<Call> {
        let mut calls = Vec::new();
        for (function, pools) in &self.functions {
            let params = function.row().params;
            let mut of_function = vec![Vec::new()];
            for (pool, param) in pools.iter().zip(params) {
                let values = match param.kind {
                    Kind::Handle(kind) => handles(world, kind),
                    _ => pool.clone(),
                };
                let longer = of_function.iter().flat_map(|args: &Vec<Value>| {
                    values.iter().map(move |value| args.iter().cloned().chain([value.clone()]).collect())
                });
                of_function = longer.take(CALLS_MAX).collect();
            }
            calls.extend(of_function.into_iter().map(|args| Call::new(*function, args)));
        }
        calls
    }
}

/// The live handles of a kind. A second one for an object is seldom there: it makes no other scene.
fn handles(world: &World, kind: HandleKind) -> Vec<Value> {
    let Some(client) = world.client(ClientId::default()) else { return Vec::new() };
    match kind {
        HandleKind::Connect => client.connections().map(|(handle, _)| handle.into()).collect(),
        HandleKind::Error => client.errors().map(|(handle, _)| handle.into()).collect(),
        _ => client.handles(kind).map(|(handle, _)| handle.into()).collect(),
    }
}
