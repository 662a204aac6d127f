//! What a handler works with: the calling client, the hosts, and what it collects for the outcome.

use std::sync::Arc;

use imbl::OrdMap;
use uuid::Uuid;

use super::client::{Client, Connection, DomainHandle, NetworkHandle};
use super::file::Files;
use super::host_state::HostState;
use crate::api::{Delivered, Function, Handle, HandleKind, Notice, Raised, Value};
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
    /// A connection handle, as `virCheckConnectReturn` looks at it.
    pub fn check_connection(&mut self, handle: Option<Handle>) -> Result<u32> {
        let number = self.live(handle, HandleKind::Connect);
        number.ok_or_else(|| VirError::new(self.row.from, ErrorCode::InvalidConn, self.row.id.c_name()))
    }

    /// A domain handle, as `virCheckDomainReturn` looks at it.
    pub fn check_domain(&mut self, handle: Option<Handle>) -> Result<u32> {
        let number = self.live(handle, HandleKind::Domain);
        number.ok_or_else(|| VirError::new(ErrorDomain::Dom, ErrorCode::InvalidDomain, self.row.id.c_name()))
    }

    /// A network handle, as `virCheckNetworkReturn` looks at it. Gives the number of its connection.
    pub fn check_network(&mut self, handle: Option<Handle>) -> Result<u32> {
        self.live(handle, HandleKind::Network);
        Ok(self.net(handle.filter(|handle| handle.kind == HandleKind::Network))?.connection)
    }

    /// A stream handle, as `virCheckStreamReturn` looks at it.
    pub fn check_stream(&mut self, handle: Option<Handle>) -> Result<u32> {
        let number = self.live(handle, HandleKind::Stream);
        number.ok_or_else(|| {
            VirError::new(ErrorDomain::Streams, ErrorCode::InvalidStream, self.row.id.c_name())
        })
    }

    /// A handle of a snapshot or checkpoint, as `virCheckDomainSnapshotReturn` and its like look at it. Gives the number of
    /// its connection.
    pub fn check_moment(&mut self, handle: Option<Handle>, kind: HandleKind) -> Result<u32> {
        self.live(handle, kind);
        let live = handle.filter(|handle| handle.kind == kind).and_then(|handle| self.client.moment(handle));
        let dom = live.and_then(|moment| self.client.domains.get(&moment.domain));
        dom.map(|dom| dom.connection).ok_or_else(|| {
            let code = match kind {
                HandleKind::Checkpoint => ErrorCode::InvalidDomainCheckpoint,
                _ => ErrorCode::InvalidDomainSnapshot,
            };
            VirError::new(self.row.from, code, self.row.id.c_name())
        })
    }

    /// The number of a live handle of the kind; a notice says what is wrong with one that is not.
    pub fn live(&mut self, handle: Option<Handle>, kind: HandleKind) -> Option<u32> {
        let handle = handle?;
        let there = match handle.kind {
            HandleKind::Connect => self.client.connections.contains_key(&handle.number),
            HandleKind::Domain => self.client.domains.contains_key(&handle.number),
            HandleKind::Error => self.client.errors.contains_key(&handle.number),
            HandleKind::Network => self.client.networks.contains_key(&handle.number),
            HandleKind::Stream => self.client.streams.contains_key(&handle.number),
            HandleKind::Snapshot | HandleKind::Checkpoint => self.client.moment(handle).is_some(),
        };
        if handle.kind != kind {
            self.notices.push(Notice::WrongHandleKind(handle));
        } else if there {
            return Some(handle.number);
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
        self.client
            .connections
            .get(&number)
            .ok_or_else(|| VirError::new(self.row.from, ErrorCode::InvalidConn, self.row.id.c_name()))
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

    /// The call's domain handle, the first parameter.
    pub fn dom(&self, handle: Option<Handle>) -> Result<&DomainHandle> {
        handle
            .and_then(|handle| self.client.domains.get(&handle.number))
            .ok_or_else(|| VirError::new(ErrorDomain::Dom, ErrorCode::InvalidDomain, self.row.id.c_name()))
    }

    /// The call's network handle, the first parameter.
    pub fn net(&self, handle: Option<Handle>) -> Result<&NetworkHandle> {
        handle.and_then(|handle| self.client.networks.get(&handle.number)).ok_or_else(|| {
            VirError::new(ErrorDomain::Network, ErrorCode::InvalidNetwork, self.row.id.c_name())
        })
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

    /// A new handle of a domain, which holds a reference to the connection. `virGetDomain`.
    pub fn new_domain_handle(&mut self, uuid: &Uuid) -> Result<Value> {
        let connection = self.connection.unwrap_or_default();
        let host = self.host()?;
        let Some(domain) = host.domains.get(uuid) else {
            return Err(VirError::bare(self.driver_domain()?, ErrorCode::NoDomain));
        };
        let (name, id) = (Arc::from(&*domain.def.name), domain.def.id);
        if self.client.domains.len() >= crate::ground::limits::HANDLES_MAX {
            return Err(VirError::bare(ErrorDomain::None, ErrorCode::NoMemory));
        }
        if let Some(conn) = self.client.connections.get_mut(&connection) {
            conn.refs += 1;
        }
        let handle = self.client.make(HandleKind::Domain);
        self.client
            .domains
            .insert(handle.number, DomainHandle { connection, name, uuid: *uuid, id, refs: 1 });
        Ok(handle.into())
    }

    /// A new handle of a network, which holds a reference to the connection. `virGetNetwork`.
    pub fn new_network_handle(&mut self, uuid: &Uuid) -> Result<Value> {
        let connection = self.connection.unwrap_or_default();
        let Some(network) = self.host()?.networks.get(uuid) else {
            return Err(VirError::bare(self.driver_domain()?, ErrorCode::NoNetwork));
        };
        let name = Arc::from(&*network.def.name);
        if self.client.networks.len() >= crate::ground::limits::HANDLES_MAX {
            return Err(VirError::bare(ErrorDomain::None, ErrorCode::NoMemory));
        }
        if let Some(conn) = self.client.connections.get_mut(&connection) {
            conn.refs += 1;
        }
        let handle = self.client.make(HandleKind::Network);
        self.client.networks.insert(handle.number, NetworkHandle { connection, name, uuid: *uuid, refs: 1 });
        Ok(handle.into())
    }

    /// Sets the ID that a handle remembers.
    pub fn remember_id(&mut self, handle: Option<Handle>, id: i32) {
        if let Some(dom) = handle.and_then(|handle| self.client.domains.get_mut(&handle.number)) {
            dom.id = id;
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
            name: Arc::from(&*domain.def.name),
            uuid: domain.def.uuid,
            domain_id: domain.def.id,
            event,
            detail,
        };
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
        host.domains.update(uuid, |domain| match effect {
            Effect::Stay | Effect::Define | Effect::Rename | Effect::Autostart | Effect::Load => {}
            Effect::Go(state) => domain.state = state,
            Effect::Start(state) => {
                domain.start(next_id, state);
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
        let after = host.domains.get(uuid).cloned();
        if remove {
            host.domains.remove(uuid);
        }
        match (event, after) {
            (Some(event), Some(after)) => self.raise(&after, event),
            _ => Ok(()),
        }
    }
}

fn gone(key: &HostKey) -> Box<VirError> {
    VirError::internal(ErrorDomain::None, format!("the lab has no host {key} any more"))
}
