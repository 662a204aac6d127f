//! The state of a session and the actions on it. No browser in here: it is tested natively.

use std::cell::RefCell;
use std::sync::Arc;

use uuid::Uuid;
use virtlab_core::api::{Call, FunctionId, Handle, Outcome, Value};
use virtlab_core::host::HostKey;
use virtlab_core::world::{Change, ClientId, Entry, History, Journal, JournalError, Step, World};

use super::earlier::{self, EARLIER_MAX, Earlier, Lost};
use super::guide::Guide;
use super::{Action, Draft, Playing};
use crate::store::Kept;

/// The seed of a session that was begun in the page: sessions differ by their calls.
const SEED: u64 = 1;

/// A session as the page holds it.
#[derive(Debug)]
pub struct State {
    /// Calls, outcomes, branches, and the moment that is looked at.
    pub history: History,
    /// Who calls.
    pub client: ClientId,
    /// Grows whenever the moment that is looked at is another, or a question is answered: what is looked up in the world is as
    /// good as before for as long as this is the same.
    pub moment: u64,
    /// The call that is being put together.
    pub draft: Draft,
    /// The host that is looked at.
    pub host: HostKey,
    /// The domain that is looked at.
    pub domain: Option<Uuid>,
    /// Whether the session plays by itself.
    pub playing: Option<Playing>,
    /// What the last step to this moment changed.
    pub changes: Vec<Change>,
    /// How many of the steps the page has laid down itself: they are no work of the reader's.
    laid: usize,
    /// The walkthrough that the session was begun with.
    pub guide: Option<Guide>,
    /// What the call that is being put together would do, once somebody asked.
    foreseen: RefCell<Option<Arc<Outcome>>>,
    /// The number of this session among those of the visit.
    pub(super) number: u32,
    /// Sessions that were worked in before this one, the latest last.
    pub earlier: Vec<Earlier>,
    /// The session of the last visit, where it could not be brought back.
    pub lost: Option<Lost>,
}

impl State {
    /// The session of the last visit, or a new one: connected to `test:///default`, so that there is something to look at.
    pub fn restored(kept: Option<&str>) -> Self {
        let Some(kept) = kept else { return Self::with(Self::fresh()) };
        let (session, earlier) = earlier::read(kept);
        Self::resumed(session, History::from_json(session), earlier)
    }

    /// The session that was read from its text, or a new one where that could not be, with the earlier ones.
    pub fn resumed(text: &str, read: Result<History, JournalError>, earlier: Vec<Earlier>) -> Self {
        let (history, lost) = match read {
            Ok(history) => (history, None),
            Err(error) => (Self::fresh(), Some(Lost { error, text: text.to_owned() })),
        };
        Self { earlier, lost, ..Self::with(history) }
    }

    /// What to keep for the next visit; [`State::restored`] reads its text. Pieces that are `known` come without theirs.
    pub fn to_keep(&self, known: &dyn Fn(&str) -> bool) -> Kept {
        earlier::write(self, known)
    }

    fn fresh() -> History {
        let journal = Journal { entries: vec![Self::first_entry()], ..Journal::new(SEED) };
        match History::new(journal) {
            Ok(history) => history,
            Err(error) => panic!("the built-in lab cannot be: {error}"),
        }
    }

    fn first_entry() -> Entry {
        let open = Call::new(FunctionId::ConnectOpen, [Value::text("test:///default")]);
        Entry { client: ClientId::default(), call: open }
    }

    fn with(history: History) -> Self {
        let host = history.world().lab().hosts.first().map(|host| host.key.clone());
        let Some(host) = host else { panic!("a lab has a host") };
        let mut state = Self {
            laid: 0,
            moment: 0,
            guide: Guide::of(&history),
            foreseen: RefCell::default(),
            number: 0,
            earlier: Vec::new(),
            history,
            client: ClientId::default(),
            draft: Draft::new(FunctionId::DomainDefineXML),
            host,
            domain: None,
            playing: None,
            changes: Vec::new(),
            lost: None,
        };
        state.moved();
        state.draft.fill(state.history.world(), state.client, &state.host);
        state
    }

