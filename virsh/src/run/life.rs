//! A domain's life: from `define` to `undefine`.

use virtlab_core::api::{FunctionId, Outcome, Value};
use virtlab_core::ground::ErrorCode;

use super::asked::{open_console, pass_fds};
use super::calls::text;
use super::look::{NAME, UUID};
use super::{Done, Failed, Run, extra, fail};

/// A call on a domain, and the messages of its success and failure, `{}` for the name as it was given.
fn act(run: &mut Run<'_>, id: FunctionId, flags: Option<u32>, done: &str, failed: &str) -> Done {
    let domain = run.domain()?;
    run.act("domain", domain, id, flags, [done, failed])
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

/// `VIR_DOMAIN_START_PAUSED`.
const PAUSED: u32 = 1;

/// The flags of starting. A guest whose console is opened waits for that.
fn start_flags(run: &Run<'_>) -> u32 {
    let flags = run.flags(START);
    if run.has("console") { flags | PAUSED } else { flags }
}

/// Starts a domain by the function that knows files, or flags, only if there are any.
fn start_with(run: &mut Run<'_>, domain: &Value, files: &[Value], flags: u32) -> bool {
    let domain = domain.clone();
    let outcome = if !files.is_empty() {
        let count = files.len() as u64;
        let args = [domain, count.into(), Value::List(files.to_vec()), flags.into()];
        run.perform(FunctionId::DomainCreateWithFiles, args)
    } else if flags != 0 {
        run.perform(FunctionId::DomainCreateWithFlags, [domain, flags.into()])
    } else {
        run.perform(FunctionId::DomainCreate, [domain])
    };
    outcome.ok()
}

pub(crate) fn start(run: &mut Run<'_>) -> Done {
    let domain = run.domain_by(NAME | UUID)?;
    if run.id_of(&domain).is_some() {
        fail!(run, "Domain is already active");
    }
    let files = pass_fds(run)?;
    let mut flags = start_flags(run);
    if flags & FORCE_BOOT != 0 {
        if start_with(run, &domain, &files, flags) {
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
    let mut ok = start_with(run, &domain, &files, flags);
    if !ok && knows_no_pause(run) {
        ok = start_with(run, &domain, &files, flags & !PAUSED);
    }
    if !ok {
        let name = run.keeping_error(|run| run.name_of(&domain));
        fail!(run, "Failed to start domain '{name}'");
    }
    started(run, &domain)
}

fn started(run: &mut Run<'_>, domain: &Value) -> Done {
    let name = run.name_of(domain);
    extra!(run, "Domain '{name}' started\n");
    if run.has("console") { open_console(run, domain) } else { Ok(()) }
}

/// Makes a transient domain, by the function that knows files only if there are any.
fn create_with(run: &mut Run<'_>, document: &str, files: &[Value], flags: u32) -> Outcome {
    let (conn, count) = (run.conn(), files.len() as u64);
    if files.is_empty() {
        return run.perform(FunctionId::DomainCreateXML, [conn, document.into(), flags.into()]);
    }
    let args = [conn, document.into(), count.into(), Value::List(files.to_vec()), flags.into()];
    run.perform(FunctionId::DomainCreateXMLWithFiles, args)
}

/// Whether a driver refused the pause that only waits for the console; then it does without.
fn knows_no_pause(run: &mut Run<'_>) -> bool {
    let refused = run.has("console") && !run.has("paused") && run.failed_with(ErrorCode::InvalidArg);
    if refused {
        run.forget();
    }
    refused
}

pub(crate) fn create(run: &mut Run<'_>) -> Done {
    let from = run.needed("file")?;
    let xml = run.read_file(&from)?;
    let files = pass_fds(run)?;
    let flags = start_flags(run);
    let mut made = create_with(run, &xml, &files, flags);
    if !made.ok() && knows_no_pause(run) {
        made = create_with(run, &xml, &files, flags & !PAUSED);
    }
    if !made.ok() {
        fail!(run, "Failed to create domain from {from}");
    }
    let name = run.name_of(&made.ret);
    extra!(run, "Domain '{name}' created from {from}\n");
    if run.has("console") && open_console(run, &made.ret).is_err() {
        // That it was made is what counts.
        run.forget();
    }
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
