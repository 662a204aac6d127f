//! A domain's life: from `define` to `undefine`.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::ErrorCode;

use super::calls::text;
use super::look::{NAME, UUID};
use super::{Done, Failed, Run, extra, fail};

/// A call on a domain, and the messages of its success and failure, `{}` for the name as it was given.
fn act(run: &mut Run<'_>, id: FunctionId, flags: Option<u32>, done: &str, failed: &str) -> Done {
    let domain = run.domain()?;
    let name = run.given("domain").unwrap_or_default();
    let args = [Some(domain), flags.map(Value::from)];
    run.call_or(id, args.into_iter().flatten(), &failed.replace("{}", &name))?;
    extra!(run, "{}", done.replace("{}", &name));
    Ok(())
}

pub(crate) fn suspend(run: &mut Run<'_>) -> Done {
    act(run, FunctionId::DomainSuspend, None, "Domain '{}' suspended\n", "Failed to suspend domain '{}'")
}

pub(crate) fn resume(run: &mut Run<'_>) -> Done {
    act(run, FunctionId::DomainResume, None, "Domain '{}' resumed\n", "Failed to resume domain '{}'")
}

pub(crate) fn reset(run: &mut Run<'_>) -> Done {
    act(run, FunctionId::DomainReset, Some(0), "Domain '{}' was reset\n", "Failed to reset domain '{}'")
}

pub(crate) fn destroy(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("graceful", 1), ("remove-logs", 2)]);
    let (id, flags) = match flags {
        0 => (FunctionId::DomainDestroy, None),
        flags => (FunctionId::DomainDestroyFlags, Some(flags)),
    };
    act(run, id, flags, "Domain '{}' destroyed\n", "Failed to destroy domain '{}'")
}

/// The flags of `--mode acpi,agent`: shutdown and reboot number them alike.
fn modes(run: &mut Run<'_>, last: &str) -> Result<u32, Failed> {
    let mut flags = 0;
    for mode in run.text("mode")?.iter().flat_map(|modes| modes.split(',')) {
        flags |= match mode {
            "acpi" => 1,
            "agent" => 2,
            "initctl" => 4,
            "signal" => 8,
            "paravirt" => 16,
            _ => fail!(
                run,
                "Unknown mode {mode} value, expecting 'acpi', 'agent', 'initctl', 'signal'{last} 'paravirt'"
            ),
        };
    }
    Ok(flags)
}

pub(crate) fn shutdown(run: &mut Run<'_>) -> Done {
    let (id, flags) = match modes(run, ", or")? {
        0 => (FunctionId::DomainShutdown, None),
        flags => (FunctionId::DomainShutdownFlags, Some(flags)),
    };
    act(run, id, flags, "Domain '{}' is being shutdown\n", "Failed to shutdown domain '{}'")
}

pub(crate) fn reboot(run: &mut Run<'_>) -> Done {
    let flags = modes(run, " or")?;
    let (done, failed) = ("Domain '{}' is being rebooted\n", "Failed to reboot domain '{}'");
    act(run, FunctionId::DomainReboot, Some(flags), done, failed)
}

pub(crate) fn autostart(run: &mut Run<'_>) -> Done {
    let (mark, on) = if run.has("disable") { ("unmark", 0) } else { ("mark", 1) };
    let (id, when) = match run.has("once") {
        true => (FunctionId::DomainSetAutostartOnce, " on next boot"),
        false => (FunctionId::DomainSetAutostart, ""),
    };
    let done = format!("Domain '{{}}' {mark}ed as autostarted{when}\n");
    act(run, id, Some(on), &done, &format!("Failed to {mark} domain '{{}}' as autostarted{when}"))
}

/// What `start` and `create` say to a domain that begins.
const START: &[(&str, u32)] = &[
    ("paused", 1),
    ("autodestroy", 2),
    ("bypass-cache", 4),
    ("force-boot", 8),
    ("validate", 16),
    ("reset-nvram", 32),
];
const FORCE_BOOT: u32 = 8;

/// A console needs a terminal, and files that are passed a process: neither is there.
fn no_terminal(run: &mut Run<'_>) -> Done {
    for option in ["console", "pass-fds"] {
        if run.has(option) {
            fail!(run, "--{option} is not there in this shell");
        }
    }
    Ok(())
}

