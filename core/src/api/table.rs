//! The table: a row for each function, in a file for each area, and the names of those that are not built yet.

mod agent;
mod checkpoint;
mod connection;
mod description;
mod device;
mod domain;
mod error;
mod event;
mod guest;
mod host;
mod image;
mod job;
mod migrate;
mod network;
mod network_port;
mod not_built;
mod params;
mod refused;
mod snapshot;
mod stats;
mod storage;
mod storage_volume;
mod stream;
mod tuning;
mod vcpu;
mod world;

use super::flags::{AFFECT, FlagSet};
#[cfg(feature = "rpc")]
use super::function::Rpc;
use super::{Area, Check, Function, FunctionId, HandleKind, Kind, Param, Partial, Returns, Unit};
use crate::ground::ErrorDomain;

pub use not_built::not_built;

const AREAS: &[&[Function]] = &[
    connection::ROWS,
    host::ROWS,
    error::ROWS,
    domain::ROWS,
    agent::ROWS,
    guest::ROWS,
    device::ROWS,
    stats::ROWS,
    image::ROWS,
    migrate::ROWS,
    refused::DEVICES,
    refused::GUEST,
    refused::HOST,
    description::ROWS,
    tuning::ROWS,
    vcpu::ROWS,
    params::ROWS,
    job::ROWS,
    network::ROWS,
    network_port::ROWS,
    storage::ROWS,
    storage_volume::ROWS,
    snapshot::ROWS,
    checkpoint::ROWS,
    event::ROWS,
    stream::ROWS,
    world::ROWS,
];

const COUNT: usize = FunctionId::ALL.len();

/// The rows in the order of [`FunctionId`]; a row that is missing or there twice does not compile.
static TABLE: [Function; COUNT] = {
    let mut table: [Option<&Function>; COUNT] = [None; COUNT];
    let mut area = 0;
    while area < AREAS.len() {
        let mut i = 0;
        while i < AREAS[area].len() {
            let row = &AREAS[area][i];
            assert!(table[row.id as usize].is_none(), "a function has two rows");
            table[row.id as usize] = Some(row);
            i += 1;
        }
        area += 1;
    }
    let mut rows = [const { row(FunctionId::ConnectOpen, Area::World, Returns::Void, &[]) }; COUNT];
    let mut i = 0;
    while i < COUNT {
        match table[i] {
            Some(row) => rows[i] = row.copy(),
            None => panic!("a function has no row"),
        }
        i += 1;
    }
    rows
};

/// Every function that is built, in the order of [`FunctionId`].
pub fn functions() -> &'static [Function] {
    &TABLE
}

/// Every set of flags, or of an enumeration's members, that a parameter takes; those of many parameters more than once.
pub fn flag_sets() -> impl Iterator<Item = &'static FlagSet> {
    functions().iter().flat_map(|row| row.params).filter_map(|param| param.kind.flag_set())
}

/// The number of a flag's name, whichever function takes it.
pub fn flag_value(name: &str) -> Option<i64> {
    let choices = flag_sets().chain([AFFECT]).flat_map(|set| set.choices);
    choices.into_iter().find(|choice| choice.name == name).map(|choice| choice.value)
}

const fn row(id: FunctionId, area: Area, returns: Returns, params: &'static [Param]) -> Function {
    Function {
        id,
        area,
        returns,
        params,
        checks: &[],
        from: ErrorDomain::Domain,
        driver: None,
        refused: false,
        partial: None,
        since: "0.0.3",
        resets_error: true,
        #[cfg(feature = "rpc")]
        rpc: Rpc { args: "*", ret: "*" },
    }
}

impl Function {
    const fn copy(&self) -> Self {
        Self { ..*self }
    }

    const fn since(mut self, version: &'static str) -> Self {
        self.since = version;
        self
    }

    const fn checks(mut self, checks: &'static [Check]) -> Self {
        self.checks = checks;
        self
    }

    const fn from(mut self, domain: ErrorDomain) -> Self {
        self.from = domain;
        self
    }

    const fn driver(mut self, function: &'static str, known_flags: u32) -> Self {
        self.driver = Some((function, known_flags));
        self
    }

