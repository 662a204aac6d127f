//! A domain that a host knows: `virDomainObj` of libvirt.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::config::{DomainDef, LifecycleAction};
use super::guest::Guest;
use super::moment::{Checkpoint, MomentTree, Snapshot};
use super::rules::Facts;
use super::{DomainState, StateReason};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// `VIR_DOMAIN_AFFECT_LIVE`.
const AFFECT_LIVE: u32 = 1;
/// `VIR_DOMAIN_AFFECT_CONFIG`.
const AFFECT_CONFIG: u32 = 2;

/// A domain that a host knows.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Domain {
    /// The configuration in force: the running one while active, the persistent one otherwise. Holds the ID.
    pub def: Arc<DomainDef>,
    /// The configuration of the next start, while active and persistent.
    pub new_def: Option<Arc<DomainDef>>,
    /// State and reason.
    pub state: StateReason,
    /// Whether it outlives its run.
    pub persistent: bool,
    /// Whether it is to be created when the host boots.
    pub autostart: bool,
    /// Whether a managed save image exists.
    pub managed_save: bool,
    /// What is remembered of its guest.
    pub guest: Guest,
    /// Its snapshots.
    pub snapshots: MomentTree<Snapshot>,
    /// Its checkpoints.
    pub checkpoints: MomentTree<Checkpoint>,
}

/// Which configurations a call with `virDomainModificationImpact` flags is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Impact {
    /// The running one.
    pub live: bool,
    /// The persistent one.
    pub config: bool,
}

impl Domain {
    /// A domain that is neither active nor persistent yet, as `virDomainObjNew` makes it.
    pub fn new(def: Arc<DomainDef>) -> Self {
        let state = StateReason::ShutoffUnknown;
        Self {
            def,
            new_def: None,
            state,
            persistent: false,
            autostart: false,
            managed_save: false,
            guest: Guest::default(),
            snapshots: MomentTree::default(),
            checkpoints: MomentTree::default(),
        }
    }

    /// Whether it has an ID. `virDomainObjIsActive`.
    pub fn active(&self) -> bool {
        self.def.id != -1
    }

    /// What the rules look at.
    pub fn facts(&self, flags: u32) -> Facts {
        let restarts = |action| matches!(action, LifecycleAction::Restart | LifecycleAction::RestartRename);
        Facts {
            state: self.state.state(),
            active: self.active(),
            persistent: self.persistent,
            managed_save: self.managed_save,
            has_snapshots: !self.snapshots.is_empty(),
            has_checkpoints: !self.checkpoints.is_empty(),
            snapshot: None,
            poweroff_restarts: restarts(self.def.on_poweroff),
            reboot_restarts: restarts(self.def.on_reboot),
            flags,
        }
    }

    /// Makes it active. `testDomainStartState`.
    ///
    /// # Errors
    /// What libvirt reports of a configuration that cannot be copied. The domain keeps its ID then, which is how libvirt
    /// leaves it: active, and shut off.
    pub fn start(&mut self, id: i32, reason: StateReason) -> Result<()> {
        let next = match self.persistent && self.new_def.is_none() {
            true => DomainDef::copied(&self.def).map(Some),
            false => Ok(self.new_def.take()),
        };
        Arc::make_mut(&mut self.def).id = id;
        self.state = if next.is_ok() { reason } else { StateReason::ShutoffFailed };
        self.new_def = next?;
        self.managed_save = false;
        Ok(())
    }

    /// Makes it inactive. `testDomainShutdownState`; a transient one keeps its ID, and is about to be removed.
    pub fn stop(&mut self, reason: StateReason) {
        if let Some(def) = self.new_def.take() {
            self.def = def;
            if self.def.id != -1 {
                Arc::make_mut(&mut self.def).id = -1;
            }
        }
        self.state = reason;
    }

    /// Gives it another configuration, and says whether there was one that it replaces. `virDomainObjAssignDef`.
    pub fn assign(&mut self, def: Arc<DomainDef>, live: bool) -> bool {
        if self.active() {
            return self.new_def.replace(def).is_some();
        }
        if live {
            let old = std::mem::replace(&mut self.def, def);
            self.new_def.get_or_insert(old);
            return false;
        }
        self.def = def;
        true
    }

    /// Which configurations the flags mean. `virDomainObjUpdateModificationImpact`.
    ///
    /// # Errors
    /// `VIR_ERR_OPERATION_INVALID` for a live change of an inactive domain or a lasting one of a transient domain.
    pub fn impact(&self, flags: u32) -> Result<Impact> {
        let mut bits = flags & (AFFECT_LIVE | AFFECT_CONFIG);
        if bits == 0 {
            bits = if self.active() { AFFECT_LIVE } else { AFFECT_CONFIG };
        }
        let refuse = |detail| Err(VirError::new(ErrorDomain::Domain, ErrorCode::OperationInvalid, detail));
        if !self.active() && bits & AFFECT_LIVE != 0 {
            return refuse("domain is not running");
        }
        if !self.persistent && bits & AFFECT_CONFIG != 0 {
            return refuse("transient domains do not have any persistent config");
        }
        // A domain whose start failed is active and has no other configuration: nothing lasting is changed, and nobody told.
        let lasts = !self.active() || self.new_def.is_some();
        Ok(Impact { live: bits & AFFECT_LIVE != 0, config: bits & AFFECT_CONFIG != 0 && lasts })
    }

    /// As [`Domain::impact`] for calls that read or change one configuration only. `virDomainObjGetOneDefState`.
    ///
    /// # Errors
    /// As [`Domain::impact`], and `VIR_ERR_INVALID_ARG` for both flags.
    pub fn one_impact(&self, flags: u32) -> Result<Impact> {
        if flags & AFFECT_LIVE != 0 && flags & AFFECT_CONFIG != 0 {
            let message =
                "Flags 'VIR_DOMAIN_AFFECT_LIVE' and 'VIR_DOMAIN_AFFECT_CONFIG' are mutually exclusive";
            return Err(VirError::argument(
                ErrorDomain::Domain,
                "virDomainObjGetOneDefState",
                "flags",
                message,
            ));
        }
        self.impact(flags)
    }

    /// The configuration that lasts: of an active domain the one of its next start.
    pub fn lasting_def(&self) -> &Arc<DomainDef> {
        match &self.new_def {
            Some(def) if self.active() => def,
            _ => &self.def,
        }
    }

    /// The configuration that lasts, to change it.
    pub fn lasting_def_mut(&mut self) -> &mut DomainDef {
        let active = self.active();
        match &mut self.new_def {
            Some(def) if active => Arc::make_mut(def),
            _ => Arc::make_mut(&mut self.def),
        }
    }

    /// Whether it is in the state.
    pub fn is(&self, state: DomainState) -> bool {
        self.state.state() == state
    }
}
