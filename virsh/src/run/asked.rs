//! What is asked of a guest's agent, of the hypervisor's inside, or of other formats: the test driver has none of it.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::{TypedParam, number as numbers};

use super::calls::{items, or_null, out, text};
use super::values::{param_text, params};
use super::{Done, Failed, Run, extra, fail, say};

pub(crate) fn get_user_sshkeys(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let user = run.needed("user")?;
    let args = [domain, user.into(), Value::Out, 0.into()];
    let got = run.call(FunctionId::DomainAuthorizedSSHKeysGet, args)?;
    for key in items(out(&got, "keys")) {
        say!(run, "{}", text(key));
    }
    Ok(())
}

pub(crate) fn set_user_sshkeys(run: &mut Run<'_>) -> Done {
    /// `VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND` and `_REMOVE`.
    const APPEND: u32 = 1;
    const REMOVE: u32 = 2;
    run.requires("remove", "file")?;
    run.exclusive("reset", "remove")?;
    let domain = run.domain()?;
    let user = run.needed("user")?;
    let file = run.text("file")?;
    let flags = match (run.has("remove"), run.has("reset")) {
        (true, _) => REMOVE,
        (false, true) => 0,
        (false, false) if file.is_none() => fail!(run, "Option --file is required"),
        (false, false) => APPEND,
    };
    let (mut keys, mut count) = (Value::Null, 0);
    if let Some(file) = file {
        let content = run.read_file(&file)?;
        let lines: Vec<Value> = content.split('\n').map(Value::from).collect();
        count = lines.len() as u64;
        keys = Value::List(lines);
    }
    let args = [domain, user.into(), keys, count.into(), flags.into()];
    run.call(FunctionId::DomainAuthorizedSSHKeysSet, args)?;
    Ok(())
}

pub(crate) fn guest_agent_timeout(run: &mut Run<'_>) -> Done {
    /// `VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK`.
    const BLOCK: i32 = -2;
    let domain = run.domain()?;
    let timeout = run.int("timeout")?.unwrap_or(BLOCK);
    run.call(FunctionId::DomainAgentSetResponseTimeout, [domain, timeout.into(), 0.into()])?;
    Ok(())
}

/// `virDomainGuestInfoTypes`.
const GUEST_INFO: &[(&str, u32)] = &[
    ("user", 1),
    ("os", 2),
    ("timezone", 4),
    ("hostname", 8),
    ("filesystem", 16),
    ("disk", 32),
    ("interface", 64),
    ("load", 128),
    ("devices", 256),
];

pub(crate) fn guestinfo(run: &mut Run<'_>) -> Done {
    let types = run.flags(GUEST_INFO);
    let domain = run.domain()?;
    let args = [domain, types.into(), Value::Out, Value::Out, 0.into()];
    let got = run.call(FunctionId::DomainGetGuestInfo, args)?;
    for param in params(out(&got, "params")) {
        say!(run, "{:<20}: {}\n", param.field, param_text(&param.value));
    }
    Ok(())
}

/// `virDomainDirtyRateCalcFlags`, by the mode.
const DIRTY_RATES: &[(&str, u32)] = &[("page-sampling", 0), ("dirty-bitmap", 1), ("dirty-ring", 2)];

pub(crate) fn domdirtyrate_calc(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let seconds = run.int("seconds")?.unwrap_or(1);
    let flags = match run.text("mode")? {
        None => 0,
        Some(mode) => match DIRTY_RATES.iter().find(|(name, _)| *name == mode) {
            Some((_, flag)) => *flag,
            None => fail!(run, "Unknown calculation mode '{mode}'"),
        },
    };
    run.call(FunctionId::DomainStartDirtyRateCalc, [domain, seconds.into(), flags.into()])?;
    extra!(run, "Start to calculate domain's memory dirty rate successfully.\n");
    Ok(())
}

pub(crate) fn domdisplay_reload(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let kind = run.uint("type")?.unwrap_or(0);
    run.call(FunctionId::DomainGraphicsReload, [domain, kind.into(), 0.into()])?;
    Ok(())
}

pub(crate) fn domlaunchsecinfo(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let args = [domain, Value::Out, Value::Out, 0.into()];
    let failed = "Unable to get launch security parameters";
    let got = run.call_or(FunctionId::DomainGetLaunchSecurityInfo, args, failed)?;
    for param in params(out(&got, "params")) {
        say!(run, "{:<15}: {}\n", param.field, param_text(&param.value));
    }
    Ok(())
}

pub(crate) fn domsetlaunchsecstate(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let (Some(header), Some(secret)) = (run.text("secrethdr")?, run.text("secret")?) else {
        fail!(run, "Both secret and the secret header are required")
    };
    let mut given = Vec::new();
    for (field, file) in [("sev-secret-header", header), ("sev-secret", secret)] {
        let content = run.read_file(&file)?;
        given.push(TypedParam::new(field, content.as_str()));
    }
    given.extend(run.ulong("set-address")?.map(|at| TypedParam::new("sev-secret-set-address", at)));
    let count = given.len() as u64;
    let args = [domain, given.into(), count.into(), 0.into()];
    run.call_or(FunctionId::DomainSetLaunchSecurityState, args, "Unable to set launch security state")?;
    Ok(())
}

