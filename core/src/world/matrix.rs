//! The matrix: what every call of a domain's life does in every place that a domain can be in, read off the rules.

use crate::domain::DomainState;
use crate::domain::rules::{Effect, Facts, Rule, Verb, decide};

/// A place in a domain's life: what the rules look at, without flags and the configuration's actions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Place {
    /// Its state.
    pub state: DomainState,
    /// Whether it outlives its run.
    pub persistent: bool,
    /// Whether it has a managed save image.
    pub managed_save: bool,
}

impl Place {
    /// The facts of the place, for a configuration with libvirt's default actions.
    pub fn facts(self, flags: u32) -> Facts {
        Facts {
            state: self.state,
            active: self.state != DomainState::Shutoff,
            persistent: self.persistent,
            managed_save: self.managed_save,
            has_snapshots: false,
            has_checkpoints: false,
            snapshot: None,
            poweroff_restarts: false,
            reboot_restarts: true,
            flags,
        }
    }

    /// The place that an effect leads to; none where the domain is gone.
    pub fn after(self, effect: Effect) -> Option<Self> {
        match effect {
            Effect::Stay | Effect::Rename | Effect::Autostart | Effect::Load => Some(self),
            Effect::Go(to) | Effect::Halt(to) => Some(Self { state: to.state(), ..self }),
            Effect::Start(to) => Some(Self { state: to.state(), managed_save: false, ..self }),
            Effect::Stop(to) => self.persistent.then_some(Self { state: to.state(), ..self }),
            Effect::StopSaved(to) => {
                self.persistent.then_some(Self { state: to.state(), managed_save: true, ..self })
            }
            Effect::Define => Some(Self { persistent: true, ..self }),
            Effect::MakeTransient => Some(Self { persistent: false, managed_save: false, ..self }),
            Effect::Remove => None,
            Effect::DropManagedSave => Some(Self { managed_save: false, ..self }),
        }
    }
}

/// Every place that a domain of the test driver can be in.
pub fn places() -> Vec<Place> {
    use DomainState::{Crashed, Paused, PmSuspended, Running, Shutoff};
    let place = |state, persistent, managed_save| Place { state, persistent, managed_save };
    let mut all = vec![place(Shutoff, true, false), place(Shutoff, true, true)];
    for persistent in [true, false] {
        all.extend([Running, Paused, Crashed, PmSuspended].map(|state| place(state, persistent, false)));
    }
    all
}

/// A cell of the matrix.
#[derive(Clone, Copy, Debug)]
pub struct MatrixCell {
    /// The place before.
    pub place: Place,
    /// The call.
    pub verb: Verb,
    /// The row that decides.
    pub rule: &'static Rule,
}

/// What a call does in a place.
pub fn matrix_cell(place: Place, verb: Verb, flags: u32) -> MatrixCell {
    MatrixCell { place, verb, rule: decide(verb, &place.facts(flags)) }
}
