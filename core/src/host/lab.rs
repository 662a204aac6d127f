//! A lab: the hosts of one world, and the machine on which its clients run.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::lab_hosts::{kvm1, kvm2, xen_node};
use super::lab_test::test_default;
use super::validate::read_json;
use super::{Driver, HostConfig, HostFault, HostKey};
use crate::ground::limits::LAB_HOSTS_MAX;

/// The hosts of a world. Several may share a hostname: they are then drivers of the same machine.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Lab {
    /// The hostname of the machine that clients run on: URIs without a server reach its hosts.
    pub local_hostname: Box<str>,
    /// What clients have in `LIBVIRT_DEFAULT_URI`: the URI to use when none is given. Without it the local daemon chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_uri: Option<Box<str>>,
    /// The hosts.
    pub hosts: Vec<HostConfig>,
}

/// Something in a lab's data that cannot be.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LabFault {
    /// The host that it is about, if one.
    pub host: Option<HostKey>,
    /// Where, and what.
    pub fault: HostFault,
}

impl fmt::Display for LabFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Some(host) => write!(f, "host {host}: {}", self.fault),
            None => self.fault.fmt(f),
        }
    }
}

impl Lab {
    /// The lab that everybody starts with: libvirt's test driver and a QEMU/KVM machine at hand, another QEMU/KVM
    /// machine and a Xen machine to reach over the network.
    pub fn builtin() -> Self {
        Self {
            local_hostname: "kvm1.example.com".into(),
            default_uri: None,
            hosts: vec![test_default(), kvm1(), kvm2(), xen_node()],
        }
    }

    /// Reads a lab as JSON: its members are those of this type.
    ///
    /// # Errors
    /// What is wrong with the JSON, or every fault of [`Lab::validate`].
    pub fn from_json(json: &str) -> Result<Self, Vec<LabFault>> {
        let lab: Self = read_json(json).map_err(|fault| vec![LabFault { host: None, fault }])?;
        lab.validate()?;
        Ok(lab)
    }