pub(crate) fn domifannounce(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let interface = or_null(run.text("interface")?);
    let mut given = Vec::new();
    for option in ["initial", "max", "rounds", "step"] {
        given.extend(run.uint(option)?.map(|n| TypedParam::new(option, n)));
    }
    let count = given.len() as u64;
    let params = if given.is_empty() { Value::Null } else { given.into() };
    run.call(FunctionId::DomainAnnounceInterface, [domain, interface, params, count.into(), 0.into()])?;
    Ok(())
}

/// The open files of `--pass-fds`, by number.
pub(super) fn pass_fds(run: &mut Run<'_>) -> Result<Vec<Value>, Failed> {
    let mut files = Vec::new();
    let given = run.given("pass-fds");
    for part in given.iter().flat_map(|list| list.split(',')) {
        match numbers::to_i32(part, 10) {
            Some(file) => files.push(Value::from(file)),
            None => fail!(run, "Unable to parse FD number '{part}'"),
        }
    }
    Ok(files)
}

pub(crate) fn dom_fd_associate(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("seclabel-restore", 1), ("seclabel-writable", 2)]);
    let domain = run.domain()?;
    let name = run.needed("name")?;
    let files = pass_fds(run)?;
    let count = files.len() as u64;
    let args = [domain, name.into(), count.into(), Value::List(files), flags.into()];
    run.call(FunctionId::DomainFDAssociate, args)?;
    Ok(())
}

pub(crate) fn domxml_from_native(run: &mut Run<'_>) -> Done {
    let (format, file) = (run.needed("format")?, run.needed("config")?);
    let content = run.read_file(&file)?;
    let args = [run.conn(), format.into(), content.into(), 0.into()];
    let got = run.call(FunctionId::ConnectDomainXMLFromNative, args)?;
    say!(run, "{}", text(&got.ret));
    Ok(())
}

pub(crate) fn domxml_to_native(run: &mut Run<'_>) -> Done {
    let (format, file) = (run.needed("format")?, run.text("xml")?);
    run.exclusive("domain", "xml")?;
    let document = match (run.has("domain"), file) {
        (true, _) => {
            let domain = run.domain()?;
            let got = run.perform(FunctionId::DomainGetXMLDesc, [domain, 0.into()]);
            if !got.ok() {
                fail!(run, "failed to retrieve XML");
            }
            text(&got.ret)
        }
        (false, Some(file)) => run.read_file(&file)?,
        (false, None) => fail!(run, "need either domain or domain XML"),
    };
    let args = [run.conn(), format.into(), document.into(), 0.into()];
    let got = run.call(FunctionId::ConnectDomainXMLToNative, args)?;
    say!(run, "{}", text(&got.ret));
    Ok(())
}

pub(crate) fn console(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    run.text("devname")?;
    open_console(run, &domain)
}

/// A console needs a terminal, which is not there.
pub(super) fn open_console(run: &mut Run<'_>, domain: &Value) -> Done {
    /// `VIR_DOMAIN_SHUTOFF`.
    const SHUTOFF: i64 = 5;
    match run.state_of(domain) {
        Err(Failed) => fail!(run, "Unable to get domain status"),
        Ok((SHUTOFF, _)) => fail!(run, "The domain is not running"),
        Ok(_) => fail!(run, "Cannot run interactive console without a controlling TTY"),
    }
}

/// `virDomainSetIOThreadParams`.
pub(crate) fn iothreadset(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let thread = run.int("id")?.unwrap_or(0);
    if thread <= 0 {
        fail!(run, "Invalid IOThread id value: '{thread}'");
    }
    let mut given = Vec::new();
    given.extend(run.ulong("poll-max-ns")?.map(|n| TypedParam::new("poll_max_ns", n)));
    for (option, field) in
        [("poll-grow", "poll_grow"), ("poll-shrink", "poll_shrink"), ("poll-weight", "poll_weight")]
    {
        // A number that does not fit gets the wider type.
        given.extend(run.ulong(option)?.map(|n| match u32::try_from(n) {
            Ok(narrow) => TypedParam::new(field, narrow),
            Err(_) => TypedParam::new(field, n),
        }));
    }
    for (option, field) in [("thread-pool-min", "thread_pool_min"), ("thread-pool-max", "thread_pool_max")] {
        given.extend(run.int(option)?.map(|n| TypedParam::new(field, n)));
    }
    if given.is_empty() {
        fail!(run, "Not enough arguments passed, nothing to set");
    }
    let count = given.len() as u64;
    let args = [domain, thread.into(), given.into(), count.into(), flags.into()];
    run.call(FunctionId::DomainSetIOThreadParams, args)?;
    Ok(())
}
