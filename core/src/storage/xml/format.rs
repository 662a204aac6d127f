//! Writing pools and volumes. `virStoragePoolDefFormat` and `virStorageVolDefFormat` of libvirt, in their order.

use super::adapter::format_adapter;
use super::permissions::format_permissions;
use crate::domain::{format_auth, format_encryption};
use crate::ground::Word;
use crate::ground::xml::Writer;
use crate::storage::Space;
use crate::storage::config::{PoolDef, PoolSource, VolumeDef};
use crate::storage::kind::{Options, PoolType, VolumeFormat};

/// Writes a pool's document.
pub fn format_pool(def: &PoolDef, space: &Space) -> String {
    let mut w = Writer::new();
    w.start("pool").attr("type", def.kind).block(|w| {
        w.text("name", &def.name);
        w.text("uuid", def.uuid);
        let sizes =
            [("capacity", space.capacity), ("allocation", space.allocation), ("available", space.available)];
        for (name, bytes) in sizes {
            w.start(name).attr("unit", "bytes").text(bytes);
        }
        if let Some(cow) = def.cow {
            w.block("features", |w| w.start("cow").attr("state", cow).empty());
        }
        w.block("source", |w| format_source(&def.source, &def.kind.options(), w));
        if !def.kind.options().network {
            w.block("target", |w| {
                w.opt_text("path", def.target.as_deref());
                format_permissions(&def.permissions, w);
            });
        }
        if let Some(allocation) = def.refresh {
            w.block("refresh", |w| w.start("volume").attr("allocation", allocation).empty());
        }
    });
    w.finish()
}

/// What a type of pool does not ask for is not written, though it was read.
fn format_source(source: &PoolSource, options: &Options, w: &mut Writer) {
    if options.host {
        for host in &source.hosts {
            let port = (host.port != 0).then_some(host.port);
            w.start("host").attr("name", &host.name).opt_attr("port", port).empty();
        }
    }
    if options.device {
        for device in &source.devices {
            let tag = w.start("device").attr("path", &device.path);
            tag.opt_attr("part_separator", device.part_separator).empty();
        }
    }
    if let Some(dir) = source.dir.as_deref().filter(|_| options.dir) {
        w.start("dir").attr("path", dir).empty();
    }
    if let Some(adapter) = source.adapter.as_ref().filter(|_| options.adapter) {
        format_adapter(adapter, w);
    }
    w.opt_text("name", source.name.as_deref().filter(|_| options.name));
    if let Some(iqn) = source.initiator.as_deref().filter(|_| options.initiator) {
        w.block("initiator", |w| w.start("iqn").attr("name", iqn).empty());
    }
    if let Some(format) = source.format {
        w.start("format").attr("type", format).empty();
    }
    if let Some(auth) = &source.auth {
        format_auth(auth, w);
    }
    if let Some(version) = &source.protocol {
        w.start("protocol").attr("ver", version).empty();
    }
    for (name, value) in [("vendor", &source.vendor), ("product", &source.product)] {
        if let Some(value) = value {
            w.start(name).attr("name", value).empty();
        }
    }
}

/// Writes the document of a volume of a pool of a type.
pub fn format_volume(def: &VolumeDef, pool: PoolType) -> String {
    // How a volume came by a format makes no difference: a type of pool has formats or not.
    let with_format =
        |format: Option<VolumeFormat>| format.filter(|_| !pool.options().volume_formats.is_empty());
    let mut w = Writer::new();
    w.start("volume").attr("type", def.kind).block(|w| {
        w.text("name", &def.name);
        w.opt_text("key", (!def.key.is_empty()).then_some(&def.key));
        for (name, bytes) in [("capacity", def.capacity), ("allocation", def.allocation)] {
            w.start(name).attr("unit", "bytes").text(bytes);
        }
        w.block("target", |w| format_target(def, with_format(def.format), w));
        if let Some(backing) = &def.backing {
            w.block("backingStore", |w| {
                w.text("path", &backing.path);
                if let Some(format) = with_format(backing.format) {
                    w.start("format").attr("type", format).empty();
                }
                format_permissions(&backing.permissions, w);
            });
        }
    });
    w.finish()
}

fn format_target(def: &VolumeDef, format: Option<VolumeFormat>, w: &mut Writer) {
    w.opt_text("path", (!def.path.is_empty()).then_some(&def.path));
    if let Some(format) = format {
        w.start("format").attr("type", format).empty();
    }
    format_permissions(&def.permissions, w);
    if let Some(encryption) = &def.encryption {
        format_encryption(encryption, w);
    }
    w.opt_text("compat", def.compat.as_deref());
    if def.cluster_size > 0 {
        w.start("clusterSize").attr("unit", "B").text(def.cluster_size);
    }
    if let Some(features) = &def.features {
        w.start("features").inside(|w| {
            for feature in features {
                w.start(feature.word()).empty();
            }
        });
    }
}
