//! Finding the objects that a command is about.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::number;

use super::calls::{number as int, out};
use super::{Failed, Run, fail};

/// By what a domain may be named.
pub(crate) const ID: u8 = 1;
pub(crate) const UUID: u8 = 2;
pub(crate) const NAME: u8 = 4;

/// Characters of a UUID's text.
const UUID_CHARS: usize = 36;

impl Run<'_> {
    /// The domain of the option `domain`.
    pub fn domain(&mut self) -> Result<Value, Failed> {
        self.domain_by(ID | UUID | NAME)
    }

    /// The domain of the option `domain`, named in one of these ways.
    pub fn domain_by(&mut self, ways: u8) -> Result<Value, Failed> {
        let name = self.needed("domain")?;
        self.find_domain(&name, ways)
    }

    /// The first of these look-ups that finds something. If none does, the last error is that of the last.
    pub fn first_of(&mut self, tries: impl IntoIterator<Item = (FunctionId, [Value; 2])>) -> Option<Value> {
        tries.into_iter().find_map(|(id, args)| {
            let found = self.perform(id, args);
            found.ok().then_some(found.ret)
        })
    }

    /// What is looked up by UUID or by name, in one of these ways.
    fn by_uuid_or_name(
        &mut self,
        name: &str,
        ways: u8,
        [by_uuid, by_name]: [FunctionId; 2],
    ) -> Option<Value> {
        let args = [self.conn(), name.into()];
        let is_uuid = ways & UUID != 0 && name.len() == UUID_CHARS;
        let tries = [is_uuid.then_some(by_uuid), (ways & NAME != 0).then_some(by_name)];
        self.first_of(tries.into_iter().flatten().map(|id| (id, args.clone())))
    }

    /// A domain.
    pub fn find_domain(&mut self, name: &str, ways: u8) -> Result<Value, Failed> {
        let id = number::to_i32(name, 10).filter(|id| ways & ID != 0 && *id >= 0);
        let by_id = id.map(|id| (FunctionId::DomainLookupByID, [self.conn(), id.into()]));
        let found = self.first_of(by_id).or_else(|| {
            let ids = [FunctionId::DomainLookupByUUIDString, FunctionId::DomainLookupByName];
            self.by_uuid_or_name(name, ways, ids)
        });
        self.forget();
        match found {
            Some(domain) => Ok(domain),
            None => fail!(self, "failed to get domain '{name}'"),
        }
    }

    /// The network of the option `network`, named in one of these ways.
    pub fn network_by(&mut self, ways: u8) -> Result<Value, Failed> {
        let name = self.needed("network")?;
        let ids = [FunctionId::NetworkLookupByUUIDString, FunctionId::NetworkLookupByName];
        match self.by_uuid_or_name(&name, ways, ids) {
            Some(network) => Ok(network),
            None => fail!(self, "failed to get network '{name}'"),
        }
    }

    /// The network of the option `network`.
    pub fn network(&mut self) -> Result<Value, Failed> {
        self.network_by(UUID | NAME)
    }

    /// The storage pool that an option names in one of these ways.
    pub fn pool_by(&mut self, option: &str, ways: u8) -> Result<Value, Failed> {
        let name = self.needed(option)?;
        let ids = [FunctionId::StoragePoolLookupByUUIDString, FunctionId::StoragePoolLookupByName];
        match self.by_uuid_or_name(&name, ways, ids) {
            Some(pool) => Ok(pool),
            None => fail!(self, "failed to get pool '{name}'"),
        }
    }

    /// The storage pool of the option `pool`.
    pub fn pool(&mut self) -> Result<Value, Failed> {
        self.pool_by("pool", UUID | NAME)
    }

    /// A domain's name.
    pub fn name_of(&mut self, domain: &Value) -> String {
        self.ask_text(FunctionId::DomainGetName, [domain.clone()]).unwrap_or_default()
    }

    /// A domain's ID; none if it is inactive.
    pub fn id_of(&mut self, domain: &Value) -> Option<u32> {
        let id = self.perform(FunctionId::DomainGetID, [domain.clone()]).ret.as_u64().unwrap_or_default();
        u32::try_from(id).ok().filter(|id| *id != u32::MAX)
    }

    /// A domain's state and its reason.
    pub fn state_of(&mut self, domain: &Value) -> Result<(i64, i64), Failed> {
        let outcome = self.call(FunctionId::DomainGetState, [domain.clone()])?;
        Ok((int(out(&outcome, "state")), int(out(&outcome, "reason"))))
    }

    /// A domain's description.
    pub fn xml_of(&mut self, domain: &Value, flags: u32) -> Result<String, Failed> {
        let got = self.call_or(FunctionId::DomainGetXMLDesc, [domain.clone(), flags.into()], XML_FAILED)?;
        Ok(super::calls::text(&got.ret))
    }

    /// Whether a domain is active.
    pub fn active(&mut self, domain: &Value) -> bool {
        self.ask(FunctionId::DomainIsActive, [domain.clone()]) == 1
    }
}

const XML_FAILED: &str = "Failed to get domain description xml";
