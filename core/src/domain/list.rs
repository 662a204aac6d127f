//! The domains of a host: `virDomainObjList` of libvirt. Listings are in the order of names (IDs for ID listings), where
//! libvirt's own order is that of a hash table.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use imbl::OrdMap;
use imbl::ordmap::DiffItem;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::config::DomainDef;
use super::rules::{Denial, Effect, Rule, Then, Verb, decide};
use super::{Domain, DomainState};
use crate::ground::limits::DOMAINS_MAX;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// The domains of a host, findable by UUID, name and ID. Cloning is O(1).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct DomainList {
    by_uuid: OrdMap<Uuid, Arc<Domain>>,
    by_name: OrdMap<Arc<str>, Brief>,
    by_id: OrdMap<i32, Uuid>,
}

/// What a list tells of a domain beside its name: kept where the names are, since whoever lists thousands of domains would
/// otherwise spend most of the time on looking each of them up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Brief {
    /// Its UUID.
    pub uuid: Uuid,
    /// Its ID, -1 if it is not active.
    pub id: i32,
}

impl Hash for Brief {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The domain itself has the ID.
        self.uuid.hash(state);
    }
}

/// A domain in which two lists differ: as it is in the one and in the other, where it is in them.
pub type Difference = (Option<Arc<Domain>>, Option<Arc<Domain>>);

/// `virConnectListAllDomainsFlags`, group by group: within a group any of the set flags lets a domain through.
#[derive(Clone, Copy, Debug)]
pub struct ListFilter(u32);

impl ListFilter {
    /// The flags of each group.
    const GROUPS: [u32; 7] = [0x3, 0xc, 0xf0, 0x300, 0xc00, 0x3000, 0xc000];

    /// The groups of which some flags are set. With all of them a group asks for nothing, as `virsh list --all` does.
    pub fn new(flags: u32) -> Self {
        let asks = |group: &&u32| flags & **group != **group;
        Self(Self::GROUPS.iter().filter(asks).fold(0, |asked, group| asked | (flags & group)))
    }

    /// Whether a domain passes. `virDomainObjMatchFilter`.
    pub fn lets(self, domain: &Domain) -> bool {
        // Mostly nothing is asked for, and a list has thousands to ask.
        if self.0 == 0 {
            return true;
        }
        let running = domain.is(DomainState::Running);
        let paused = domain.is(DomainState::Paused);
        let shutoff = domain.is(DomainState::Shutoff);
        let members: [&[bool]; 7] = [
            &[domain.active(), !domain.active()],
            &[domain.persistent, !domain.persistent],
            &[running, paused, shutoff, !(running || paused || shutoff)],
            &[domain.managed_save, !domain.managed_save],
            &[domain.autostart, !domain.autostart],
            &[!domain.snapshots.is_empty(), domain.snapshots.is_empty()],
            &[!domain.checkpoints.is_empty(), domain.checkpoints.is_empty()],
        ];
        Self::GROUPS.iter().zip(members).all(|(group, members)| {
            let bits = (self.0 & group) >> group.trailing_zeros();
            bits == 0 || members.iter().enumerate().any(|(bit, is)| *is && bits >> bit & 1 != 0)
        })
    }
}