pub(crate) fn start(run: &mut Run<'_>) -> Done {
    let domain = run.domain_by(NAME | UUID)?;
    if run.id_of(&domain).is_some() {
        fail!(run, "Domain is already active");
    }
    no_terminal(run)?;
    let mut flags = run.flags(START);
    if flags & FORCE_BOOT != 0 {
        let outcome = run.perform(FunctionId::DomainCreateWithFlags, [domain.clone(), flags.into()]);
        if outcome.ok() {
            return started(run, &domain);
        }
        if !run.failed_with(ErrorCode::NoSupport) && !run.failed_with(ErrorCode::InvalidArg) {
            return Err(Failed);
        }
        run.forget();
        if run.ask(FunctionId::DomainHasManagedSaveImage, [domain.clone(), 0.into()]) > 0 {
            run.call(FunctionId::DomainManagedSaveRemove, [domain.clone(), 0.into()])?;
        }
        run.forget();
        flags &= !FORCE_BOOT;
    }
    let outcome = match flags {
        0 => run.perform(FunctionId::DomainCreate, [domain.clone()]),
        flags => run.perform(FunctionId::DomainCreateWithFlags, [domain.clone(), flags.into()]),
    };
    if !outcome.ok() {
        let error = run.last_error.take();
        let name = run.name_of(&domain);
        run.last_error = error;
        fail!(run, "Failed to start domain '{name}'");
    }
    started(run, &domain)
}

fn started(run: &mut Run<'_>, domain: &Value) -> Done {
    let name = run.name_of(domain);
    extra!(run, "Domain '{name}' started\n");
    Ok(())
}

pub(crate) fn create(run: &mut Run<'_>) -> Done {
    let from = run.needed("file")?;
    let xml = run.read_file(&from)?;
    no_terminal(run)?;
    let flags = run.flags(START);
    let failed = format!("Failed to create domain from {from}");
    let made = run.call_or(FunctionId::DomainCreateXML, [run.conn(), xml.into(), flags.into()], &failed)?;
    let name = run.name_of(&made.ret);
    extra!(run, "Domain '{name}' created from {from}\n");
    Ok(())
}

/// Defines a domain, by the function that knows flags only if there are any.
pub(super) fn define_domain(run: &mut Run<'_>, document: Value, validate: bool) -> Result<Value, Failed> {
    let made = match validate {
        true => run.call(FunctionId::DomainDefineXMLFlags, [run.conn(), document, 1.into()])?,
        false => run.call(FunctionId::DomainDefineXML, [run.conn(), document])?,
    };
    Ok(made.ret)
}

pub(crate) fn define(run: &mut Run<'_>) -> Done {
    let from = run.needed("file")?;
    let xml = Value::from(run.read_file(&from)?);
    let failed = format!("Failed to define domain from {from}");
    let validate = run.has("validate");
    let Ok(made) = define_domain(run, xml, validate) else { fail!(run, "{failed}") };
    let name = run.name_of(&made);
    extra!(run, "Domain '{name}' defined from {from}\n");
    Ok(())
}

pub(crate) fn rename(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let name = run.needed("new-name")?;
    run.call(FunctionId::DomainRename, [domain, name.into(), 0.into()])?;
    extra!(run, "Domain successfully renamed\n");
    Ok(())
}

const UNDEFINE: &[(&str, u32)] = &[
    ("managed-save", MANAGED_SAVE),
    ("snapshots-metadata", SNAPSHOTS),
    ("checkpoints-metadata", 16),
    ("nvram", 4),
    ("keep-nvram", 8),
    ("tpm", 32),
    ("keep-tpm", 64),
];
const MANAGED_SAVE: u32 = 1;
const SNAPSHOTS: u32 = 2;
/// `VIR_DOMAIN_SNAPSHOT_LIST_METADATA`.
const WITH_METADATA: u32 = 2;

/// What keeps an inactive domain from being undefined.
#[derive(Default)]
struct Leftovers {
    saved: bool,
    snapshots: i64,
    with_metadata: i64,
}

fn leftovers(run: &mut Run<'_>, domain: &Value) -> Result<Leftovers, Failed> {
    let count = |run: &mut Run<'_>, id, flags: u32| match run.ask(id, [domain.clone(), flags.into()]) {
        -1 if run.failed_with(ErrorCode::NoSupport) => {
            run.forget();
            Ok(0)
        }
        -1 => Err(Failed),
        count => Ok(count),
    };
    let saved = count(run, FunctionId::DomainHasManagedSaveImage, 0)? > 0;
    let snapshots = count(run, FunctionId::DomainSnapshotNum, 0)?;
    let with_metadata = match snapshots {
        0 => 0,
        _ => count(run, FunctionId::DomainSnapshotNum, WITH_METADATA)?,
    };
    Ok(Leftovers { saved, snapshots, with_metadata })
}

