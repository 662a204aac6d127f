//! A session as a scenario, which the conformance kit runs at any libvirt.

use virtlab_scenario::{Recorder, write};

use crate::{Moment, Writer};

/// A scenario that is being taken down.
pub(crate) struct Recorded(Recorder);

impl Recorded {
    pub fn new(title: &str) -> Self {
        Self(Recorder::new(title, ["test".to_owned()]))
    }
}

impl Writer for Recorded {
    fn moment(&mut self, moment: &Moment<'_>) {
        self.0.record(moment.client.0, moment.call, moment.outcome);
    }

    fn whole(self: Box<Self>) -> String {
        write(&self.0.scenario())
    }
}
