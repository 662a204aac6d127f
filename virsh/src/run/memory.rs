//! Memory and what tunes a domain: typed parameters.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::scale::scale_integer;
use virtlab_core::ground::{ParamType, ParamValue, TypedParam, number as numbers};

use super::calls::{items, member, number, out};
use super::options::{CONFIG, LIVE};
use super::stats::memory_tag;
use super::values::{param_text, params};
use super::{Done, Failed, Run, fail, say};

/// `VIR_DOMAIN_MEM_MAXIMUM`.
const MAXIMUM: u32 = 4;
/// `VIR_DOMAIN_MEMORY_PARAM_UNLIMITED`.
const UNLIMITED: u64 = (i64::MAX >> 10) as u64;

fn kib(run: &mut Run<'_>) -> Result<u64, Failed> {
    Ok(run.scaled("size", 1024, u64::MAX)?.unwrap_or(0).div_ceil(1024))
}

pub(crate) fn setmem(run: &mut Run<'_>) -> Done {
    let mut flags = run.impact()?;
    if !run.has("current") && flags == 0 {
        flags = LIVE;
    }
    let domain = run.domain()?;
    let size = kib(run)?;
    run.call(FunctionId::DomainSetMemoryFlags, [domain, size.into(), flags.into()])?;
    Ok(())
}

pub(crate) fn setmaxmem(run: &mut Run<'_>) -> Done {
    let flags = run.impact()? | MAXIMUM;
    let domain = run.domain()?;
    let args = [domain, kib(run)?.into(), flags.into()];
    run.call_or(FunctionId::DomainSetMemoryFlags, args, "Unable to change MaxMemorySize")?;
    Ok(())
}

pub(crate) fn dommemstat(run: &mut Run<'_>) -> Done {
    let mut flags = run.impact()?;
    let domain = run.domain()?;
    let name = run.given("domain").unwrap_or_default();
    if !run.has("current") && flags == 0 && run.active(&domain) {
        flags = LIVE;
    }
    if let Some(period) = run.int("period")? {
        if period < 0 {
            fail!(run, "Invalid collection period value '{period}'");
        }
        let args = [domain, period.into(), flags.into()];
        let failed = "Unable to change balloon collection period.";
        run.call_or(FunctionId::DomainSetMemoryStatsPeriod, args, failed)?;
        return Ok(());
    }
    /// `VIR_DOMAIN_MEMORY_STAT_NR`.
    const TAGS: i32 = 13;
    let failed = format!("Failed to get memory statistics for domain {name}");
    let args = [domain, Value::Out, TAGS.into(), 0.into()];
    let got = run.call_or(FunctionId::DomainMemoryStats, args, &failed)?;
    for stat in items(out(&got, "stats")) {
        if let Some(tag) = memory_tag(number(member(stat, "tag"))) {
            say!(run, "{tag} {}\n", member(stat, "val").as_u64().unwrap_or(0));
        }
    }
    Ok(())
}

/// A pair of calls that tell and change a domain's parameters, and virsh's words when they fail.
pub(super) struct Tuning {
    pub get: FunctionId,
    pub set: FunctionId,
    pub count_failed: &'static str,
    pub get_failed: &'static str,
    pub set_failed: &'static str,
}

impl Tuning {
    /// Changes what was given, or tells what there is. `before` are the arguments that come first.
    pub fn run(
        &self,
        run: &mut Run<'_>,
        before: &[Value],
        given: Vec<TypedParam>,
        flags: u32,
        shown: impl Fn(&TypedParam) -> String,
    ) -> Done {
        self.run_counting(run, [before, before], given, flags, shown)
    }

    /// The same; how many there are is asked with arguments of its own.
    pub fn run_counting(
        &self,
        run: &mut Run<'_>,
        [counting, before]: [&[Value]; 2],
        given: Vec<TypedParam>,
        flags: u32,
        shown: impl Fn(&TypedParam) -> String,
    ) -> Done {
        let args = |rest: [Value; 3]| before.iter().cloned().chain(rest);
        if !given.is_empty() {
            let count = Value::from(given.len() as u64);
            run.call_or(self.set, args([given.into(), count, flags.into()]), self.set_failed)?;
            return Ok(());
        }
        let first = counting.iter().cloned().chain([Value::Null, 0.into(), flags.into()]);
        let count = out(&run.call_or(self.get, first, self.count_failed)?, "nparams").clone();
        if number(&count) == 0 {
            return Ok(());
        }
        let got = run.call_or(self.get, args([Value::Out, count, flags.into()]), self.get_failed)?;
        for param in params(out(&got, "params")) {
            say!(run, "{:<15}: {}\n", param.field, shown(&param));
        }
        Ok(())
    }
}

pub(super) fn plain(param: &TypedParam) -> String {
    param_text(&param.value)
}

/// A size of `memtune`: a negative one is none at all.
fn limit(run: &mut Run<'_>, name: &str) -> Result<Option<u64>, Failed> {
    let Some(text) = run.given(name) else { return Ok(None) };
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '-' && c != '+').unwrap_or(text.len());
    let kib = numbers::to_i64(&text[..digits], 10).and_then(|value| match u64::try_from(value) {
        Err(_) => Some(UNLIMITED),
        Ok(value) => {
            scale_integer(value, &text[digits..], 1024, i64::MAX as u64).ok().map(|b| b.div_ceil(1024))
        }
    });
    match kib {
        Some(kib) => Ok(Some(kib)),
        None => fail!(run, "Unable to parse integer parameter {name}"),
    }
}