pub(crate) fn undefine(run: &mut Run<'_>) -> Done {
    run.requires("delete-storage-volume-snapshots", "remove-all-storage")?;
    run.exclusive("nvram", "keep-nvram")?;
    run.exclusive("tpm", "keep-tpm")?;
    let storage = run.has("storage") || run.has("remove-all-storage");
    if run.has("wipe-storage") && !storage {
        fail!(run, "'--wipe-storage' requires '--storage <string>' or '--remove-all-storage'");
    }
    let mut flags = run.flags(UNDEFINE);
    let domain = run.domain()?;
    let name = run.given("domain").unwrap_or_default();
    let running = match run.ask(FunctionId::DomainIsActive, [domain.clone()]) {
        -1 => return Err(Failed),
        active => active == 1,
    };
    let left = if running { Leftovers::default() } else { leftovers(run, &domain)? };
    let safe = !left.saved || run.has("managed-save") || left.snapshots > 0;
    if !left.saved {
        flags &= !MANAGED_SAVE;
    }
    if left.with_metadata == 0 {
        flags &= !SNAPSHOTS;
    }
    if storage {
        if running {
            fail!(run, "Storage volume deletion is supported only on stopped domains");
        }
        if run.has("storage") && run.has("remove-all-storage") {
            fail!(run, "Specified both --storage and --remove-all-storage");
        }
        fail!(run, "volumes of storage are not there in this world yet");
    }
    let nvram = run.has("nvram");
    let mut undefined = None;
    if safe || nvram {
        let outcome = run.perform(FunctionId::DomainUndefineFlags, [domain.clone(), flags.into()]);
        let refused = run.failed_with(ErrorCode::NoSupport) || run.failed_with(ErrorCode::InvalidArg);
        if outcome.ok() || nvram || !refused {
            undefined = Some(outcome.ok());
        } else {
            run.forget();
        }
    }
    let undefined = match undefined {
        Some(ok) => ok,
        None => undefine_plainly(run, &domain, &left)?,
    };
    if !undefined {
        fail!(run, "Failed to undefine domain '{name}'");
    }
    extra!(run, "Domain '{name}' has been undefined\n");
    Ok(())
}

/// As for a hypervisor that knows no flags.
fn undefine_plainly(run: &mut Run<'_>, domain: &Value, left: &Leftovers) -> Result<bool, Failed> {
    if left.saved {
        if !run.has("managed-save") {
            fail!(run, "Refusing to undefine while domain managed save image exists");
        }
        run.call(FunctionId::DomainManagedSaveRemove, [domain.clone(), 0.into()])?;
    }
    let count = left.with_metadata;
    if count > 0 {
        if run.has("snapshots-metadata") {
            fail!(run, "Unable to remove metadata of {count} snapshots");
        }
        fail!(run, "Refusing to undefine while {count} snapshots exist");
    }
    Ok(run.perform(FunctionId::DomainUndefine, [domain.clone()]).ok())
}

pub(crate) fn inject_nmi(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    run.call(FunctionId::DomainInjectNMI, [domain, 0.into()])?;
    Ok(())
}

pub(crate) fn pm_wakeup(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let name = run.name_of(&domain);
    let failed = format!("Domain '{name}' could not be woken up");
    run.call_or(FunctionId::DomainPMWakeup, [domain, 0.into()], &failed)?;
    extra!(run, "Domain '{name}' successfully woken up");
    Ok(())
}

/// What a machine is suspended to, by the number of libvirt.
pub(super) fn suspend_target(run: &mut Run<'_>) -> Result<i32, Failed> {
    match &run.needed("target")?[..] {
        "mem" => Ok(0),
        "disk" => Ok(1),
        "hybrid" => Ok(2),
        _ => fail!(run, "Invalid target"),
    }
}

pub(crate) fn pm_suspend(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let duration = run.ulong("duration")?.unwrap_or(0);
    let target = suspend_target(run)?;
    let name = run.name_of(&domain);
    let failed = format!("Domain '{name}' could not be suspended");
    let args = [domain, target.into(), duration.into(), 0.into()];
    run.call_or(FunctionId::DomainPMSuspendForDuration, args, &failed)?;
    extra!(run, "Domain '{name}' successfully suspended");
    Ok(())
}

pub(crate) fn dumpxml(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("security-info", 1), ("inactive", 2), ("update-cpu", 4), ("migratable", 8)]);
    let domain = run.domain()?;
    let got = run.call(FunctionId::DomainGetXMLDesc, [domain, flags.into()])?;
    run.document(&text(&got.ret))
}