    /// The test driver has no function for it.
    const fn refused(mut self) -> Self {
        self.refused = true;
        self
    }

    /// It does not do all that libvirt's does: what is missing.
    const fn partial(mut self, missing: Partial) -> Self {
        self.partial = Some(missing);
        self
    }

    /// How arguments and answer are laid out in libvirt's RPC; `*` where that follows from the row.
    #[cfg(feature = "rpc")]
    const fn rpc(mut self, args: &'static str, ret: &'static str) -> Self {
        self.rpc = Rpc { args, ret };
        self
    }

    #[cfg(not(feature = "rpc"))]
    const fn rpc(self, _args: &str, _ret: &str) -> Self {
        self
    }

    const fn keeps_error(mut self) -> Self {
        self.resets_error = false;
        self
    }
}

const fn param(name: &'static str, kind: Kind) -> Param {
    Param { name, kind }
}

const fn conn() -> Param {
    param("conn", Kind::Handle(HandleKind::Connect))
}

const fn domain(name: &'static str) -> Param {
    param(name, Kind::Handle(HandleKind::Domain))
}

const fn flags(set: &'static FlagSet) -> Param {
    param("flags", Kind::Flags(set))
}

const fn int(name: &'static str) -> Param {
    param(name, Kind::Int("int", None))
}

const fn uint(name: &'static str) -> Param {
    param(name, Kind::Int("unsigned int", None))
}

const fn ulong(name: &'static str) -> Param {
    param(name, Kind::Int("unsigned long long", None))
}

const fn kib(name: &'static str) -> Param {
    param(name, Kind::Int("unsigned long", Some(Unit::Kib)))
}

const fn out(name: &'static str, c_type: &'static str) -> Param {
    param(name, Kind::Out(c_type))
}

const OPAQUE: Param = param("opaque", Kind::Opaque("void *"));
const FREECB: Param = param("freecb", Kind::Callback("virFreeCallback"));
const STRING: Returns = Returns::Text("char *");
const CONST_STRING: Returns = Returns::Text("const char *");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prototypes_read_as_in_c() {
        let prototype = |id: FunctionId| id.row().prototype();
        assert_eq!(prototype(FunctionId::DomainCreate), "int virDomainCreate(virDomainPtr domain)");
        assert_eq!(
            prototype(FunctionId::ConnectListDomains),
            "int virConnectListDomains(virConnectPtr conn, int *ids, int maxids)"
        );
        assert_eq!(prototype(FunctionId::GetLastError), "virErrorPtr virGetLastError(void)");
    }

    #[test]
    fn checks_name_parameters_that_are_there() {
        for row in functions() {
            for check in row.checks {
                let name = match check {
                    Check::NonNull(n) | Check::NonEmpty(n) | Check::NonNegative(n) => n,
                    Check::Positive(n) | Check::NonZero(n) | Check::NonNullArray(n, _) => n,
                    Check::OnlyMinusOne(n, _)
                    | Check::OfConnection(n)
                    | Check::BelowIn(n, _)
                    | Check::NonEmptyIfGiven(n)
                    | Check::NonNullFor(_, n)
                    | Check::StreamOfDomain(n)
                    | Check::Handle(_, n)
                    | Check::WritableConnection(n)
                    | Check::Supported(n, _)
                    | Check::AtMost(n, _)
                    | Check::WritableIf(n, _)
                    | Check::DomainsOfOneConnection(n)
                    | Check::Below(n, _)
                    | Check::Kib(n) => n,
                    Check::Params(n, _) | Check::Product(n, _) => n,
                    Check::StreamOfVolume(n) => n,
                    Check::WritableBoth(n) => n,
                    Check::Own | Check::Writable | Check::Exclusive(..) | Check::Requires(..) => continue,
                    Check::WritableFor(..) => "flags",
                };
                assert!(row.position(name).is_some(), "{}: {name}", row.id.c_name());
            }
        }
    }

    #[test]
    fn nothing_is_both_built_and_not() {
        for name in not_built() {
            assert_eq!(FunctionId::from_c_name(name), None, "{name}");
        }
    }
}
