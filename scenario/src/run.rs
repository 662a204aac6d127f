//! Running a scenario.

use virtlab_core::api::{Call, Outcome};
use virtlab_core::world::{ClientId, World};

use crate::compare::{Difference, differences};
use crate::model::Scenario;
use crate::names::Names;
use crate::said::Said;

/// Who performs the calls of a scenario.
pub trait Performer {
    /// Does a call for a client.
    fn perform(&mut self, client: u32, call: &Call) -> Outcome;
}

impl Performer for World {
    fn perform(&mut self, client: u32, call: &Call) -> Outcome {
        World::perform(self, ClientId(client), call)
    }
}

/// Does every call, and gives all that came otherwise than expected.
pub fn run(scenario: &Scenario, performer: &mut dyn Performer) -> Vec<Difference> {
    let mut names = Names::default();
    let mut found = Vec::new();
    for (index, step) in scenario.steps.iter().enumerate() {
        let call = step.call.to_string();
        names.learn(&call);
        let said = Said::of(&step.call, &performer.perform(step.client, &step.call)).named(&mut names);
        let differences = differences(&step.expected, &said);
        found.extend(differences.into_iter().map(|(what, expected, got)| Difference {
            step: index,
            line: step.line,
            call: call.clone(),
            what,
            expected,
            got,
        }));
    }
    found
}
