//! Where the page looks: after each change at what it was about, and the draft gets the handles of that.

use uuid::Uuid;
use virtlab_core::api::{Handle, HandleKind, Value};
use virtlab_core::world::{Change, diff};

use super::State;

impl State {
    /// After the moment has changed: what the step changed, and where to look.
    pub(super) fn moved(&mut self) {
        self.moment += 1;
        self.changes =
            self.history.before().map(|before| diff(before, self.history.world())).unwrap_or_default();
        self.look();
        self.draft.drop_dead(self.history.world(), self.client, &self.host);
    }

    /// Looks at the host that the last step was about, and at the domain that it changed.
    fn look(&mut self) {
        let world = self.history.world();
        let step = self.history.last();
        let handle = step.and_then(|step| match &step.outcome.ret {
            Value::Handle(handle) if handle.kind != HandleKind::Error => Some(*handle),
            _ => step.entry.call.args.first().and_then(Value::as_handle),
        });
        let client = world.client(self.client);
        let host = handle.zip(client).and_then(|(handle, client)| {
            let connection = client.connection_of(handle)?;
            Some(client.connection(connection)?.resolved.host.clone())
        });
        if let Some(host) = host {
            self.host = host;
        }
        let changed = self.changes.iter().find_map(|change| match change {
            Change::DomainAdded(_, domain) | Change::DomainChanged(_, _, domain) => Some(domain.def.uuid),
            _ => None,
        });
        let handled =
            handle.zip(client).and_then(|(handle, client)| client.domain(handle)).map(|dom| dom.uuid);
        if let Some(uuid) = changed.or(handled) {
            self.domain = Some(uuid);
        }
        let there = |uuid: &Uuid| world.host(&self.host).is_some_and(|host| host.domains.get(uuid).is_some());
        self.domain = self.domain.filter(there);
        if world.host(&self.host).is_none()
            && let Some(first) = world.lab().hosts.first()
        {
            self.host = first.key.clone();
        }
    }

    /// Fills in what the draft leaves open: the newest handles, and those of the domain that is looked at.
    pub(super) fn fill(&mut self) {
        let world = self.history.world();
        self.draft.fill(world, self.client, &self.host);
        if let Some(handle) = self.domain.and_then(|uuid| self.best_handle_of(&uuid)) {
            self.draft.prefer(handle);
        }
    }

    /// The newest handle for a domain whose connection may do what the draft does.
    fn best_handle_of(&self, uuid: &Uuid) -> Option<Handle> {
        let client = self.world().client(self.client)?;
        let writes = self.draft.function().row().writes();
        let may = |connection| {
            let connection = client.connection(connection);
            connection.is_some_and(|connection| !(writes && connection.read_only))
        };
        let of = client.domain_handles(uuid);
        of.max_by_key(|(_, held)| may(held.parent)).map(|(handle, _)| handle)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::*;
    use virtlab_core::api::FunctionId;
    use virtlab_core::world::Journal;

    #[test]
    fn typing_changes_no_moment_and_everything_else_does() {
        let mut state = State::restored(None);
        let mut moments = vec![state.moment];
        for action in [
            Action::Choose(FunctionId::DomainCreate),
            Action::SetArg(0, Value::Null),
            Action::LookAtDomain(None),
        ] {
            state.act(action);
            assert_eq!(state.moment, moments[0]);
        }
        let call = || Action::Perform("virGetVersion()".parse().unwrap());
        let answer = Action::Answer("how many".into(), "2".into());
        let journal = Journal::new(1);
        for action in
            [call(), Action::Step(-1), call(), Action::Switch(0), answer, Action::Set(journal), Action::Clear]
        {
            state.act(action.clone());
            assert!(!moments.contains(&state.moment), "{action:?}");
            moments.push(state.moment);
        }
    }
}
