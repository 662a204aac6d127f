//! Moving a domain to another host. The test driver does not; a libvirt at the other end of a connection may.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::TypedParam;

use super::calls::{number, out};
use super::values::in_units;
use super::{Done, Failed, Run, fail, say};

/// `virDomainMigrateFlags`, by the options that set them.
const FLAGS: &[(&str, u32)] = &[
    ("live", 1),
    ("p2p", 2),
    ("tunnelled", 4),
    ("persistent", 8),
    ("undefinesource", 16),
    ("suspend", 32),
    ("copy-storage-all", 64),
    ("copy-storage-inc", 128),
    ("change-protection", 256),
    ("unsafe", 512),
    ("offline", 1 << 10),
    ("compressed", 1 << 11),
    ("abort-on-error", 1 << 12),
    ("auto-converge", 1 << 13),
    ("rdma-pin-all", 1 << 14),
    ("postcopy", 1 << 15),
    ("tls", 1 << 16),
    ("parallel", 1 << 17),
    ("copy-storage-synchronous-writes", 1 << 18),
    ("postcopy-resume", 1 << 19),
    ("zerocopy", 1 << 20),
];

/// How an option's text becomes a parameter.
#[derive(Clone, Copy)]
enum As {
    Text,
    Int,
    ULong,
    /// One parameter for each part between commas.
    Parts,
    /// The same, of disks; without copying of disks it is refused.
    Disks,
    /// What a file holds.
    File,
}

/// Options and the parameters that they set, in virsh's order.
const PARAMS: &[(&str, &str, As)] = &[
    ("migrateuri", "migrate_uri", As::Text),
    ("graphicsuri", "graphics_uri", As::Text),
    ("listen-address", "listen_address", As::Text),
    ("disks-port", "disks_port", As::Int),
    ("disks-uri", "disks_uri", As::Text),
    ("dname", "destination_name", As::Text),
    ("migrate-disks", "migrate_disks", As::Disks),
    ("migrate-disks-detect-zeroes", "migrate_disks_detect_zeroes", As::Disks),
    ("migrate-disks-target-zero", "migrate_disks_target_zero", As::Disks),
    ("comp-methods", "compression", As::Parts),
    ("comp-mt-level", "compression.mt.level", As::Int),
    ("comp-mt-threads", "compression.mt.threads", As::Int),
    ("comp-mt-dthreads", "compression.mt.dthreads", As::Int),
    ("comp-xbzrle-cache", "compression.xbzrle.cache", As::ULong),
    ("xml", "destination_xml", As::File),
    ("persistent-xml", "persistent_xml", As::File),
    ("auto-converge-initial", "auto_converge.initial", As::Int),
    ("auto-converge-increment", "auto_converge.increment", As::Int),
    ("postcopy-bandwidth", "bandwidth.postcopy", As::ULong),
    ("parallel-connections", "parallel.connections", As::Int),
    ("comp-zlib-level", "compression.zlib.level", As::Int),
    ("comp-zstd-level", "compression.zstd.level", As::Int),
    ("bandwidth", "bandwidth", As::ULong),
    ("tls-destination", "tls.destination", As::Text),
    ("available-switchover-bandwidth", "bandwidth.avail.switchover", As::ULong),
];

/// What two options are both needed for, or neither.
fn copies_disks(run: &mut Run<'_>, option: &str) -> Done {
    if !run.has("copy-storage-all") && !run.has("copy-storage-inc") {
        fail!(run, "'--{option}' requires one of '--copy-storage-all', '--copy-storage-inc'");
    }
    Ok(())
}

fn parameters(run: &mut Run<'_>) -> Result<Vec<TypedParam>, Failed> {
    let mut given = Vec::new();
    for (option, field, kind) in PARAMS {
        match kind {
            As::Int => given.extend(run.int(option)?.map(|n| TypedParam::new(*field, n))),
            As::ULong => given.extend(run.ulong(option)?.map(|n| TypedParam::new(*field, n))),
            _ => {
                let Some(text) = run.text(option)? else { continue };
                match kind {
                    As::Disks | As::Parts => {
                        if matches!(kind, As::Disks) {
                            copies_disks(run, option)?;
                        }
                        given.extend(text.split(',').map(|part| TypedParam::new(*field, part)));
                    }
                    As::File => match run.read_file(&text) {
                        Ok(content) => given.push(TypedParam::new(*field, content.as_str())),
                        Err(Failed) => fail!(run, "cannot read file '{text}'"),
                    },
                    _ => given.push(TypedParam::new(*field, text.as_str())),
                }
            }
        }
    }
    Ok(given)
}

/// Options that do not go together, or not alone.
fn check(run: &mut Run<'_>) -> Done {
    run.exclusive("live", "offline")?;
    run.exclusive("timeout-suspend", "timeout-postcopy")?;
    run.exclusive("copy-storage-all", "copy-storage-inc")?;
    for option in ["postcopy-after-precopy", "postcopy-resume", "timeout-postcopy"] {
        run.requires(option, "postcopy")?;
    }
    run.requires("persistent-xml", "persistent")?;
    run.requires("tls-destination", "tls")
}

