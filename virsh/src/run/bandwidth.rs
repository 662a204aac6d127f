//! The bandwidth of interfaces.

use virtlab_core::api::FunctionId;
use virtlab_core::ground::{TypedParam, number as numbers};

use super::memory::{Tuning, plain};
use super::{Done, Failed, Run, fail};

/// `average,peak,burst,floor`; 0 for what is left out.
pub(super) fn rate(run: &mut Run<'_>, name: &str) -> Result<Option<[u64; 4]>, Failed> {
    let Some(text) = run.text(name)? else { return Ok(None) };
    let mut numbers_given = [0; 4];
    let parts: Vec<&str> = text.split(',').collect();
    if parts.len() > 4 {
        fail!(run, "Rate string '{text}' has too many fields");
    }
    for (at, part) in parts.iter().enumerate() {
        if part.is_empty() {
            continue;
        }
        match numbers::to_u64(part, 10) {
            Some(number) => numbers_given[at] = number,
            None => {
                let what = ["average", "peak", "burst", "floor"][at];
                fail!(run, "field '{what}' is malformed")
            }
        }
    }
    Ok(Some(numbers_given))
}

/// The rate of a parameter, which has 32 bits.
fn narrow_rate(run: &mut Run<'_>, name: &str) -> Result<Option<[u64; 4]>, Failed> {
    let rate = rate(run, name)?;
    if rate.is_some_and(|rate| rate[..3].iter().any(|n| *n > u64::from(u32::MAX))) {
        fail!(run, "{name} rate larger than maximum {}", u32::MAX);
    }
    Ok(rate)
}

fn rate_params(way: &str, [average, peak, burst, floor]: [u64; 4]) -> Vec<TypedParam> {
    let param = |what: &str, n: u64| TypedParam::new(format!("{way}.{what}"), n as u32);
    let mut params = vec![param("average", average)];
    for (what, n) in [("peak", peak), ("burst", burst), ("floor", floor)] {
        if n > 0 {
            params.push(param(what, n));
        }
    }
    params
}

pub(crate) fn domiftune(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let device = run.needed("interface")?;
    let mut given = Vec::new();
    if let Some(inbound) = narrow_rate(run, "inbound")? {
        let [average, peak, burst, floor] = inbound;
        if average == 0 && (burst > 0 || peak > 0) && floor == 0 {
            fail!(run, "either inbound average or floor is mandatory");
        }
        given.extend(rate_params("inbound", inbound));
    }
    if let Some(outbound) = narrow_rate(run, "outbound")? {
        let [average, peak, burst, floor] = outbound;
        if average == 0 && (burst > 0 || peak > 0) {
            fail!(run, "outbound average is mandatory");
        }
        if floor > 0 {
            fail!(run, "outbound floor is unsupported yet");
        }
        given.extend(rate_params("outbound", outbound));
    }
    let tuning = Tuning {
        get: FunctionId::DomainGetInterfaceParameters,
        set: FunctionId::DomainSetInterfaceParameters,
        count_failed: "Unable to get number of interface parameters",
        get_failed: "Unable to get interface parameters",
        set_failed: "Unable to set interface parameters",
    };
    tuning.run(run, &[domain, device.into()], given, flags, plain)
}