    /// The world at the moment that is looked at.
    pub fn world(&self) -> &World {
        self.history.world()
    }

    /// The step that led to this moment.
    pub fn last(&self) -> Option<&Step> {
        self.history.last()
    }

    /// What the call that is being put together would do.
    pub fn preview(&self) -> Arc<Outcome> {
        let foresee = || Arc::new(self.world().preview(self.client, &self.draft.call()));
        self.foreseen.borrow_mut().get_or_insert_with(foresee).clone()
    }

    /// Does an action; says whether there is something new to keep.
    pub fn act(&mut self, action: Action) -> bool {
        self.foreseen.take();
        match action {
            Action::Perform(call) => self.perform(self.client, call),
            Action::PerformAs(client, call) => self.perform(client, call),
            Action::PerformDraft => self.perform(self.client, self.draft.call()),
            Action::Seek(position) => self.seek(position),
            Action::Step(by) => self.seek(self.history.position().saturating_add_signed(by)),
            Action::Switch(branch) => {
                self.history.switch(branch);
                self.moved();
            }
            Action::Play(playing) => {
                // Playing from the end would do nothing; a reader who presses it there wants to see it all again.
                if playing.is_some() && self.history.position() == self.history.steps().len() {
                    self.seek(0);
                }
                self.playing = playing;
                return false;
            }
            Action::Choose(function) => {
                self.draft = Draft::new(function);
                self.fill();
                self.suggest();
                return false;
            }
            Action::Draft(call) => {
                self.draft = Draft::of(call);
                return false;
            }
            Action::SetArg(index, value) => {
                self.draft.set(index, value);
                return false;
            }
            Action::LookAtHost(host) => {
                self.host = host;
                self.domain = None;
                return false;
            }
            Action::LookAtDomain(domain) => {
                self.domain = domain;
                self.fill();
                return false;
            }
            Action::Begin(journal) => {
                if self.lay(journal) {
                    self.seek(0);
                }
            }
            Action::Set(journal) => {
                self.lay(journal);
            }
            Action::Answer(question, text) => {
                self.history.answer(&question, text.trim());
                self.moment += 1;
            }
            Action::Walk(position) => {
                self.history.switch(0);
                self.seek(position);
            }
            Action::Load(history, earlier) => {
                self.bring(earlier);
                self.replace(*history);
            }
            Action::Clear => self.replace(Self::fresh()),
            Action::Return(number, read) => self.go_back(number, read),
        }
        true
    }

    /// Whether the session holds anything that its reader did, and that nothing else would bring back.
    pub fn is_work(&self) -> bool {
        let steps = self.history.steps();
        let untouched = match &self.guide {
            Some(guide) => steps.len() == guide.walkthrough.steps.len(),
            None => matches!(steps, [step] if step.entry == Self::first_entry()),
        };
        self.history.branches().len() > 1 || !(untouched || steps.len() == self.laid)
    }

    /// Begins anew with the calls of a journal, which are no work of the reader's; says whether it could.
    fn lay(&mut self, journal: Journal) -> bool {
        let text = journal.to_json();
        match History::new(journal) {
            Ok(history) => {
                self.replace(history);
                self.laid = self.history.steps().len();
                true
            }
            Err(error) => {
                self.lost = Some(Lost { error, text });
                false
            }
        }
    }

    /// Takes up another session, and keeps this one if there was work in it.
    fn replace(&mut self, history: History) {
        self.replace_as(self.next_number(), history);
    }

    fn replace_as(&mut self, number: u32, history: History) {
        let mut earlier = std::mem::take(&mut self.earlier);
        if self.is_work() {
            earlier.push(Earlier::of(self));
            let surplus = earlier.len().saturating_sub(EARLIER_MAX);
            earlier.drain(..surplus);
        }
        *self = Self { earlier, number, moment: self.moment + 1, ..Self::with(history) };
    }

