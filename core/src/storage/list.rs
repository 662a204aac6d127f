//! A pool, its volumes, and the pools of a host. `virStoragePoolObj`, `virStorageVolObj` and their lists of libvirt.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::config::{PoolDef, VolumeDef};
use super::conflict::conflicts;
use super::rules::{Effect, Then, Verb, decide};
use crate::ground::limits::{POOLS_MAX, VOLUMES_MAX};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// Bytes that every pool of the test driver has.
const CAPACITY: u64 = 100 << 30;

/// How much a pool holds, in bytes. A test driver's pool that is defined anew forgets what its volumes take, so that
/// deleting them takes its allocation below nothing: then it wraps round, as C does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Space {
    /// All of it.
    pub capacity: u64,
    /// What its volumes take.
    pub allocation: u64,
    /// What is left.
    pub available: u64,
}

impl Space {
    const EMPTY: Space = Space { capacity: CAPACITY, allocation: 0, available: CAPACITY };

    /// With so much taken.
    fn taken(self, allocation: u64) -> Self {
        Self { allocation, available: self.capacity.wrapping_sub(allocation), ..self }
    }
}

/// A storage pool.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Pool {
    /// Its configuration. An active pool keeps it when it is defined anew, and the test driver never takes up the new one.
    pub def: Arc<PoolDef>,
    /// How much it holds.
    pub space: Space,
    /// Its volumes, by name.
    volumes: OrdMap<Box<str>, Arc<VolumeDef>>,
    /// Whether it is active.
    pub active: bool,
    /// Whether it outlives being active.
    pub persistent: bool,
    /// Whether it is to be created with the host.
    pub autostart: bool,
}

impl Pool {
    /// Its volumes, by name.
    pub fn volumes(&self) -> impl Iterator<Item = &Arc<VolumeDef>> {
        self.volumes.values()
    }

    /// How many volumes it has.
    pub fn volume_count(&self) -> usize {
        self.volumes.len()
    }

    /// The volume of a name.
    pub fn volume(&self, name: &str) -> Option<&Arc<VolumeDef>> {
        self.volumes.get(name)
    }

    /// Whether a volume of so many bytes fits in.
    pub fn has_room(&self, bytes: u64) -> bool {
        self.space.allocation.wrapping_add(bytes) <= self.space.capacity
    }

    /// Where a volume without a path of its own is.
    pub fn path_of(&self, volume: &str) -> String {
        format!("{}/{volume}", self.def.target.as_deref().unwrap_or("(null)"))
    }

    /// A volume of a description with a path and a key, if it came without.
    pub fn placed(&self, mut volume: VolumeDef) -> VolumeDef {
        if volume.path.is_empty() {
            volume.path = self.path_of(&volume.name).into();
        }
        if volume.key.is_empty() {
            volume.key = volume.path.clone();
        }
        volume
    }

    /// Adds a volume. `virStoragePoolObjAddVol` of libvirt.
    ///
    /// # Errors
    /// libvirt tells no cause where another volume has its name, key or path.
    pub fn add_volume(&mut self, volume: VolumeDef) -> Result<()> {
        let has = |known: &Arc<VolumeDef>| known.key == volume.key || known.path == volume.path;
        if self.volumes.contains_key(&volume.name) || self.volumes.values().any(has) {
            return Err(VirError::unknown_cause());
        }
        if self.volumes.len() >= VOLUMES_MAX {
            let detail = format!("a pool of the lab holds at most {VOLUMES_MAX} volumes");
            return Err(VirError::new(ErrorDomain::Storage, ErrorCode::OperationFailed, detail));
        }
        self.space = self.space.taken(self.space.allocation.wrapping_add(volume.allocation));
        self.volumes.insert(volume.name.clone(), Arc::new(volume));
        Ok(())
    }

    /// Takes a volume away.
    pub fn remove_volume(&mut self, name: &str) {
        if let Some(volume) = self.volumes.remove(name) {
            self.space = self.space.taken(self.space.allocation.wrapping_sub(volume.allocation));
        }
    }
}

/// The storage pools of a host, by UUID and by name.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct PoolList {
    by_uuid: OrdMap<Uuid, Arc<Pool>>,
    by_name: OrdMap<Box<str>, Uuid>,
    /// Whether the virtual host bus adapter is there that the test driver makes for a pool created with one.
    pub has_vport: bool,
}

impl PoolList {
    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Pool>> {
        self.by_name.values().filter_map(|uuid| self.by_uuid.get(uuid))
    }

    /// The pool of a UUID.
    pub fn get(&self, uuid: &Uuid) -> Option<&Arc<Pool>> {
        self.by_uuid.get(uuid)
    }

    /// The pool of a name.
    pub fn by_name(&self, name: &str) -> Option<&Arc<Pool>> {
        self.by_name.get(name).and_then(|uuid| self.by_uuid.get(uuid))
    }

    /// Changes a pool.
    pub fn update<T>(&mut self, uuid: &Uuid, change: impl FnOnce(&mut Pool) -> T) -> Option<T> {
        self.by_uuid.get_mut(uuid).map(|pool| change(Arc::make_mut(pool)))
    }

    /// Takes a pool away.
    pub fn remove(&mut self, uuid: &Uuid) {
        if let Some(pool) = self.by_uuid.remove(uuid) {
            self.by_name.remove(&*pool.def.name);
        }
    }

