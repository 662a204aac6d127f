//! A host as it is now: its description, its domains, who is connected.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::config::DomainDef;
use crate::domain::guest::Polling;
use crate::domain::xml::{self, FormatOptions, ParseContext, ParseFlags};
use crate::domain::{Domain, DomainList, DomainState, StateReason};
use crate::ground::rng::Rng;
use crate::ground::{Result, VirError};
use crate::host::{self, FirstDomain, FirstPool, HostConfig, HostFault, LabFault};
use crate::network::{self, NetworkList};
use crate::storage::{self, PoolList};

/// A host.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct HostState {
    /// What it is.
    pub config: Arc<HostConfig>,
    /// Its domains.
    pub domains: DomainList,
    /// Its networks.
    pub networks: NetworkList,
    /// Its storage pools.
    pub pools: PoolList,
    /// The ID that the next domain to become active gets.
    pub next_domain_id: i32,
    /// Open connections to it.
    pub connections: u32,
}

impl HostState {
    /// A host that has just come up, with its first domains.
    pub(super) fn new(config: Arc<HostConfig>, rng: &mut Rng) -> Result<Self, LabFault> {
        let mut host = Self {
            config,
            domains: DomainList::default(),
            networks: NetworkList::default(),
            pools: PoolList::default(),
            next_domain_id: 1,
            connections: 0,
        };
        let config = host.config.clone();
        for (i, xml) in config.networks.iter().enumerate() {
            host.add_network(xml, rng).map_err(|error| LabFault {
                host: Some(config.key.clone()),
                fault: HostFault { place: format!("networks[{i}]"), message: error.message.to_string() },
            })?;
        }
        for (i, first) in config.pools.iter().enumerate() {
            host.add_pool(first, rng).map_err(|error| LabFault {
                host: Some(config.key.clone()),
                fault: HostFault { place: format!("pools[{i}]"), message: error.message.to_string() },
            })?;
        }
        for (i, first) in config.domains.iter().enumerate() {
            host.add_first(first, rng).map_err(|error| LabFault {
                host: Some(config.key.clone()),
                fault: HostFault { place: format!("domains[{i}].xml"), message: error.message.to_string() },
            })?;
        }
        Ok(host)
    }

    /// `testParseNetworks` of libvirt: the network is defined, and active at once.
    fn add_network(&mut self, xml: &str, rng: &mut Rng) -> Result<(), Box<VirError>> {
        let def = Arc::new(network::parse(xml, false, rng)?);
        let uuid = def.uuid;
        self.networks.add(def, network::rules::Verb::Define)?;
        self.networks.update(&uuid, |network| network.active = true);
        Ok(())
    }

    /// `testParseStorage` and `testOpenVolumesForPool` of libvirt: the pool is defined, and active at once, with its volumes.
    fn add_pool(&mut self, first: &FirstPool, rng: &mut Rng) -> Result<(), Box<VirError>> {
        let def = Arc::new(storage::parse_pool(&first.xml, false, rng)?);
        let (uuid, kind) = (def.uuid, def.kind);
        self.pools.add(def, storage::rules::Verb::Define)?;
        for xml in &first.volumes {
            let volume = storage::parse_volume(xml, kind, false)?;
            self.pools.update(&uuid, |pool| pool.add_volume(pool.placed(volume))).transpose()?;
        }
        self.pools.update(&uuid, |pool| pool.active = true);
        Ok(())
    }

    /// `testParseDomains` of libvirt: the domain is added, and then put into the state that its description asks for.
    fn add_first(&mut self, first: &FirstDomain, rng: &mut Rng) -> Result<(), Box<VirError>> {
        let def = Arc::new(self.parse(&first.xml, false, rng)?);
        let uuid = def.uuid;
        self.domains.check_add(&def, crate::domain::rules::Verb::Define)?;
        self.domains.add(def, false);
        let id = self.next_domain_id;
        let state = first.runstate;
        let mut started = Ok(());
        self.domains.update(&uuid, |domain| {
            domain.persistent = !first.transient;
            domain.managed_save = first.managed_save;
            if state == DomainState::Shutoff {
                domain.stop(StateReason::ShutoffUnknown);
            } else {
                started = domain.start(id, StateReason::RunningBooted);
                // A description says how a domain is and not why.
                domain.state = StateReason::from_numbers(state, 0).unwrap_or(StateReason::RunningUnknown);
            }
            domain.guest.taint.look_at(&domain.def);
            domain.guest.iothreads = domain.def.tuning().iothreads.ids().map(Polling::new).collect();
        });
        if state != DomainState::Shutoff {
            self.next_domain_id += 1;
        }
        started
    }

    /// Reads domain XML as this host's driver does, which names the interfaces at once; with `schema`, only what follows the
    /// schema.
    pub(super) fn parse(&self, text: &str, schema: bool, rng: &mut Rng) -> Result<DomainDef> {
        let flags = ParseFlags { inactive: true, schema, ..ParseFlags::default() };
        let mut def = xml::parse(text, &mut self.reading(flags, rng))?;
        def.devices.name_interfaces();
        Ok(def)
    }

    /// A copy of a configuration as libvirt makes one, by way of XML. `virDomainDefCopy`.
    pub(super) fn copy(&self, def: &DomainDef, rng: &mut Rng) -> Result<DomainDef> {
        let text = xml::format(def, FormatOptions { inactive: true, secure: true, migratable: true });
        let flags = ParseFlags { inactive: true, skip_validate: true, ..ParseFlags::default() };
        xml::parse(&text, &mut self.reading(flags, rng))
    }

    /// What this host's driver reads domain XML in.
    pub(super) fn reading<'h>(&'h self, flags: ParseFlags, rng: &'h mut Rng) -> ParseContext<'h> {
        ParseContext { guests: &self.config.guests, default_arch: &self.config.cpu.arch, rng, flags }
    }

    /// What the memory of the running guests takes of each cell, KiB.
    pub fn used_kib_by_cell(&self) -> Vec<u64> {
        let running = self.domains.iter().filter(|domain| domain.active());
        host::used_kib(&self.config, running.map(|domain| domain.def.memory.current_kib))
    }
}

/// On which logical CPUs the virtual CPUs of the active domains run: (CPU id, domain, vCPU number), by domain name.
///
/// libvirt leaves this to the host's scheduler; the world deals them out evenly and always the same, within a pinning
/// where the configuration has one.
pub fn placement(host: &HostState) -> Vec<(u32, Arc<Domain>, u32)> {
    let offline = &host.config.offline_cpus;
    let cpus: Vec<u32> =
        host.config.cpus().iter().map(|cpu| cpu.id).filter(|id| !offline.contains(id)).collect();
    if cpus.is_empty() {
        return Vec::new();
    }
    let mut next = 0;
    let mut placed = Vec::new();
    for domain in host.domains.iter().filter(|domain| domain.active()) {
        for vcpu in 0..domain.def.vcpus.online() {
            placed.push((cpus[next % cpus.len()], domain.clone(), vcpu));
            next += 1;
        }
    }
    placed
}