    /// The lab as the JSON that [`Lab::from_json`] reads.
    pub fn to_json(&self) -> String {
        // As with a host: there is nothing that could fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The host of that key.
    pub fn host(&self, key: &HostKey) -> Option<&HostConfig> {
        self.hosts.iter().find(|host| host.key == *key)
    }

    /// Whether there can be such a lab.
    ///
    /// # Errors
    /// Every fault of the lab and of its hosts.
    pub fn validate(&self) -> Result<(), Vec<LabFault>> {
        let mut faults = Vec::new();
        let mut add = |host: Option<&HostConfig>, place: &str, message: String| {
            let fault = HostFault { place: place.into(), message };
            faults.push(LabFault { host: host.map(|host| host.key.clone()), fault });
        };
        if self.hosts.len() > LAB_HOSTS_MAX {
            add(None, "hosts", format!("{} hosts: at most {LAB_HOSTS_MAX}", self.hosts.len()));
        }
        if !self.hosts.iter().any(|host| host.hostname == self.local_hostname) {
            add(None, "local_hostname", format!("no host is on {}", self.local_hostname));
        }
        for (i, host) in self.hosts.iter().take(LAB_HOSTS_MAX).enumerate() {
            if self.hosts[..i].iter().any(|other| other.key == host.key) {
                add(Some(host), "key", format!("two hosts have the key {}", host.key));
            }
            for other in self.hosts[..i].iter().filter(|other| other.hostname == host.hostname) {
                if let Some(message) = host.clashes_with(other) {
                    add(Some(host), "uris", message);
                }
            }
        }
        for host in self.hosts.iter().take(LAB_HOSTS_MAX) {
            let own = host.validate().err().unwrap_or_default();
            faults.extend(own.into_iter().map(|fault| LabFault { host: Some(host.key.clone()), fault }));
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

impl HostConfig {
    /// Why two hosts cannot be on one machine: the test driver has a node for each path, other drivers are there once.
    fn clashes_with(&self, other: &HostConfig) -> Option<String> {
        if self.driver() != other.driver() {
            return None;
        }
        let hostname = &self.hostname;
        if self.driver() != Driver::Test {
            let driver = self.driver().type_name();
            return Some(format!("{} is the {driver} host of {hostname} already", other.key));
        }
        let shared = self.uris.iter().find(|uri| other.uris.contains(uri))?;
        Some(format!("{shared} is {} of {hostname} already", other.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::{NodeInfo, node_info};

    fn host(key: &str) -> HostConfig {
        Lab::builtin().host(&key.into()).expect("a host of the built-in lab").clone()
    }

    fn places(host: &HostConfig) -> Vec<String> {
        host.validate().err().unwrap_or_default().into_iter().map(|fault| fault.place).collect()
    }

    #[test]
    fn the_built_in_lab_is_valid_and_survives_json() {
        let lab = Lab::builtin();
        assert_eq!(lab.validate(), Ok(()));
        for host in &lab.hosts {
            assert_eq!(HostConfig::from_json(&host.to_json()).as_ref(), Ok(host));
        }
        assert_eq!(Lab::from_json(&lab.to_json()), Ok(lab));
        let faults = Lab::from_json("{\"local_hostname\": 1}").unwrap_err();
        assert_eq!(faults[0].to_string(), "line 1, column 20: invalid type: integer `1`, expected a string");
        let faults = Lab::from_json("{\"local_hostname\": \"x\", \"hosts\": []}").unwrap_err();
        assert_eq!(faults[0].to_string(), "local_hostname: no host is on x");
    }

    #[test]
    fn node_info_of_each_host() {
        let told = |key: &str| {
            let NodeInfo { memory_kib, cpus, mhz, nodes, sockets, cores, threads, .. } =
                node_info(&host(key));
            (memory_kib, cpus, mhz, nodes, sockets, cores, threads)
        };
        // Recorded: the test driver tells 16 CPUs as 2×2×2×2 though its cells have 8 cores of one thread each.
        assert_eq!(told("test"), (3_145_728, 16, 1400, 2, 2, 2, 2));
        assert_eq!(told("kvm1"), (67_108_864, 32, 2900, 2, 1, 8, 2));
        // Its nodes differ, so the numbers cannot tell: libvirt falls back to one socket of single-threaded cores.
        assert_eq!(told("kvm2"), (150_994_944, 32, 3200, 1, 1, 32, 1));
        assert_eq!(told("xen"), (33_554_432, 16, 2600, 2, 1, 4, 2));
    }

    #[test]
    fn an_offline_cpu_makes_the_product_the_number_of_cpus_that_could_be() {
        let mut kvm1 = host("kvm1");
        kvm1.offline_cpus = vec![31];
        let info = node_info(&kvm1);
        assert_eq!((info.cpus, info.max_cpus()), (31, 32));
    }

    #[test]
    fn edited_data_is_refused_with_the_place_of_every_fault() {
        let mut kvm1 = host("kvm1");
        kvm1.hostname = "no spaces".into();
        kvm1.cells[1].reserved_kib = kvm1.cells[1].memory_kib + 1;
        kvm1.cells[0].distances = vec![10];
        kvm1.cells[0].layout.threads = 0;
        kvm1.offline_cpus = vec![0, 99];
        assert_eq!(
            places(&kvm1),
            [
                "hostname",
                "cells[0].distances",
                "cells[0].layout.threads",
                "cells[1].reserved_kib",
                "offline_cpus[1]"
            ]
        );
        kvm1.cells[0].layout.sockets = 1000;
        kvm1.cells[0].layout.threads = 2;
        let faults = kvm1.validate().unwrap_err();
        assert!(faults.iter().any(|f| f.to_string() == "cells: 16016 logical CPUs: a host has at most 4096"));
    }

    #[test]
    fn json_that_is_no_host_is_told_with_its_line() {
        let faults = HostConfig::from_json("{\n  \"key\": 1 }").unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].place, "line 2, column 10");
        assert!(faults[0].message.starts_with("invalid type: integer `1`"), "{}", faults[0].message);
    }

    #[test]
    fn two_hosts_cannot_share_a_key_or_be_the_same_driver_of_a_machine() {
        let mut lab = Lab::builtin();
        lab.hosts.push(lab.hosts[1].clone());
        let faults = lab.validate().unwrap_err();
        let places: Vec<_> = faults.iter().map(|fault| fault.fault.place.as_str()).collect();
        assert_eq!(places, ["key", "uris"]);
        // A machine may have any number of test nodes, each with a path of its own.
        let mut lab = Lab::builtin();
        let mut other = lab.hosts[0].clone();
        other.key = "other".into();
        other.uris = vec!["test:///other.xml".into()];
        lab.hosts.push(other);
        assert_eq!(lab.validate(), Ok(()));
    }
}