/// What virsh does about a migration while another thread of its own waits for the call's end. This shell has one.
fn not_watched(run: &mut Run<'_>, timeout: u32) -> Done {
    if timeout > 0 {
        fail!(run, "this shell does not look at a migration while it waits for its end: leave --timeout out");
    }
    if run.has("postcopy-after-precopy") {
        fail!(
            run,
            "this shell does not look at a migration while it waits for its end: leave --postcopy-after-precopy out, and give migrate-postcopy in another shell"
        );
    }
    Ok(())
}

/// A second connection, which the command closes.
fn other_host(run: &mut Run<'_>, uri: &str) -> Result<Value, Failed> {
    let opened = run.perform(FunctionId::ConnectOpenAuth, [uri.into(), Value::Null, 0.into()]);
    if opened.ok() { Ok(opened.ret) } else { Err(Failed) }
}

pub(crate) fn migrate(run: &mut Run<'_>) -> Done {
    check(run)?;
    let domain = run.domain()?;
    let timeout = run.uint("timeout")?.unwrap_or(0);
    if timeout > 0 && !run.has("live") {
        fail!(run, "migrate: Unexpected timeout for offline migration");
    }
    if timeout == 0 && (run.has("timeout-suspend") || run.has("timeout-postcopy")) {
        fail!(run, "migrate: Unexpected --timeout-* option without --timeout");
    }
    not_watched(run, timeout)?;
    let to = run.needed("desturi")?;
    let by_source = run.has("p2p") || run.has("direct");
    let other = if by_source { None } else { Some(other_host(run, &to)?) };
    let done = send(run, domain, &to, other.as_ref());
    if let Some(other) = other {
        run.keeping_error(|run| run.perform(FunctionId::ConnectClose, [other]));
    }
    done
}

/// virDomainMigrate3, or virDomainMigrateToURI3 if the source reaches the other host by itself.
fn send(run: &mut Run<'_>, domain: Value, to: &str, other: Option<&Value>) -> Done {
    let flags = run.flags(FLAGS);
    if run.has("copy-storage-synchronous-writes") {
        copies_disks(run, "copy-storage-synchronous-writes")?;
    }
    let given = parameters(run)?;
    let count = Value::from(given.len() as u64);
    let params = if given.is_empty() { Value::Null } else { given.into() };
    match other {
        Some(other) => {
            let args = [domain, other.clone(), params, count, flags.into()];
            run.call(FunctionId::DomainMigrate3, args)?;
        }
        None => {
            let args = [domain, to.into(), params, count, flags.into()];
            run.call(FunctionId::DomainMigrateToURI3, args)?;
        }
    }
    Ok(())
}

pub(crate) fn migrate_setmaxdowntime(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let downtime = run.ulong("downtime")?.unwrap_or(0);
    if downtime < 1 {
        fail!(run, "migrate: Invalid downtime");
    }
    run.call(FunctionId::DomainMigrateSetMaxDowntime, [domain, downtime.into(), 0.into()])?;
    Ok(())
}

pub(crate) fn migrate_getmaxdowntime(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let got = run.call(FunctionId::DomainMigrateGetMaxDowntime, [domain, Value::Out, 0.into()])?;
    say!(run, "{}\n", number(out(&got, "downtime")));
    Ok(())
}

pub(crate) fn migrate_compcache(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    if let Some(size) = run.ulong("size")? {
        run.call(FunctionId::DomainMigrateSetCompressionCache, [domain.clone(), size.into(), 0.into()])?;
    }
    let got = run.call(FunctionId::DomainMigrateGetCompressionCache, [domain, Value::Out, 0.into()])?;
    let size = out(&got, "cacheSize").as_u64().unwrap_or(0);
    say!(run, "Compression cache: {}", in_units(size, 3));
    Ok(())
}

pub(crate) fn migrate_setspeed(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let speed = match run.given("bandwidth").and_then(|text| text.parse::<i64>().ok()) {
        // A negative number wraps.
        Some(negative) if negative < 0 => negative as u64,
        _ => run.ulong("bandwidth")?.unwrap_or(0),
    };
    let flags = run.flags(&[("postcopy", 1)]);
    run.call(FunctionId::DomainMigrateSetMaxSpeed, [domain, speed.into(), flags.into()])?;
    Ok(())
}

pub(crate) fn migrate_getspeed(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let flags = run.flags(&[("postcopy", 1)]);
    let got = run.call(FunctionId::DomainMigrateGetMaxSpeed, [domain, Value::Out, flags.into()])?;
    say!(run, "{}\n", out(&got, "bandwidth").as_u64().unwrap_or(0));
    Ok(())
}

pub(crate) fn migrate_postcopy(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    run.call(FunctionId::DomainMigrateStartPostCopy, [domain, 0.into()])?;
    Ok(())
}
