//! The world's own functions.

use std::sync::Arc;

use crate::api::{FunctionId, Value};
use crate::ground::{ErrorDomain, Result, VirError};
use crate::host::HostConfig;
use crate::world::args::{Args, Handler, Reply};
use crate::world::host_state::HostState;
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        ClockAdvance => clock_advance,
        HostSet => host_set,
        _ => return None,
    })
}

/// Milliseconds that one call may advance the clock by: a year.
const ADVANCE_MAX_MS: u64 = 366 * 24 * 60 * 60 * 1000;

pub(in crate::world) fn clock_advance(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let ms = args.u64(0);
    if ms > ADVANCE_MAX_MS {
        let message = format!("milliseconds in {} must be at most {ADVANCE_MAX_MS}", args.row.id.c_name());
        return Err(VirError::argument(ErrorDomain::None, args.row.id.c_name(), "milliseconds", message));
    }
    *session.clock_ns = session.clock_ns.saturating_add(ms * 1_000_000);
    Ok(Reply::done())
}

/// Gives the lab a host, new or in place of the one of its key. Domains that are there stay.
pub(in crate::world) fn host_set(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let refuse =
        |message: String| Err(VirError::argument(ErrorDomain::None, args.row.id.c_name(), "host", message));
    let config = match HostConfig::from_json(args.string(0)) {
        Ok(config) => config,
        Err(faults) => {
            let faults: Vec<String> = faults.iter().map(|f| format!("{}: {}", f.place, f.message)).collect();
            return refuse(faults.join("; "));
        }
    };
    let mut lab = (**session.lab).clone();
    match lab.hosts.iter_mut().find(|host| host.key == config.key) {
        Some(host) => *host = config.clone(),
        None => lab.hosts.push(config.clone()),
    }
    if let Err(faults) = lab.validate() {
        let faults: Vec<String> =
            faults.iter().map(|f| format!("{}: {}", f.fault.place, f.fault.message)).collect();
        return refuse(faults.join("; "));
    }
    let config = Arc::new(config);
    match session.hosts.get_mut(&config.key) {
        Some(host) => host.config = config,
        None => match HostState::new(config.clone(), session.rng) {
            Ok(state) => {
                session.hosts.insert(config.key.clone(), state);
            }
            Err(fault) => return refuse(format!("{}: {}", fault.fault.place, fault.fault.message)),
        },
    }
    *session.lab = Arc::new(lab);
    Ok(Value::Int(0).into())
}
