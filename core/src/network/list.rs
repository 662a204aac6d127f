//! A network and the networks of a host. `virNetworkObj` and `virNetworkObjList` of libvirt.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::config::NetworkDef;
use super::rules::{Effect, Then, Verb, decide};
use crate::ground::limits::NETWORKS_MAX;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// `VIR_NETWORK_UPDATE_AFFECT_LIVE`.
const AFFECT_LIVE: u32 = 1;
/// `VIR_NETWORK_UPDATE_AFFECT_CONFIG`.
const AFFECT_CONFIG: u32 = 2;

/// A network.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Network {
    /// Its configuration: the one it is active with, if it is active.
    pub def: Arc<NetworkDef>,
    /// The one that it has next, where that is another.
    pub new_def: Option<Arc<NetworkDef>>,
    /// Whether it is active.
    pub active: bool,
    /// Whether it outlives being active.
    pub persistent: bool,
    /// Whether it is to be created with the host.
    pub autostart: bool,
}

impl Network {
    /// The configuration that it keeps. `virNetworkObjGetPersistentDef` of libvirt.
    pub fn persistent_def(&self) -> &Arc<NetworkDef> {
        self.new_def.as_ref().unwrap_or(&self.def)
    }

    /// Takes a configuration. `virNetworkObjUpdateAssignDef` of libvirt.
    fn assign(&mut self, def: Arc<NetworkDef>, live: bool) {
        if live {
            let old = std::mem::replace(&mut self.def, def);
            if self.persistent {
                self.new_def.get_or_insert(old);
            }
            return;
        }
        if self.active || !self.persistent {
            self.new_def = Some(def);
        } else {
            self.new_def = None;
            self.def = def;
        }
        self.persistent = true;
    }

    /// Which configurations the flags mean, live and lasting. `virNetworkObjUpdateModificationImpact` of libvirt.
    ///
    /// # Errors
    /// `VIR_ERR_OPERATION_INVALID` for a live change of an inactive network or a lasting one of a transient network.
    pub fn impact(&self, flags: u32) -> Result<(bool, bool)> {
        let mut bits = flags & (AFFECT_LIVE | AFFECT_CONFIG);
        if bits == 0 {
            bits = if self.active { AFFECT_LIVE } else { AFFECT_CONFIG };
        }
        let refuse = |detail| Err(VirError::new(ErrorDomain::Network, ErrorCode::OperationInvalid, detail));
        if !self.active && bits & AFFECT_LIVE != 0 {
            return refuse("network is not running");
        }
        if !self.persistent && bits & AFFECT_CONFIG != 0 {
            return refuse("cannot change persistent config of a transient network");
        }
        Ok((bits & AFFECT_LIVE != 0, bits & AFFECT_CONFIG != 0))
    }
}

/// The networks of a host, by UUID and by name.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct NetworkList {
    by_uuid: OrdMap<Uuid, Arc<Network>>,
    by_name: OrdMap<Box<str>, Uuid>,
}

impl NetworkList {
    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Network>> {
        self.by_name.values().filter_map(|uuid| self.by_uuid.get(uuid))
    }

    /// The network of a UUID.
    pub fn get(&self, uuid: &Uuid) -> Option<&Arc<Network>> {
        self.by_uuid.get(uuid)
    }

    /// The network of a name.
    pub fn by_name(&self, name: &str) -> Option<&Arc<Network>> {
        self.by_name.get(name).and_then(|uuid| self.by_uuid.get(uuid))
    }

    /// Changes a network.
    pub fn update(&mut self, uuid: &Uuid, change: impl FnOnce(&mut Network)) {
        if let Some(network) = self.by_uuid.get_mut(uuid) {
            change(Arc::make_mut(network));
        }
    }

    /// Takes a network away.
    pub fn remove(&mut self, uuid: &Uuid) {
        if let Some(network) = self.by_uuid.remove(uuid) {
            self.by_name.remove(&*network.def.name);
        }
    }

    /// Adds a configuration, as a new network or to the one of its UUID. `virNetworkObjAssignDef` of libvirt.
    ///
    /// # Errors
    /// `VIR_ERR_OPERATION_FAILED` if name and UUID are not of one network; what the rules refuse.
    pub fn add(&mut self, def: Arc<NetworkDef>, verb: Verb) -> Result<()> {
        let uuid = def.uuid;
        let live = verb == Verb::CreateXml;
        let fail =
            |detail: String| Err(VirError::new(ErrorDomain::Network, ErrorCode::OperationFailed, detail));
        if let Some(known) = self.get(&uuid) {
            if known.def.name != def.name {
                return fail(format!("network '{}' is already defined with uuid {uuid}", known.def.name));
            }
            check(verb, known, ErrorDomain::Network)?;
            self.update(&uuid, |network| network.assign(def, live));
            return Ok(());
        }
        if let Some(known) = self.by_name(&def.name) {
            return fail(format!("network '{}' already exists with uuid {}", def.name, known.def.uuid));
        }
        if self.by_uuid.len() >= NETWORKS_MAX {
            return fail(format!("a host of the lab holds at most {NETWORKS_MAX} networks"));
        }
        self.by_name.insert(def.name.clone(), uuid);
        let network = Network { def, new_def: None, active: false, persistent: !live, autostart: false };
        self.by_uuid.insert(uuid, Arc::new(network));
        Ok(())
    }

    /// Does what a rule says to a network.
    pub fn apply(&mut self, uuid: &Uuid, effect: Effect) {
        let remove = match effect {
            Effect::Remove => true,
            Effect::Deactivate => self.get(uuid).is_some_and(|network| !network.persistent),
            Effect::Activate | Effect::Define => false,
        };
        match effect {
            _ if remove => self.remove(uuid),
            Effect::Activate => self.update(uuid, |network| network.active = true),
            Effect::Deactivate => self.update(uuid, |network| network.active = false),
            Effect::Define | Effect::Remove => {}
        }
    }
}

/// What the rules let a call do to a network.
///
/// # Errors
/// The row's refusal, from the given part of libvirt.
pub fn check(verb: Verb, network: &Network, from: ErrorDomain) -> Result<Effect> {
    match decide(verb, network.active) {
        Then::Do(effect) => Ok(effect),
        Then::Deny(code, detail) => {
            Err(VirError::new(from, code, detail.replace("{name}", &network.def.name)))
        }
    }
}

/// Whether `virConnectListAllNetworks` lists a network with these flags. `virNetworkObjMatch` of libvirt.
pub fn matches(network: &Network, flags: u32) -> bool {
    // Pairs of bits: inactive and active, persistent and transient, autostart and not.
    let pairs = [(1, !network.active), (4, network.persistent), (16, network.autostart)];
    pairs.into_iter().all(|(bit, is_first)| {
        let wanted = flags & (bit | bit << 1);
        wanted == 0 || wanted & (if is_first { bit } else { bit << 1 }) != 0
    })
}
