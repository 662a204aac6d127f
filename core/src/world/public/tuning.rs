//! Scheduler, memory and NUMA parameters, and perf events of a domain.

use std::sync::Arc;

use crate::api::{FunctionId, Value};
use crate::domain::config::DomainDef;
use crate::domain::xml::edit;
use crate::domain::{Domain, Impact};
use crate::ground::limits::CPUSET_BITS_MAX;
use crate::ground::params::{Accepted, takes, validate};
use crate::ground::{Bitmap, ErrorCode, ParamType, ParamValue, Result, TypedParam, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainGetSchedulerType => get_scheduler_type,
        DomainGetSchedulerParameters => get_scheduler,
        DomainGetSchedulerParametersFlags => get_scheduler_flags,
        DomainSetSchedulerParameters | DomainSetSchedulerParametersFlags => set_scheduler,
        DomainGetMemoryParameters => get_memory,
        DomainSetMemoryParameters => set_memory,
        DomainGetNumaParameters => get_numa,
        DomainSetNumaParameters => set_numa,
        DomainGetPerfEvents => get_perf,
        DomainSetPerfEvents => set_perf,
        DomainSetMemoryStatsPeriod => set_stats_period,
        _ => return None,
    })
}

/// The domain and the one configuration of it that the flags mean. `virDomainObjGetOneDef`.
pub(in crate::world) fn one_def(session: &Session<'_>, args: &Args<'_>) -> Result<(Arc<Domain>, Impact)> {
    let domain = session.domain(args.handle(0))?.clone();
    let impact = domain.one_impact(args.flags())?;
    Ok((domain, impact))
}

/// That configuration.
pub(in crate::world) fn chosen((domain, impact): &(Arc<Domain>, Impact)) -> &DomainDef {
    if impact.config { domain.lasting_def() } else { &domain.def }
}

/// Changes that configuration; nothing is changed if the change is refused.
pub(in crate::world) fn change(
    session: &mut Session<'_>,
    (domain, impact): &(Arc<Domain>, Impact),
    change: impl FnOnce(&mut DomainDef) -> Result<()>,
) -> Result<Reply> {
    let mut def = chosen(&(domain.clone(), *impact)).clone();
    change(&mut def)?;
    session.host_mut()?.domains.update(&domain.def.uuid, |domain| {
        if impact.config {
            *domain.lasting_def_mut() = def;
        } else {
            domain.def = Arc::new(def);
        }
    });
    Ok(Reply::done())
}

/// Whether the caller only asks how many parameters there are.
pub(in crate::world) fn asks_count(args: &Args<'_>, nparams: usize, count: usize) -> Option<Reply> {
    let params = (!args.is_null(nparams - 1)).then_some(("params", Value::List(Vec::new())));
    let count = ("nparams", Value::from(count as u64));
    (args.int(nparams) == 0).then(|| Reply::with(params.into_iter().chain([count])))
}

/// As many parameters as the caller has room for.
pub(in crate::world) fn fill(args: &Args<'_>, nparams: usize, mut params: Vec<TypedParam>) -> Reply {
    params.truncate(usize::try_from(args.int(nparams)).unwrap_or(0));
    let count = Value::from(params.len() as u64);
    Reply::with([("params", params.into()), ("nparams", count)])
}

fn get_scheduler_type(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let count = (!args.is_null(1)).then_some(("nparams", Value::Int(1)));
    Ok(Reply::both("fair", count))
}

fn get_scheduler(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    session.domain(args.handle(0))?;
    // The test driver has one parameter, and forgets what it is set to.
    let params = vec![TypedParam::new("weight", 50u32)];
    Ok(Reply::with([("params", params.into()), ("nparams", Value::Int(1))]))
}

/// `VIR_TYPED_PARAM_STRING_OKAY`, which the public function adds and the driver's does not know: it always refuses.
const STRINGS: u32 = 4;

fn get_scheduler_flags(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Err(session.unknown_flags("DomainGetSchedulerParametersFlags", args.flags() | STRINGS)?)
}

fn set_scheduler(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    validate(&args.params(1, 2), &[takes("weight", ParamType::UInt)])?;
    session.domain(args.handle(0))?;
    Ok(Reply::done())
}

fn get_memory(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(reply) = asks_count(args, 2, 3) {
        return Ok(reply);
    }
    let which = one_def(session, args)?;
    let limits = &chosen(&which).tuning().memory;
    let params = vec![
        TypedParam::new("hard_limit", limits.hard_kib),
        TypedParam::new("soft_limit", limits.soft_kib),
        TypedParam::new("swap_hard_limit", limits.swap_kib),
    ];
    Ok(fill(args, 2, params))
}

