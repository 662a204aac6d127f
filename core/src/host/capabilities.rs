//! Capabilities: what a host is and can run, as XML. `virCapabilitiesFormatXML` of libvirt.

use super::{Cell, Driver, Guest, HostConfig, LogicalCpu, Machine, node_info};
use crate::ground::xml::Writer;
use crate::ground::{Bitmap, OnOff, YesNo};

/// `virConnectGetCapabilities`.
pub fn capabilities(host: &HostConfig) -> String {
    let mut writer = Writer::new();
    writer.start("capabilities").inside(|w| {
        w.blank();
        w.start("host").inside(|w| format_host(w, host));
        w.blank();
        for guest in &host.guests {
            format_guest(w, guest);
            w.blank();
        }
    });
    writer.finish()
}

fn format_host(w: &mut Writer, host: &HostConfig) {
    w.opt_text("uuid", host.uuid.as_ref());
    w.start("cpu").inside(|w| format_cpu(w, host));
    w.start("power_management").inside(|w| host.power_management.iter().for_each(|t| w.start(t).empty()));
    w.start("iommu").attr("support", YesNo::of(host.iommu)).empty();
    if host.live_migration {
        w.start("migration_features").inside(|w| {
            w.start("live").empty();
            w.start("uri_transports").nonempty(|w| {
                host.migration_transports.iter().for_each(|transport| w.text("uri_transport", transport));
            });
        });
    }
    w.opt_text("netprefix", host.net_prefix.as_ref());
    w.start("topology").inside(|w| format_cells(w, host));
    for model in &host.security {
        w.start("secmodel").inside(|w| {
            w.text("model", &model.model);
            w.text("doi", &model.doi);
            for (virt_type, label) in &model.base_labels {
                w.start("baselabel").attr("type", virt_type).text(label);
            }
        });
    }
}

fn format_cpu(w: &mut Writer, host: &HostConfig) {
    let cpu = &host.cpu;
    w.text("arch", &cpu.arch);
    w.start("features").nonempty(|w| cpu.words.iter().for_each(|word| w.start(word).empty()));
    if let Some(model) = &cpu.model {
        w.text("model", model);
        w.opt_text("vendor", cpu.vendor.as_ref());
        if let Some(version) = cpu.microcode {
            w.start("microcode").attr("version", version).empty();
        }
        let info = node_info(host);
        // The Xen driver counts the sockets of the whole machine here, and those of a node in its node information.
        let per_socket = (info.cores * info.threads).max(1);
        let sockets = if host.driver() == Driver::Xen { info.cpus / per_socket } else { info.sockets };
        let topology = w.start("topology").attr("sockets", sockets).attr("dies", 1).attr("clusters", 1);
        topology.attr("cores", info.cores).attr("threads", info.threads).empty();
        cpu.features.iter().for_each(|feature| w.start("feature").attr("name", feature).empty());
    }
    for size in &host.page_sizes_kib {
        w.start("pages").attr("unit", "KiB").attr("size", size).empty();
    }
}

fn format_cells(w: &mut Writer, host: &HostConfig) {
    let mut cpus = host.cpus();
    cpus.retain(|cpu| !host.offline_cpus.contains(&cpu.id));
    w.start("cells").attr("num", host.cells.len()).block(|w| {
        for (number, cell) in (0..).zip(&host.cells) {
            let own: Vec<&LogicalCpu> = cpus.iter().filter(|cpu| cpu.cell == number).collect();
            w.start("cell").attr("id", number).inside(|w| format_cell(w, host, cell, &own));
        }
    });
}

fn format_cell(w: &mut Writer, host: &HostConfig, cell: &Cell, cpus: &[&LogicalCpu]) {
    if cell.memory_kib > 0 {
        w.start("memory").attr("unit", "KiB").text(cell.memory_kib);
    }
    for pages in &cell.pages {
        w.start("pages").attr("unit", "KiB").attr("size", pages.size_kib).text(pages.count);
    }
    w.start("distances").nonempty(|w| {
        for (other, distance) in cell.distances.iter().enumerate() {
            w.start("sibling").attr("id", other).attr("value", distance).empty();
        }
    });
    w.start("cpus").attr("num", cpus.len()).inside(|w| {
        for cpu in cpus {
            let mut siblings = Bitmap::default();
            let online = cpu.siblings.iter().filter(|id| !host.offline_cpus.contains(id));
            online.for_each(|&id| siblings.insert(id));
            let tag = w.start("cpu").number("id", cpu.id).number("socket_id", cpu.socket_id);
            let tag = tag.number("die_id", cpu.die_id).number("cluster_id", cpu.cluster_id);
            tag.number("core_id", cpu.core_id).attr("siblings", siblings).empty();
        }
    });
}

fn format_guest(w: &mut Writer, guest: &Guest) {
    w.start("guest").inside(|w| {
        w.text("os_type", &guest.os_type);
        w.start("arch").attr("name", &guest.arch).inside(|w| {
            w.text("wordsize", guest.wordsize);
            w.opt_text("emulator", guest.emulator.as_ref());
            w.opt_text("loader", guest.loader.as_ref());
            guest.machines.iter().for_each(|machine| format_machine(w, machine));
            for domain in &guest.domains {
                let tag = w.start("domain").attr("type", &domain.virt_type);
                tag.inside(|w| w.opt_text("emulator", domain.emulator.as_ref()));
            }
        });
        w.start("features").nonempty(|w| {
            for feature in &guest.features {
                let tag = w.start(&feature.name).opt_attr("default", feature.default.map(OnOff::of));
                tag.opt_attr("toggle", feature.toggle.map(YesNo::of)).empty();
            }
        });
    });
}

fn format_machine(w: &mut Writer, machine: &Machine) {
    let tag = w.start("machine").opt_attr("canonical", machine.canonical.as_ref());
    tag.opt_attr("maxCpus", machine.max_cpus).text(&machine.name);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::Lab;

    #[test]
    fn a_cpu_that_is_off_is_not_told_of() {
        let mut host = Lab::builtin().hosts[1].clone();
        host.offline_cpus = vec![16];
        let xml = capabilities(&host);
        assert!(xml.contains("<cpus num='15'>"), "{xml}");
        assert!(
            xml.contains("<cpu id='0' socket_id='0' die_id='0' cluster_id='0' core_id='0' siblings='0'/>")
        );
        assert!(
            xml.contains("<cpu id='1' socket_id='0' die_id='0' cluster_id='0' core_id='1' siblings='1,17'/>")
        );
        assert!(!xml.contains("<cpu id='16'"));
    }
}