impl DomainList {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_uuid.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_uuid.is_empty()
    }

    /// The domain of a UUID.
    pub fn get(&self, uuid: &Uuid) -> Option<&Arc<Domain>> {
        self.by_uuid.get(uuid)
    }

    /// The domain of a name.
    pub fn by_name(&self, name: &str) -> Option<&Arc<Domain>> {
        self.by_name.get(name).and_then(|brief| self.by_uuid.get(&brief.uuid))
    }

    /// The active domain of an ID.
    pub fn by_id(&self, id: i32) -> Option<&Arc<Domain>> {
        self.by_id.get(&id).and_then(|uuid| self.by_uuid.get(uuid))
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Domain>> {
        self.by_name.values().filter_map(|brief| self.by_uuid.get(&brief.uuid))
    }

    /// The name and what a list tells of each that passes, by name.
    pub fn passing(&self, filter: ListFilter) -> impl Iterator<Item = (&Arc<str>, Brief)> {
        let lets = move |domain: &Arc<Domain>| filter.lets(domain);
        let passes = move |brief: &Brief| filter.0 == 0 || self.by_uuid.get(&brief.uuid).is_some_and(lets);
        self.by_name.iter().filter(move |(_, brief)| passes(brief)).map(|(name, brief)| (name, *brief))
    }

    /// The IDs of the active ones, ascending.
    pub fn ids(&self) -> impl Iterator<Item = i32> {
        self.by_id.keys().copied()
    }

    /// How many are active.
    pub fn active_len(&self) -> usize {
        self.by_id.len()
    }

    /// The domains in which two lists differ.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let one = |item| match item {
            DiffItem::Add(_, new) => (None, Some(Arc::clone(new))),
            DiffItem::Remove(_, old) => (Some(Arc::clone(old)), None),
            DiffItem::Update { old, new } => (Some(Arc::clone(old.1)), Some(Arc::clone(new.1))),
        };
        self.by_uuid.diff(&other.by_uuid).map(one).collect()
    }

    /// Changes a domain, keeping the look-up by ID right.
    pub fn update<T>(&mut self, uuid: &Uuid, change: impl FnOnce(&mut Domain) -> T) -> Option<T> {
        let domain = Arc::make_mut(self.by_uuid.get_mut(uuid)?);
        let before = domain.def.id;
        let result = change(domain);
        let after = domain.def.id;
        if before != after {
            if before != -1 {
                self.by_id.remove(&before);
            }
            if after != -1 {
                self.by_id.insert(after, *uuid);
            }
            if let Some(brief) = self.by_name.get_mut(&*domain.def.name) {
                brief.id = after;
            }
        }
        Some(result)
    }

    /// Forgets a domain. `virDomainObjListRemove`.
    pub fn remove(&mut self, uuid: &Uuid) {
        if let Some(domain) = self.by_uuid.remove(uuid) {
            self.by_name.remove(&*domain.def.name);
            if domain.active() {
                self.by_id.remove(&domain.def.id);
            }
        }
    }

    /// The row that says whether a configuration may be added: over the domain that is known by its UUID, if one is.
    ///
    /// # Errors
    /// `VIR_ERR_OPERATION_FAILED` where UUID and name belong to different domains; what the rules deny otherwise.
    /// `virDomainObjListAddLocked`.
    pub fn check_add(&self, def: &DomainDef, verb: Verb) -> Result<Option<&'static Rule>> {
        let fail =
            |detail: String| Err(VirError::new(ErrorDomain::Domain, ErrorCode::OperationFailed, detail));
        if let Some(known) = self.get(&def.uuid) {
            if known.def.name != def.name {
                return fail(format!(
                    "domain '{}' is already defined with uuid {}",
                    known.def.name, def.uuid
                ));
            }
            let rule = decide(verb, &known.facts(0));
            return check(rule, known, &known.def.name, ErrorDomain::Domain).map(|_| Some(rule));
        }
        if let Some(known) = self.by_name(&def.name) {
            return fail(format!("domain '{}' already exists with uuid {}", def.name, known.def.uuid));
        }
        if self.len() >= DOMAINS_MAX {
            return fail(format!("a host of the lab holds at most {DOMAINS_MAX} domains"));
        }
        Ok(None)
    }

    /// Adds a configuration, as a new domain or to the one of its UUID, and says whether it replaced one.
    /// To be called after [`DomainList::check_add`].
    pub fn add(&mut self, def: Arc<DomainDef>, live: bool) -> bool {
        let uuid = def.uuid;
        if self.by_uuid.contains_key(&uuid) {
            return self.update(&uuid, |domain| domain.assign(def, live)).unwrap_or(false);
        }
        self.by_name.insert(def.name.clone(), Brief { uuid, id: def.id });
        self.by_uuid.insert(uuid, Arc::new(Domain::new(def)));
        false
    }

    /// Gives an inactive domain another name. `virDomainObjListRename`.
    ///
    /// # Errors
    /// `VIR_ERR_OPERATION_INVALID` for its own name or a taken one, `VIR_ERR_XML_ERROR` for a name with a slash.
    pub fn rename(&mut self, uuid: &Uuid, old: &str, new: &str) -> Result<()> {
        let invalid =
            |detail: String| Err(VirError::new(ErrorDomain::Domain, ErrorCode::OperationInvalid, detail));
        if old == new {
            return invalid("Can't rename domain to itself".into());
        }
        if self.by_name.contains_key(new) {
            return invalid(format!("domain with name '{new}' already exists"));
        }
        if new.contains('/') {
            let detail = format!("name {new} cannot contain '/'");
            return Err(VirError::new(ErrorDomain::Test, ErrorCode::XmlError, detail));
        }
        self.by_name.remove(old);
        self.by_name.insert(new.into(), Brief { uuid: *uuid, id: -1 });
        self.update(uuid, |domain| Arc::make_mut(&mut domain.def).name = new.into());
        Ok(())
    }
}

/// What a row lets happen, or the error with which it refuses.
///
/// # Errors
/// The row's denial, from the given driver unless the row names another part of libvirt.
pub(crate) fn check(
    rule: &Rule,
    domain: &Domain,
    name: &str,
    driver: ErrorDomain,
) -> Result<(Effect, Option<super::DomainEvent>)> {
    match rule.then {
        Then::Deny(Denial { code, detail, from }) => Err(VirError::new(
            from.unwrap_or(driver),
            code,
            detail.replace("{name}", name).replace("{snapshots}", &domain.snapshots.len().to_string()),
        )),
        Then::Do(effect, event) => Ok((effect, event)),
        // Who has one change to make takes the last.
        Then::Chain(deeds) => Ok(deeds.last().copied().unwrap_or((Effect::Stay, None))),
    }
}