    /// A number that no session of this visit has had since the ones that are kept.
    fn next_number(&self) -> u32 {
        self.earlier.iter().map(|one| one.number).fold(self.number, u32::max) + 1
    }

    /// Puts another tab's earlier sessions before this one's.
    fn bring(&mut self, mut brought: Vec<Earlier>) {
        for (number, one) in (self.next_number()..).zip(&mut brought) {
            one.number = number;
        }
        self.earlier.splice(..0, brought);
    }

    fn go_back(&mut self, number: u32, read: Result<Box<History>, JournalError>) {
        let Some(index) = self.earlier.iter().position(|one| one.number == number) else { return };
        let next = self.next_number();
        let back = self.earlier.remove(index);
        match read {
            Ok(history) => {
                self.replace_as(next, *history);
                if let Some(draft) = back.draft {
                    self.draft = draft;
                }
            }
            Err(error) => self.lost = Some(Lost { error, text: back.json.to_string() }),
        }
    }

    fn perform(&mut self, client: ClientId, call: Call) {
        self.history.perform(client, call);
        self.moved();
        self.fill();
        self.follow();
    }

    fn seek(&mut self, position: usize) {
        self.history.seek(position);
        if self.history.position() == self.history.steps().len() {
            self.playing = None;
        }
        self.moved();
        self.follow();
    }

    /// In a walkthrough the next call is put together, so that it can be looked at and changed before it is made.
    fn follow(&mut self) {
        let next = self.guide.and_then(|guide| guide.next(&self.history));
        if let Some(step) = next.filter(|step| step.client == self.client)
            && let Ok(call) = step.call.parse()
        {
            self.draft = Draft::of(call);
        }
    }

    /// A live handle of the client for a domain.
    pub fn handle_of(&self, uuid: &Uuid) -> Option<Handle> {
        let client = self.world().client(self.client)?;
        client.domain_handles(uuid).next_back().map(|(handle, _)| handle)
    }

    /// The outcome of the step that led to this moment.
    pub fn outcome(&self) -> Option<Arc<Outcome>> {
        self.last().map(|step| step.outcome.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str =
        "<domain type='test'><name>d</name><memory>1024</memory><os><type>hvm</type></os></domain>";

    #[test]
    fn a_new_session_is_connected_and_ready_to_define() {
        let state = State::restored(None);
        assert_eq!(state.draft.function(), FunctionId::DomainDefineXML);
        assert_eq!(state.draft.call().args[0].to_string(), "conn1");
        assert_eq!(state.host, state.world().lab().hosts[0].key);
    }

    #[test]
    fn the_page_looks_at_what_a_call_changed() {
        let mut state = State::restored(None);
        state.act(Action::SetArg(1, Value::text(XML)));
        assert!(state.preview().ok());
        assert!(state.act(Action::PerformDraft));
        let uuid = state.domain.expect("the domain that was defined");
        assert_eq!(state.changes.len(), 1);
        state.act(Action::Choose(FunctionId::DomainCreate));
        assert_eq!(state.draft.call().to_string(), "virDomainCreate(dom1)");
        state.act(Action::PerformDraft);
        assert_eq!(state.domain, Some(uuid));
        state.act(Action::Step(-1));
        assert!(state.last().is_some_and(|step| step.entry.call.function == FunctionId::DomainDefineXML));
        let kept = state.history.to_json();
        let again = State::restored(Some(&kept));
        assert_eq!(again.history.position(), state.history.position());
        assert_eq!(again.world().state_hash(), state.world().state_hash());
    }

    #[test]
    fn what_cannot_be_restored_is_told_and_a_new_session_begun() {
        let state = State::restored(Some("{"));
        assert!(state.lost.is_some());
        assert_eq!(state.history.steps().len(), 1);
    }
}
