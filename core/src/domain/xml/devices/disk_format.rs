//! Disks, written: `virDomainDiskDefFormat` of libvirt.

use super::storage::{self, SourceStyle};
use super::{info, secret};
use crate::domain::config::devices::Disk;
use crate::domain::config::devices::disk::{
    DiskBus, DiskDevice, IoTune, IothreadMapping, RareDisk, SnapshotLocation, Statistic, Tray,
};
use crate::domain::xml::FormatOptions;
use crate::ground::xml::{Attribute, Writer};
use crate::ground::{Word, YesNo};

/// Writes a disk.
pub(super) fn format(disk: &Disk, w: &mut Writer, opts: FormatOptions) {
    let common = RareDisk::default();
    let rare = disk.rare.as_deref().unwrap_or(&common);
    let tag = w.start("disk").attr("type", disk.source.place.kind()).attr("device", disk.device);
    let tag = rare.model.write(tag, "model").opt_attr("rawio", rare.rawio).opt_attr("sgio", rare.sgio);
    let snapshot = rare.snapshot.filter(|location| !(*location == SnapshotLocation::No && disk.readonly));
    tag.opt_attr("snapshot", snapshot).inside(|w| {
        format_driver(disk, rare, w);
        format_source(disk, rare, w, opts);
        rare.backend_domain.write(w.start("backenddomain"), "name").nonempty(|_| {});
        let geometry = &rare.geometry;
        if geometry.cyls > 0 && geometry.heads > 0 && geometry.secs > 0 {
            geometry.write(w.start("geometry")).empty();
        }
        rare.blockio.write(w.start("blockio")).nonempty(|_| {});
        format_target(disk, rare, w);
        if let Some(tune) = &rare.iotune {
            format_iotune(tune, w);
        }
        if !rare.throttle_filters.is_empty() {
            w.start("throttlefilters").inside(|w| {
                for group in &rare.throttle_filters {
                    w.start("throttlefilter").attr("group", group).empty();
                }
            });
        }
        format_flags(disk, rare, w);
        if let Some(encryption) = disk.source.rare.as_ref().and_then(|source| source.encryption.as_ref())
            && rare.encryption_in_disk
        {
            secret::format_encryption(encryption, w);
        }
        info::format(&disk.info, w);
    });
}

fn format_driver(disk: &Disk, rare: &RareDisk, w: &mut Writer) {
    let tag = w.start("driver").opt_attr("name", rare.driver_name.as_deref());
    let tag = tag.opt_attr("type", disk.source.format);
    let tag = match &disk.driver {
        Some(driver) => driver.write(tag),
        None => tag,
    };
    rare.virtio.write(tag).nonempty(|w| {
        storage::format_metadata_cache(
            disk.source.rare.as_ref().map_or(0, |rare| rare.metadata_cache_bytes),
            w,
        );
        format_iothreads(&rare.iothreads, w);
        if !rare.statistics.is_empty() {
            w.start("statistics").inside(|w| format_statistics(&rare.statistics, w));
        }
    });
}

/// Writes `<iothreads>` of a driver.
pub(super) fn format_iothreads(threads: &[IothreadMapping], w: &mut Writer) {
    if threads.is_empty() {
        return;
    }
    w.start("iothreads").inside(|w| {
        for thread in threads {
            w.start("iothread").attr("id", thread.id).inside(|w| {
                for queue in &thread.queues {
                    w.start("queue").attr("id", queue).empty();
                }
            });
        }
    });
}

fn format_statistics(statistics: &[Statistic], w: &mut Writer) {
    for statistic in statistics {
        match statistic {
            Statistic::Interval(interval) => w.start("statistic").attr("interval", interval).empty(),
            Statistic::Histogram(latency, bins) => {
                w.start("latency-histogram").opt_attr("type", *latency).inside(|w| {
                    for start in bins {
                        w.start("bin").attr("start", start).empty();
                    }
                });
            }
        }
    }
}

fn format_source(disk: &Disk, rare: &RareDisk, w: &mut Writer, opts: FormatOptions) {
    if let Some(auth) = disk.source.rare.as_ref().and_then(|source| source.auth.as_ref())
        && rare.auth_in_disk
    {
        secret::format_auth(auth, w);
    }
    let style = SourceStyle {
        startup_policy: rare.startup_policy.map(Word::word),
        index: true,
        skip_auth: rare.auth_in_disk,
        skip_encryption: rare.encryption_in_disk,
    };
    storage::format(&disk.source, style, w, opts);
    storage::format_backing(&disk.source, w, opts);
}

fn format_target(disk: &Disk, rare: &RareDisk, w: &mut Writer) {
    let tag = w.start("target").attr("dev", disk.target.as_deref().unwrap_or_default());
    let tag = tag.attr("bus", disk.bus.unwrap_or(DiskBus::Ide));
    let has_tray = matches!(disk.device, DiskDevice::Floppy | DiskDevice::Cdrom);
    let tag = tag.opt_attr("tray", (has_tray && rare.tray != Tray::Closed).then_some(rare.tray));
    let tag = tag.opt_attr("removable", rare.removable.filter(|_| disk.bus == Some(DiskBus::Usb)));
    rare.rotation_rate.write(tag, "rotation_rate").opt_attr("dpofua", rare.dpofua).empty();
}

fn format_iotune(tune: &IoTune, w: &mut Writer) {
    w.start("iotune").nonempty(|w| {
        for (name, number) in IoTune::NAMES.iter().zip(tune.numbers()) {
            if number != 0 {
                w.text(name, number);
            }
            if *name == "size_iops_sec" {
                w.opt_text("group_name", tune.group_name.as_deref());
            }
        }
    });
}

fn format_flags(disk: &Disk, rare: &RareDisk, w: &mut Writer) {
    if disk.readonly {
        w.start("readonly").empty();
    }
    if disk.shareable {
        w.start("shareable").empty();
    }
    if let Some(share_backing) = rare.transient {
        let share_backing = share_backing.filter(|share| *share == YesNo::Yes);
        w.start("transient").opt_attr("shareBacking", share_backing).empty();
    }
    w.opt_text("serial", rare.serial.as_deref());
    w.opt_text("wwn", rare.wwn.as_deref());
    w.opt_text("vendor", rare.vendor.as_deref());
    w.opt_text("product", rare.product.as_deref());
}
