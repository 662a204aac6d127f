//! Whether an edited host can be: every fault at once, each with the place that it is at.

use std::fmt;

use serde::de::DeserializeOwned;

use super::{Cell, Driver, Guest, HostConfig};
use crate::ground::limits::{
    HOST_CELLS_MAX, HOST_CPUS_MAX, HOST_JSON_BYTES_MAX, HOST_LIST_MAX, HOST_MEMORY_KIB_MAX,
    HOST_TEXT_BYTES_MAX,
};

/// Something in a host's data that cannot be.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct HostFault {
    /// The member, as one would write it in code: `cells[1].memory_kib`.
    pub place: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for HostFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Collects faults.
#[derive(Default)]
struct Faults(Vec<HostFault>);

impl Faults {
    fn add(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.0.push(HostFault { place: place.into(), message: message.into() });
    }

    fn check(&mut self, right: bool, place: impl Into<String>, message: impl Into<String>) {
        if !right {
            self.add(place, message);
        }
    }

    /// A text that names something: not empty, not long, and nothing in it that XML cannot hold.
    fn name(&mut self, place: &str, text: &str) {
        self.check(!text.is_empty(), place, "must not be empty");
        self.text(place, text);
    }

    fn text(&mut self, place: &str, text: &str) {
        let long = format!("{} bytes: at most {HOST_TEXT_BYTES_MAX}", text.len());
        self.check(text.len() <= HOST_TEXT_BYTES_MAX, place, long);
        self.check(!text.chars().any(char::is_control), place, "must not have control characters");
    }

    /// What is written as the name of an element.
    fn element(&mut self, place: &str, name: &str) {
        let start = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let all = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        self.check(start && all, place, "must be able to be the name of an XML element");
    }

    fn list(&mut self, place: &str, length: usize) {
        self.check(length <= HOST_LIST_MAX, place, format!("{length} entries: at most {HOST_LIST_MAX}"));
    }
}

/// Reads a description of hosts.
///
/// # Errors
/// What is wrong with the JSON; the place is its line and column.
pub(super) fn read_json<T: DeserializeOwned>(json: &str) -> Result<T, HostFault> {
    if json.len() > HOST_JSON_BYTES_MAX {
        let message = format!("{} bytes: at most {HOST_JSON_BYTES_MAX} are read", json.len());
        return Err(HostFault { place: "document".into(), message });
    }
    serde_json::from_str(json).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let text = error.to_string();
        let end = text.rfind(" at line ").unwrap_or(text.len());
        HostFault { place, message: text[..end].to_owned() }
    })
}

impl HostConfig {
    /// A host from JSON, with everything checked.
    ///
    /// # Errors
    /// What is wrong with the JSON (its place is the line and column), or all faults of [`HostConfig::validate`].
    pub fn from_json(json: &str) -> Result<Self, Vec<HostFault>> {
        let host: Self = read_json(json).map_err(|fault| vec![fault])?;
        host.validate()?;
        Ok(host)
    }

    /// Whether such a host can be.
    ///
    /// # Errors
    /// Every fault, in the order of the members.
    pub fn validate(&self) -> Result<(), Vec<HostFault>> {
        let mut faults = Faults::default();
        self.check_names(&mut faults);
        self.check_cells(&mut faults);
        self.check_extras(&mut faults);
        for (i, guest) in self.guests.iter().take(HOST_LIST_MAX).enumerate() {
            check_guest(&mut faults, &format!("guests[{i}]"), guest);
        }
        if faults.0.is_empty() { Ok(()) } else { Err(faults.0) }
    }