    /// Adds a configuration, as a new pool or to the one of its UUID: `virStoragePoolObjListAdd` of libvirt. All that a pool
    /// holds is forgotten then but its volumes: `testStoragePoolObjSetDefaults`.
    ///
    /// # Errors
    /// `VIR_ERR_OPERATION_FAILED` if another pool has its storage, its name or its UUID; what the rules refuse.
    pub fn add(&mut self, def: Arc<PoolDef>, verb: Verb) -> Result<()> {
        let (uuid, persistent) = (def.uuid, verb == Verb::Define);
        let fail =
            |detail: String| Err(VirError::new(ErrorDomain::Storage, ErrorCode::OperationFailed, detail));
        if let Some(known) = self.iter().find(|known| conflicts(&known.def, &def)) {
            return fail(format!("Storage source conflict with pool: '{}'", known.def.name));
        }
        if let Some(known) = self.get(&uuid) {
            if known.def.name != def.name {
                return fail(format!("pool '{}' is already defined with uuid {uuid}", known.def.name));
            }
            check(verb, known, ErrorDomain::Storage)?;
            self.update(&uuid, |pool| {
                if !pool.active {
                    pool.def = def;
                }
                (pool.space, pool.persistent) = (Space::EMPTY, persistent);
            });
            return Ok(());
        }
        if let Some(known) = self.by_name(&def.name) {
            return fail(format!("pool '{}' already exists with uuid {}", def.name, known.def.uuid));
        }
        if self.by_uuid.len() >= POOLS_MAX {
            return fail(format!("a host of the lab holds at most {POOLS_MAX} storage pools"));
        }
        self.by_name.insert(def.name.clone(), uuid);
        let (space, volumes) = (Space::EMPTY, OrdMap::new());
        let pool = Pool { def, space, volumes, active: false, persistent, autostart: false };
        self.by_uuid.insert(uuid, Arc::new(pool));
        Ok(())
    }

    /// Does what a rule says to a pool.
    pub fn apply(&mut self, uuid: &Uuid, effect: Effect) {
        let remove = match effect {
            Effect::Remove => true,
            Effect::Deactivate => self.get(uuid).is_some_and(|pool| !pool.persistent),
            Effect::Activate | Effect::Define | Effect::Stay(_) => false,
        };
        match effect {
            _ if remove => self.remove(uuid),
            Effect::Activate | Effect::Deactivate => {
                self.update(uuid, |pool| pool.active = effect == Effect::Activate);
            }
            Effect::Define | Effect::Remove | Effect::Stay(_) => {}
        }
    }
}

/// What the rules let a call do to a pool.
///
/// # Errors
/// The row's refusal, from the given part of libvirt.
pub fn check(verb: Verb, pool: &Pool, from: ErrorDomain) -> Result<Effect> {
    match decide(verb, pool.active) {
        Then::Do(effect) => Ok(effect),
        Then::Deny(code, detail) => Err(VirError::new(from, code, detail.replace("{name}", &pool.def.name))),
    }
}

/// Whether `virConnectListAllStoragePools` lists a pool with these flags. `virStoragePoolObjMatch` of libvirt.
pub fn matches(pool: &Pool, flags: u32) -> bool {
    // Pairs of bits: inactive and active, persistent and transient, autostart and not; then a bit for each type.
    let pairs = [(1, !pool.active), (4, pool.persistent), (16, pool.autostart)];
    let fits = pairs.into_iter().all(|(bit, is_first)| {
        let wanted = flags & (bit | bit << 1);
        wanted == 0 || wanted & (if is_first { bit } else { bit << 1 }) != 0
    });
    let types = flags & super::kind::TYPE_BITS;
    fits && (types == 0 || types & pool.def.kind.list_bit() != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(name: &str, target: &str) -> Arc<PoolDef> {
        let uuid = Uuid::from_u128(name.bytes().map(u128::from).sum());
        Arc::new(PoolDef { name: name.into(), uuid, target: Some(target.into()), ..PoolDef::default() })
    }

    #[test]
    fn volumes_take_room_and_give_it_back() {
        let mut pools = PoolList::default();
        let def = pool("a", "/a");
        let uuid = def.uuid;
        assert!(pools.add(def, Verb::Define).is_ok());
        let volume = |name: &str| VolumeDef {
            name: name.into(),
            key: name.into(),
            path: name.into(),
            allocation: 7,
            ..VolumeDef::default()
        };
        assert!(pools.update(&uuid, |pool| pool.add_volume(volume("v"))).is_some_and(|done| done.is_ok()));
        assert!(pools.update(&uuid, |pool| pool.add_volume(volume("v"))).is_some_and(|done| done.is_err()));
        let space =
            |pools: &PoolList| pools.get(&uuid).map(|pool| (pool.space.allocation, pool.space.available));
        assert_eq!(space(&pools), Some((7, CAPACITY - 7)));
        assert!(pools.add(pool("a", "/a"), Verb::Define).is_ok(), "defined anew, it forgets what is taken");
        pools.update(&uuid, |pool| pool.remove_volume("v"));
        assert_eq!(space(&pools), Some((u64::MAX - 6, CAPACITY + 7)));
    }

    #[test]
    fn two_pools_are_not_of_one_directory() {
        let mut pools = PoolList::default();
        assert!(pools.add(pool("a", "/a"), Verb::Define).is_ok());
        let error = pools.add(pool("b", "/a"), Verb::Define).unwrap_err();
        assert_eq!(&*error.message, "operation failed: Storage source conflict with pool: 'a'");
    }
}
