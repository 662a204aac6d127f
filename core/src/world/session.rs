//! What a handler works with: the calling client, the hosts, and what it collects for the outcome.

use std::sync::Arc;

use imbl::OrdMap;
use uuid::Uuid;

use super::client::{Client, Connection};
use super::file::Files;
use super::held::{Held, Known};
use super::host_state::HostState;
use crate::api::{Delivered, Event, Function, Handle, HandleKind, Identity, Notice, Object, Raised, Value};
use crate::domain::rules::{Effect, Rule, Verb, decide};
use crate::domain::{Domain, DomainEvent, EventDetail};
use crate::ground::rng::Rng;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::host::{HostKey, Lab};

/// One call under way.
pub(super) struct Session<'w> {
    pub row: &'static Function,
    pub lab: &'w mut Arc<Lab>,
    pub hosts: &'w mut OrdMap<HostKey, HostState>,
    pub files: &'w mut Files,
    pub client: &'w mut Client,
    pub rng: &'w mut Rng,
    pub clock_ns: &'w mut u64,
    /// The connection that the call goes through, once known: it remembers the error if the call fails.
    pub connection: Option<u32>,
    pub raised: Vec<(HostKey, Raised)>,
    pub delivered: Vec<Delivered>,
    pub notices: Vec<Notice>,
    pub printed: String,
    pub rule: Option<&'static Rule>,
}