pub(crate) fn memtune(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let mut given = Vec::new();
    for (option, field) in [
        ("hard-limit", "hard_limit"),
        ("soft-limit", "soft_limit"),
        ("swap-hard-limit", "swap_hard_limit"),
        ("min-guarantee", "min_guarantee"),
    ] {
        given.extend(limit(run, option)?.map(|kib| TypedParam::new(field, kib)));
    }
    let tuning = Tuning {
        get: FunctionId::DomainGetMemoryParameters,
        set: FunctionId::DomainSetMemoryParameters,
        count_failed: "Unable to get number of memory parameters",
        get_failed: "Unable to get memory parameters",
        set_failed: "Unable to change memory parameters",
    };
    tuning.run(run, &[domain], given, flags, |param| match param.value {
        ParamValue::ULLong(UNLIMITED) => "unlimited".to_owned(),
        _ => plain(param),
    })
}

/// The modes of `virDomainNumatuneMemMode`.
const NUMA_MODES: &[&str] = &["strict", "preferred", "interleave", "restrictive"];

pub(crate) fn numatune(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let mut given = Vec::new();
    given.extend(run.text("nodeset")?.map(|nodes| TypedParam::new("numa_nodeset", nodes.as_str())));
    if let Some(mode) = run.text("mode")? {
        let place = NUMA_MODES.iter().position(|known| *known == mode).and_then(|n| i32::try_from(n).ok());
        match place.or_else(|| numbers::to_i32(&mode, 0)) {
            Some(mode) => given.push(TypedParam::new("numa_mode", mode)),
            None => fail!(run, "Invalid mode: {mode}"),
        }
    }
    let tuning = Tuning {
        get: FunctionId::DomainGetNumaParameters,
        set: FunctionId::DomainSetNumaParameters,
        count_failed: "Unable to get number of memory parameters",
        get_failed: "Unable to get numa parameters",
        set_failed: "Unable to change numa parameters",
    };
    tuning.run(run, &[domain], given, flags, |param| match param.value {
        ParamValue::Int(mode) if &*param.field == "numa_mode" => {
            let name = usize::try_from(mode).ok().and_then(|mode| NUMA_MODES.get(mode));
            name.map_or_else(|| mode.to_string(), |name| (*name).to_owned())
        }
        _ => plain(param),
    })
}

/// A value of `schedinfo --set`, of the type that the parameter has.
fn setting(like: &ParamValue, text: &str) -> Option<ParamValue> {
    Some(match like.kind()? {
        ParamType::Int => numbers::to_i32(text, 10)?.into(),
        ParamType::UInt => numbers::to_u32(text, 10)?.into(),
        ParamType::LLong => numbers::to_i64(text, 10)?.into(),
        ParamType::ULLong => numbers::to_u64(text, 10)?.into(),
        ParamType::Double => text.parse::<f64>().ok()?.into(),
        ParamType::Boolean => (text == "1").into(),
        ParamType::String => text.into(),
    })
}

fn settings(run: &mut Run<'_>, known: &[TypedParam]) -> Result<Vec<TypedParam>, Failed> {
    let mut wanted = Vec::new();
    for pair in run.many("set") {
        match pair.split_once('=') {
            Some((field, value)) => wanted.push((field.to_owned(), value.to_owned())),
            None => fail!(run, "Invalid syntax for --set, expecting name=value"),
        }
    }
    for field in ["cap", "weight"] {
        wanted.extend(run.text(field)?.map(|value| (field.to_owned(), value)));
    }
    let mut given = Vec::new();
    for (field, text) in wanted {
        let Some(param) = known.iter().find(|param| *param.field == *field) else {
            fail!(run, "invalid scheduler option: {field}")
        };
        let Some(value) = setting(&param.value, &text) else {
            let expected = match param.value.word() {
                "uint" => "unsigned int",
                "llong" => "long long",
                "ullong" => "unsigned long long",
                word => word,
            };
            fail!(run, "invalid argument: Invalid value for field '{field}': expected {expected}")
        };
        given.push(TypedParam { field: param.field.clone(), value });
    }
    Ok(given)
}

pub(crate) fn schedinfo(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let both = flags == LIVE | CONFIG;
    let query = if both { 0 } else { flags };
    let domain = run.domain()?;
    let plainly = flags == 0 && !run.has("current");
    let scheduler = run.perform(FunctionId::DomainGetSchedulerType, [domain.clone()]);
    let Some(name) = scheduler.ret.as_text() else {
        say!(run, "{:<15}: {}\n", "Scheduler", "Unknown");
        return Err(Failed);
    };
    say!(run, "{:<15}: {name}\n", "Scheduler");
    let count = out(&scheduler, "nparams").clone();
    if number(&count) == 0 {
        return Err(Failed);
    }
    let ask = |run: &mut Run<'_>| -> Result<Vec<TypedParam>, Failed> {
        let args = [domain.clone(), Value::Out, count.clone()];
        let got = match plainly {
            true => run.call(FunctionId::DomainGetSchedulerParameters, args)?,
            false => {
                let args = args.into_iter().chain([query.into()]);
                run.call(FunctionId::DomainGetSchedulerParametersFlags, args)?
            }
        };
        Ok(params(out(&got, "params")))
    };
    let mut known = ask(run)?;
    let given = settings(run, &known)?;
    if given.is_empty() && both {
        fail!(run, "cannot query both live and config at once");
    }
    if !given.is_empty() {
        let length = Value::from(given.len() as u64);
        let args = [domain.clone(), given.into(), length];
        match plainly {
            true => run.call(FunctionId::DomainSetSchedulerParameters, args)?,
            false => {
                let args = args.into_iter().chain([flags.into()]);
                run.call(FunctionId::DomainSetSchedulerParametersFlags, args)?
            }
        };
        known = ask(run)?;
    }
    for param in known {
        say!(run, "{:<15}: {}\n", param.field, plain(&param));
    }
    Ok(())
}