/// The value of a parameter, if it is there.
fn number(params: &[TypedParam], field: &str) -> Option<u64> {
    params.iter().find(|param| &*param.field == field).map(|param| param.value.bits())
}

fn set_memory(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let params = args.params(1, 2);
    let known = ["hard_limit", "soft_limit", "swap_hard_limit"].map(|name| takes(name, ParamType::ULLong));
    validate(&params, &known)?;
    let which = one_def(session, args)?;
    let [hard, soft, swap] = known.map(|known| number(&params, known.field));
    // Whichever configuration is changed, it is the one in force that is compared with.
    let now = &which.0.def.tuning().memory;
    let exceeds = hard.unwrap_or(now.hard_kib) > swap.unwrap_or(now.swap_kib);
    if (hard.is_some() || swap.is_some()) && exceeds {
        let detail = "memory hard_limit tunable value must be lower than or equal to swap_hard_limit";
        return Err(VirError::new(session.driver_domain()?, ErrorCode::InvalidArg, detail));
    }
    change(session, &which, |def| {
        let limits = &mut def.tuning_mut().memory;
        limits.soft_kib = soft.unwrap_or(limits.soft_kib);
        limits.hard_kib = hard.unwrap_or(limits.hard_kib);
        limits.swap_kib = swap.unwrap_or(limits.swap_kib);
        Ok(())
    })
}

fn get_numa(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(reply) = asks_count(args, 2, 2) {
        return Ok(reply);
    }
    let which = one_def(session, args)?;
    let (mode, nodes) = edit::numa_memory(chosen(&which))?.unwrap_or_default();
    let params = vec![TypedParam::new("numa_mode", mode), TypedParam::new("numa_nodeset", &*nodes)];
    Ok(fill(args, 2, params))
}

fn set_numa(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let params = args.params(1, 2);
    let known = [takes("numa_mode", ParamType::Int), takes("numa_nodeset", ParamType::String)];
    validate(&params, &known)?;
    let which = one_def(session, args)?;
    let from = session.driver_domain()?;
    let (mut mode, mut nodes) = (None, None);
    for param in &params {
        match &param.value {
            ParamValue::Int(number) => {
                if !(0..edit::NUMA_MODES).contains(number) {
                    let detail = format!("unsupported numatune mode: '{number}'");
                    return Err(VirError::new(from, ErrorCode::InvalidArg, detail));
                }
                mode = Some(*number);
            }
            value => {
                let set = Bitmap::parse(value.text(), CPUSET_BITS_MAX)?;
                if set.is_empty() {
                    let detail = format!("Invalid nodeset of 'numatune': {}", value.text());
                    return Err(VirError::new(from, ErrorCode::OperationInvalid, detail));
                }
                nodes = Some(set);
            }
        }
    }
    let now = edit::numa_memory(chosen(&which))?;
    if which.1.live && mode.is_some() && now.is_some_and(|(now, _)| Some(now) != mode) {
        let detail = "can't change numatune mode for running domain";
        return Err(VirError::new(from, ErrorCode::OperationInvalid, detail));
    }
    change(session, &which, |def| edit::set_numa_memory(def, mode, nodes))
}

fn get_perf(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let which = one_def(session, args)?;
    let events = edit::perf_events(chosen(&which))?;
    let params: Vec<TypedParam> = events.into_iter().map(|(name, on)| TypedParam::new(name, on)).collect();
    let count = Value::from(params.len() as u64);
    Ok(Reply::with([("params", params.into()), ("nparams", count)]))
}

fn set_perf(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let params = args.params(1, 2);
    let known = edit::perf_event_names();
    let known: Vec<Accepted> = known.map(|name| takes(name, ParamType::Boolean)).collect();
    validate(&params, &known)?;
    let which = one_def(session, args)?;
    let events = params.iter().map(|param| (&*param.field, param.value.bits() != 0));
    change(session, &which, |def| edit::set_perf_events(def, events))
}

fn set_stats_period(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let which = one_def(session, args)?;
    let from = session.driver_domain()?;
    change(session, &which, |def| {
        let balloon = def.devices.memballoon.as_mut().filter(|balloon| balloon.is_there());
        let Some(balloon) = balloon else {
            let detail = "No memory balloon device configured, can not set the collection period";
            return Err(VirError::internal(from, detail));
        };
        balloon.period_s = args.int(1);
        Ok(())
    })
}
