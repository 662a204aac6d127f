//! Which procedure is which function: by its name, in which the two agree but for case and underscores.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use virtlab_core::api::{FunctionId, not_built};
use virtlab_core::ground::ErrorDomain;

use super::shape::Shape;
use super::xdr::Decoder;

/// The names of libvirt 12.8.0's procedures, from number 1 on.
const NAMES: &str = include_str!("procedures.txt");

/// A procedure of the program `0x20008086`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Procedure {
    /// Its number.
    pub number: i32,
    /// Its name, without `REMOTE_PROC_`.
    pub name: &'static str,
    /// The function that it calls, and how it travels, if the core has it.
    pub call: Option<(FunctionId, Shape)>,
    /// The function that it calls instead if the array that its arguments begin with has anything in it.
    pub listed: Option<(FunctionId, Shape)>,
}

/// Procedures that are two functions.
const LISTED: &[(&str, FunctionId)] = &[("CONNECT_GET_ALL_DOMAIN_STATS", FunctionId::DomainListGetStats)];

static PROCEDURES: LazyLock<Vec<Procedure>> = LazyLock::new(|| {
    let functions: BTreeMap<String, FunctionId> =
        FunctionId::ALL.iter().filter_map(|id| Some((flat(id.c_name())?, *id))).collect();
    let procedure = |(number, name): (i32, &'static str)| {
        let id = flat(name).and_then(|flat| functions.get(&flat).copied());
        // A row that has no shape has no procedure; a test finds it.
        let shaped = |id: FunctionId| Some((id, Shape::of(id.row()).ok()?));
        let listed = LISTED.iter().find(|(procedure, _)| *procedure == name);
        let listed = listed.and_then(|(_, id)| shaped(*id));
        Procedure { number, name, call: id.and_then(shaped), listed }
    };
    (1..).zip(NAMES.lines()).map(procedure).collect()
});

static BY_FUNCTION: LazyLock<BTreeMap<FunctionId, i32>> = LazyLock::new(|| {
    let calls = |procedure: &'static Procedure| {
        let both = [&procedure.call, &procedure.listed].into_iter().flatten();
        both.map(|(function, _)| (*function, procedure.number))
    };
    PROCEDURES.iter().flat_map(calls).collect()
});

/// A name without what the two notations differ in; none for the world's own functions.
fn flat(name: &str) -> Option<String> {
    if name.starts_with("virtlab") {
        return None;
    }
    let name = name.strip_prefix("vir").unwrap_or(name);
    Some(name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect())
}

impl Procedure {
    /// Every procedure, by number from 1.
    pub fn all() -> &'static [Procedure] {
        &PROCEDURES
    }

    /// The procedure of a number.
    pub fn of_number(number: i32) -> Option<&'static Self> {
        usize::try_from(number).ok()?.checked_sub(1).and_then(|index| PROCEDURES.get(index))
    }

    /// The procedure that calls a function.
    pub fn of_function(id: FunctionId) -> Option<&'static Self> {
        BY_FUNCTION.get(&id).and_then(|number| Self::of_number(*number))
    }

    /// The function that arguments are for, and how it travels, if the core has it.
    pub fn call_for(&self, mut arguments: Decoder<'_>) -> Option<&(FunctionId, Shape)> {
        match &self.listed {
            Some(listed) if arguments.uint().is_ok_and(|count| count > 0) => Some(listed),
            _ => self.call.as_ref(),
        }
    }

    /// How one of its functions travels.
    pub fn shape_of(&self, id: FunctionId) -> Option<&Shape> {
        let both = [&self.call, &self.listed].into_iter().flatten();
        both.filter(|(function, _)| *function == id).map(|(_, shape)| shape).next()
    }

    /// Whether a client may call it: what the daemon sends by itself may not be called.
    pub fn callable(&self) -> bool {
        !self.name.contains("_EVENT_") || self.name.contains("REGISTER")
    }

    /// Whether libvirtd has the driver of it in the connection to the hypervisor itself, and not in one of its own.
    pub fn is_of_hypervisor(&self) -> bool {
        const OTHERS: [&str; 6] = ["NETWORK", "STORAGE", "INTERFACE", "NWFILTER", "SECRET", "DEVICE"];
        // These are about devices, and are the hypervisor's.
        const EXCEPT: [&str; 4] =
            ["NODE_DEVICE_DETTACH", "NODE_DEVICE_RE_ATTACH", "NODE_DEVICE_RESET", "NODE_DEVICE_DETACH_FLAGS"];
        self.name.starts_with("DOMAIN_")
            || EXCEPT.contains(&self.name)
            || !OTHERS.iter().any(|part| self.name.contains(part))
    }

    /// Whether a function that is not built may be called by who may only look, going by its name.
    pub fn only_looks(&self) -> bool {
        const LOOKS: [&str; 6] = ["_GET_", "_LIST_", "_NUM_OF_", "_LOOKUP_", "_IS_", "REGISTER"];
        const EXCEPT: [&str; 1] = ["SECRET_GET_VALUE"];
        const ALSO: [&str; 2] = ["CONNECT_BASELINE_CPU", "DOMAIN_INTERFACE_ADDRESSES"];
        ALSO.contains(&self.name)
            || (LOOKS.iter().any(|part| self.name.contains(part)) && !EXCEPT.contains(&self.name))
    }

    /// The function's name in C, of those that are not built too.
    pub fn c_name(&self) -> String {
        if let Some((id, _)) = &self.call {
            return id.c_name().to_owned();
        }
        let own = flat(self.name);
        if let Some(name) = not_built().iter().find(|name| flat(name) == own) {
            return (*name).to_owned();
        }
        let capital = |word: &str| word[..1].to_owned() + &word[1..].to_ascii_lowercase();
        "vir".to_owned() + &self.name.split('_').map(capital).collect::<String>()
    }

    /// Which part of libvirt its public function is in, for the errors that it reports.
    pub fn error_domain(&self) -> ErrorDomain {
        const PARTS: &[(&str, ErrorDomain)] = &[
            ("CHECKPOINT", ErrorDomain::DomainCheckpoint),
            ("SNAPSHOT", ErrorDomain::DomainSnapshot),
            ("DOMAIN_", ErrorDomain::Domain),
            ("NWFILTER", ErrorDomain::Nwfilter),
            ("NETWORK", ErrorDomain::Network),
            ("STORAGE", ErrorDomain::Storage),
            ("NODE_DEVICE", ErrorDomain::Nodedev),
            ("LIST_DEVICES", ErrorDomain::Nodedev),
            ("NUM_OF_DEVICES", ErrorDomain::Nodedev),
            ("SECRET", ErrorDomain::Secret),
            ("INTERFACE", ErrorDomain::Interface),
        ];
        PARTS
            .iter()
            .find(|(part, _)| self.name.contains(part))
            .map_or(ErrorDomain::Domain, |(_, domain)| *domain)
    }
}