    fn check_names(&self, faults: &mut Faults) {
        faults.name("key", self.key.as_str());
        faults.name("hostname", &self.hostname);
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        let message = "only letters, digits, '-', '.' and '_' can be in a hostname";
        faults.check(self.hostname.chars().all(plain), "hostname", message);
        faults.check(self.hostname.len() <= 253, "hostname", "a hostname has at most 253 characters");
        if let Some(uuid) = &self.uuid {
            let message = "not a UUID such as 6695eb01-f6a4-8304-79aa-97f2502e193f";
            faults.check(uuid::Uuid::try_parse(uuid).is_ok(), "uuid", message);
        }
        faults.check(
            (1..=i32::MAX as u32).contains(&self.profile.max_vcpus),
            "profile.max_vcpus",
            "at least 1, and at most what an int holds",
        );
        faults.name("cpu.arch", &self.cpu.arch);
        faults.check(self.cpu.mhz > 0, "cpu.mhz", "at least 1");
        for (place, text) in [("cpu.model", &self.cpu.model), ("cpu.vendor", &self.cpu.vendor)] {
            if let Some(text) = text {
                faults.name(place, text);
            }
        }
        for (place, list) in [("cpu.features", &self.cpu.features), ("cpu.words", &self.cpu.words)] {
            faults.list(place, list.len());
            list.iter()
                .take(HOST_LIST_MAX)
                .enumerate()
                .for_each(|(i, s)| faults.name(&format!("{place}[{i}]"), s));
        }
        for (i, word) in self.cpu.words.iter().enumerate() {
            faults.element(&format!("cpu.words[{i}]"), word);
        }
    }

    fn check_cells(&self, faults: &mut Faults) {
        // A node file of the test driver's has none at libvirt.
        let without = self.driver() == Driver::Test && self.node_info.is_some() && self.cells.is_empty();
        faults.check(without || !self.cells.is_empty(), "cells", "at least one");
        if self.cells.len() > HOST_CELLS_MAX {
            faults.add("cells", format!("{} cells: at most {HOST_CELLS_MAX}", self.cells.len()));
            return;
        }
        for (i, cell) in self.cells.iter().enumerate() {
            check_cell(faults, &format!("cells[{i}]"), i, cell, self.cells.len());
        }
        let cpus = self.cells.iter().fold(0u64, |sum, cell| sum.saturating_add(cell.layout.all_cpus()));
        faults.check(without || cpus > 0, "cells", "at least one cell needs processors");
        if cpus > HOST_CPUS_MAX as u64 {
            faults.add("cells", format!("{cpus} logical CPUs: a host has at most {HOST_CPUS_MAX}"));
        } else if self.offline_cpus.len() as u64 >= cpus.max(1) {
            faults.add("offline_cpus", "at least one logical CPU has to be on");
        }
        for (i, &cpu) in self.offline_cpus.iter().take(HOST_CPUS_MAX).enumerate() {
            let place = format!("offline_cpus[{i}]");
            faults.check(u64::from(cpu) < cpus, &place, format!("no logical CPU has the number {cpu}"));
            faults.check(!self.offline_cpus[..i].contains(&cpu), &place, format!("{cpu} is named twice"));
        }
        faults.list("page_sizes_kib", self.page_sizes_kib.len());
        faults.check(!self.page_sizes_kib.contains(&0), "page_sizes_kib", "a page has at least 1 KiB");
    }

    fn check_extras(&self, faults: &mut Faults) {
        let lists = [
            ("power_management", self.power_management.len()),
            ("migration_transports", self.migration_transports.len()),
            ("security", self.security.len()),
            ("sysinfo", self.sysinfo.len()),
            ("guests", self.guests.len()),
            ("uris", self.uris.len()),
            ("accounts", self.accounts.len()),
            ("domains", self.domains.len()),
        ];
        lists.into_iter().for_each(|(place, length)| faults.list(place, length));
        for (i, target) in self.power_management.iter().take(HOST_LIST_MAX).enumerate() {
            let known = ["suspend_mem", "suspend_disk", "suspend_hybrid"].contains(&&**target);
            let message = "suspend_mem, suspend_disk or suspend_hybrid";
            faults.check(known, format!("power_management[{i}]"), message);
        }
        for (i, model) in self.security.iter().take(HOST_LIST_MAX).enumerate() {
            faults.name(&format!("security[{i}].model"), &model.model);
            faults.text(&format!("security[{i}].doi"), &model.doi);
        }
        for (i, block) in self.sysinfo.iter().take(HOST_LIST_MAX).enumerate() {
            let known =
                ["bios", "system", "baseBoard", "chassis", "processor", "memory_device", "oemStrings"];
            let message = format!("one of {}", known.join(", "));
            faults.check(known.contains(&&*block.name), format!("sysinfo[{i}].name"), message);
            faults.list(&format!("sysinfo[{i}].entries"), block.entries.len());
        }
        for (i, account) in self.accounts.iter().take(HOST_LIST_MAX).enumerate() {
            faults.name(&format!("accounts[{i}].user"), &account.user);
        }
        for (i, uri) in self.uris.iter().take(HOST_LIST_MAX).enumerate() {
            faults.name(&format!("uris[{i}]"), uri);
            let start = format!("{}:///", self.driver().uri_scheme());
            faults.check(uri.starts_with(&start), format!("uris[{i}]"), format!("must begin with {start}"));
        }
        if let Some(info) = &self.node_info {
            faults.check(info.model.len() <= 31, "node_info.model", "at most 31 bytes fit into virNodeInfo");
        }
    }
}