impl Session<'_> {
    /// A handle as libvirt's macros look at it: `virCheckConnectReturn`, `virCheckDomainReturn` and their kin.
    pub fn check_handle(&mut self, handle: Option<Handle>, kind: HandleKind) -> Result<Handle> {
        self.live(handle, kind).ok_or_else(|| self.invalid(kind))
    }

    fn invalid(&self, kind: HandleKind) -> Box<VirError> {
        let (from, code) = kind.invalid();
        VirError::new(from.unwrap_or(self.row.from), code, self.row.id.c_name())
    }

    /// A live handle of the kind; a notice says what is wrong with one that is not.
    pub fn live(&mut self, handle: Option<Handle>, kind: HandleKind) -> Option<Handle> {
        let handle = handle?;
        if handle.kind != kind {
            self.notices.push(Notice::WrongHandleKind(handle));
        } else if self.client.is_live(handle) {
            return Some(handle);
        } else if self.client.was_made(handle) {
            self.notices.push(Notice::UseAfterFree(handle));
        } else {
            self.notices.push(Notice::UnknownHandle(handle));
        }
        None
    }

    /// The connection that the call goes through.
    pub fn conn(&self) -> Result<&Connection> {
        let number = self.connection.unwrap_or_default();
        self.client.connections.get(&number).ok_or_else(|| self.invalid(HandleKind::Connect))
    }

    /// The key of the host that the call's connection reaches.
    pub fn host_key(&self) -> Result<HostKey> {
        Ok(self.conn()?.resolved.host.clone())
    }

    /// The host that the call's connection reaches.
    pub fn host(&self) -> Result<&HostState> {
        let key = &self.conn()?.resolved.host;
        self.hosts.get(key).ok_or_else(|| gone(key))
    }

    /// The host, to change it.
    pub fn host_mut(&mut self) -> Result<&mut HostState> {
        let key = self.host_key()?;
        self.hosts.get_mut(&key).ok_or_else(|| gone(&key))
    }

    /// The error domain of the driver's own errors.
    pub fn driver_domain(&self) -> Result<ErrorDomain> {
        Ok(self.host()?.config.driver().error_domain())
    }

    /// The driver's error of an object that is not there.
    pub fn missing(&self, code: ErrorCode, detail: String) -> Box<VirError> {
        // The driver of a host that the lab no longer has is told by the look-up of the host before.
        VirError::new(self.driver_domain().unwrap_or(ErrorDomain::None), code, detail)
    }

    /// What the handle of an object remembers.
    pub fn known(&self, handle: Option<Handle>, kind: HandleKind) -> Result<&Identity> {
        let held = handle.filter(|handle| handle.kind == kind).and_then(|handle| self.client.held(handle));
        held.and_then(Held::identity).ok_or_else(|| self.invalid(kind))
    }

    /// What is known of the domain of a handle: a domain's, a snapshot's or a checkpoint's.
    pub fn dom(&self, handle: Option<Handle>) -> Result<&Identity> {
        let domain = handle.and_then(|handle| self.client.domain(handle));
        domain.ok_or_else(|| self.invalid(HandleKind::Domain))
    }

    /// The domain behind a handle. `testDomObjFromDomain`.
    pub fn domain(&self, handle: Option<Handle>) -> Result<&Arc<Domain>> {
        let dom = self.dom(handle)?;
        let host = self.host()?;
        host.domains.get(&dom.uuid).ok_or_else(|| {
            let detail = format!("no domain with matching uuid '{}' ({})", dom.uuid, dom.name);
            VirError::new(host.config.driver().error_domain(), ErrorCode::NoDomain, detail)
        })
    }

    /// A new handle of an object, which holds a reference to the handle that it came by. `virGetDomain` and its kin.
    pub fn new_handle(&mut self, kind: HandleKind, parent: Handle, known: Known) -> Result<Value> {
        let handle = self.client.hold(kind, parent, known);
        handle.map(Value::Handle).ok_or_else(|| VirError::bare(ErrorDomain::None, ErrorCode::NoMemory))
    }

    /// A new handle of an object of the call's connection; by value, the object at once.
    pub fn new_identity(&mut self, kind: HandleKind, identity: Identity) -> Result<Value> {
        if let Some(object) = self.objects(kind)? {
            return object(identity);
        }
        let parent = Handle::connection(self.connection.unwrap_or_default());
        let held = self.client.hold(kind, parent, Known::Object(identity)).map(Value::from);
        held.ok_or_else(|| VirError::bare(ErrorDomain::None, ErrorCode::NoMemory))
    }

    /// What makes objects of the call's connection, if it is one by value: lists have thousands of them.
    pub fn objects(&self, kind: HandleKind) -> Result<Option<impl Fn(Identity) -> Result<Value> + use<>>> {
        let parent = Handle::connection(self.connection.unwrap_or_default());
        Ok(self.conn()?.by_value.then_some(move |identity| {
            let object = Object::new(kind, parent.into(), identity).map(Value::from);
            object.ok_or_else(|| VirError::bare(ErrorDomain::None, ErrorCode::NoMemory))
        }))
    }

    /// A new handle of a domain.
    pub fn new_domain_handle(&mut self, uuid: &Uuid) -> Result<Value> {
        match self.host()?.domains.get(uuid).map(|domain| identity(domain)) {
            Some(identity) => self.new_identity(HandleKind::Domain, identity),
            None => Err(VirError::bare(self.driver_domain()?, ErrorCode::NoDomain)),
        }
    }

    /// A new handle of a network.
    pub fn new_network_handle(&mut self, uuid: &Uuid) -> Result<Value> {
        let Some(network) = self.host()?.networks.get(uuid) else {
            return Err(VirError::bare(self.driver_domain()?, ErrorCode::NoNetwork));
        };
        let identity = Identity { name: Arc::from(&*network.def.name), uuid: *uuid, ..Identity::default() };
        self.new_identity(HandleKind::Network, identity)
    }

    /// Sets the ID that the domain's handle remembers.
    pub fn remember_id(&mut self, handle: Option<Handle>, id: i32) {
        let domain = handle.and_then(|handle| self.client.domain_of(handle));
        let held = domain.and_then(|domain| self.client.held.get_mut(&domain));
        if let Some(Held { known: Known::Object(identity), .. }) = held {
            identity.id = id;
        }
    }

    /// Notes an event of a domain of the call's host.
    pub fn raise(&mut self, domain: &Domain, event: DomainEvent) -> Result<()> {
        self.raise_with(domain, event, EventDetail::None)
    }

    /// Notes an event that tells more than what happened.
    pub fn raise_with(&mut self, domain: &Domain, event: DomainEvent, detail: EventDetail) -> Result<()> {
        let key = self.host_key()?;
        let raised = Raised {
            name: domain.def.name.clone(),
            uuid: domain.def.uuid,
            domain_id: domain.def.id,
            event: event.into(),
            detail,
        };
        self.raised.push((key, raised));
        Ok(())
    }

    /// Notes an event of the call's host that is of no domain.
    pub fn raise_other(
        &mut self,
        name: Arc<str>,
        uuid: Uuid,
        event: impl Into<Event>,
        detail: EventDetail,
    ) -> Result<()> {
        let key = self.host_key()?;
        let raised = Raised { name, uuid, domain_id: -1, event: event.into(), detail };
        self.raised.push((key, raised));
        Ok(())
    }

    /// Decides by the rules and does what they say to the domain behind a handle. `prepare` runs between the two, and may
    /// refuse: libvirt writes its files there.
    pub fn live_by_rules(
        &mut self,
        handle: Option<Handle>,
        verb: Verb,
        flags: u32,
        prepare: impl FnOnce(&mut Self, &Domain) -> Result<()>,
    ) -> Result<()> {
        let domain = self.domain(handle)?.clone();
        let name = self.dom(handle)?.name.clone();
        let rule = decide(verb, &domain.facts(flags));
        self.rule = Some(rule);
        let (effect, event) = crate::domain::check_rule(rule, &domain, &name, self.driver_domain()?)?;
        prepare(self, &domain)?;
        self.apply(&domain.def.uuid, effect, event)?;
        match effect {
            Effect::Start(_) => {
                let id = self.host()?.domains.get(&domain.def.uuid).map_or(-1, |domain| domain.def.id);
                self.remember_id(handle, id);
            }
            Effect::Stop(_) | Effect::StopSaved(_) => self.remember_id(handle, -1),
            _ => {}
        }
        Ok(())
    }

    /// Does to a domain of the call's host what a row says, and raises the row's event.
    pub fn apply(&mut self, uuid: &Uuid, effect: Effect, event: Option<DomainEvent>) -> Result<()> {
        let host = self.host_mut()?;
        let mut remove = false;
        let next_id = host.next_domain_id;
        let mut started = Ok(());
        host.domains.update(uuid, |domain| match effect {
            Effect::Stay | Effect::Define | Effect::Rename | Effect::Autostart | Effect::Load => {}
            Effect::Go(state) => domain.state = state,
            Effect::Start(state) => {
                started = domain.start(next_id, state);
                host.next_domain_id += 1;
            }
            Effect::Halt(state) => domain.stop(state),
            Effect::Stop(state) | Effect::StopSaved(state) => {
                domain.stop(state);
                domain.managed_save |= matches!(effect, Effect::StopSaved(_));
                remove = !domain.persistent;
            }
            Effect::MakeTransient => {
                domain.managed_save = false;
                domain.persistent = false;
            }
            Effect::Remove => remove = true,
            Effect::DropManagedSave => domain.managed_save = false,
        });
        started?;
        let after = host.domains.get(uuid).cloned();
        if remove {
            host.domains.remove(uuid);
        }
        match (event, after) {
            (Some(event), Some(after)) => self.raise(&after, event),
            _ => Ok(()),
        }
    }

    /// `virDispatchError`: remembers an error for the thread and the connection, and runs the error handler.
    pub fn report(&mut self, error: &VirError) {
        self.client.last_error = Some(Box::new(error.clone()));
        self.client.error_unread = true;
        let mut handler = self.client.error_handler.clone();
        if let Some(conn) = self.connection.and_then(|n| self.client.connections.get_mut(&n)) {
            conn.last_error = Some(Box::new(error.clone()));
            handler = conn.error_handler.clone().or(handler);
        }
        match handler {
            Some(handler) => {
                self.delivered.push(Delivered::Error { handler, error: Box::new(error.clone()) })
            }
            None => self.printed.push_str(&error.default_print()),
        }
    }

    /// What `virCheckFlags` says in a driver's function of flags that it does not know.
    ///
    /// # Errors
    /// Those of a session without a host.
    pub fn unknown_flags(&self, name: &str, unknown: u32) -> Result<Box<VirError>> {
        let driver = self.host()?.config.driver();
        let function = format!("{}{name}", driver.function_prefix());
        let message = format!("unsupported flags (0x{unknown:x}) in function {function}");
        Ok(VirError::argument(driver.error_domain(), &function, "flags", message))
    }
}

/// What a handle remembers of a domain.
pub(super) fn identity(domain: &Domain) -> Identity {
    Identity { name: domain.def.name.clone(), uuid: domain.def.uuid, id: domain.def.id, place: None }
}

fn gone(key: &HostKey) -> Box<VirError> {
    VirError::internal(ErrorDomain::None, format!("the lab has no host {key} any more"))
}