fn check_cell(faults: &mut Faults, place: &str, number: usize, cell: &Cell, cells: usize) {
    let memory = cell.memory_kib;
    if memory > HOST_MEMORY_KIB_MAX {
        faults.add(format!("{place}.memory_kib"), format!("{memory} KiB: at most {HOST_MEMORY_KIB_MAX}"));
    }
    let message = format!("more than the {memory} KiB of the cell");
    faults.check(cell.reserved_kib <= memory, format!("{place}.reserved_kib"), message.clone());
    faults.list(&format!("{place}.pages"), cell.pages.len());
    let bytes = |pages: &super::Pages| u64::from(pages.size_kib).saturating_mul(pages.count);
    let paged = cell.pages.iter().map(bytes).fold(0, u64::saturating_add);
    faults.check(paged <= memory, format!("{place}.pages"), format!("{paged} KiB in pages: {message}"));
    faults.check(
        cell.pages.iter().all(|pages| pages.size_kib > 0),
        format!("{place}.pages"),
        "a page has at least 1 KiB",
    );
    let distances = format!("{place}.distances");
    if !cell.distances.is_empty() && cell.distances.len() != cells {
        faults.add(distances, format!("{} for {cells} cells: one for each, or none", cell.distances.len()));
    } else if !cell.distances.is_empty() {
        faults.check(cell.distances[number] == 10, &distances, "the distance of a cell to itself is 10");
        faults.check(cell.distances.iter().all(|&d| d >= 10), &distances, "no distance is under 10");
    }
    let layout = cell.layout;
    let counts = [
        ("dies", layout.dies),
        ("clusters", layout.clusters),
        ("cores", layout.cores),
        ("threads", layout.threads),
    ];
    for (name, count) in counts.into_iter().filter(|_| layout.sockets > 0) {
        faults.check(
            count > 0,
            format!("{place}.layout.{name}"),
            "at least 1; a cell without CPUs has no sockets",
        );
    }
}

fn check_guest(faults: &mut Faults, place: &str, guest: &Guest) {
    faults.name(&format!("{place}.os_type"), &guest.os_type);
    faults.name(&format!("{place}.arch"), &guest.arch);
    faults.check(
        matches!(guest.wordsize, 31 | 32 | 64),
        format!("{place}.wordsize"),
        "a word has 31, 32 or 64 bits",
    );
    faults.list(&format!("{place}.machines"), guest.machines.len());
    faults.list(&format!("{place}.domains"), guest.domains.len());
    faults.list(&format!("{place}.features"), guest.features.len());
    faults.check(
        !guest.domains.is_empty(),
        format!("{place}.domains"),
        "at least one domain type can run it",
    );
    for (i, feature) in guest.features.iter().take(HOST_LIST_MAX).enumerate() {
        faults.element(&format!("{place}.features[{i}].name"), &feature.name);
    }
    for (i, machine) in guest.machines.iter().take(HOST_LIST_MAX).enumerate() {
        faults.name(&format!("{place}.machines[{i}].name"), &machine.name);
        if let Some(canonical) = &machine.canonical {
            let known = guest.machine(canonical).is_some();
            let message = format!("alias of {canonical}, which is not among the machines");
            faults.check(known, format!("{place}.machines[{i}].canonical"), message);
        }
    }
}
