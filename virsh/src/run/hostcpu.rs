//! CPUs of hosts and hypervisors, what CPUs did for a domain, pages and memory of the host.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::xml::Writer;
use virtlab_core::ground::{ParamValue, TypedParam};

use super::calls::{number, or_null, out, text};
use super::values::{param_text, params};
use super::{Done, Failed, Run, fail, say};
use crate::xml;

/// The CPUs that a file describes: alone, or in the XML of a domain, of capabilities or of domain capabilities. Each as a
/// document of its own.
fn cpus_of(run: &mut Run<'_>, file: &str, host_is_doubtful: bool) -> Result<Vec<String>, Failed> {
    let content = run.read_file(file)?;
    let body = match content.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, body)) => body,
        None => &content,
    };
    let wrapped = format!("<container>{body}</container>");
    let container = match virtlab_core::ground::xml::parse(virtlab_core::ground::ErrorDomain::Xml, &wrapped) {
        Ok(container) => container,
        Err(error) => {
            run.last_error = Some(error);
            return Err(Failed);
        }
    };
    let mut found = Vec::new();
    for child in container.elements() {
        let inside = match &child.name[..] {
            "cpu" => vec![child],
            "domain" => xml::all(child, "cpu"),
            "capabilities" => xml::all(child, "host/cpu"),
            "domainCapabilities" => xml::all(child, "cpu/mode"),
            _ => Vec::new(),
        };
        let usable = |cpu: &&xml::Node<'_>| {
            cpu.name != "mode"
                || cpu.attribute("name") == Some("host-model") && cpu.attribute("supported") == Some("yes")
        };
        found.extend(inside.into_iter().filter(usable).cloned());
    }
    if found.is_empty() {
        fail!(
            run,
            "File '{file}' does not contain any <cpu> element or valid domain XML, host capabilities XML, or domain capabilities XML"
        );
    }
    let mut documents = Vec::new();
    for mut cpu in found {
        if cpu.name == "mode" {
            cpu.name = "cpu".into();
            cpu.attributes.clear();
        }
        if host_is_doubtful && cpu.all("feature").any(|feature| feature.attribute("policy").is_none()) {
            run.error("using host CPU definition as input may provide incorrect results");
        }
        let mut w = Writer::new();
        w.verbatim(&cpu);
        documents.push(w.finish().trim_end().to_owned());
    }
    Ok(documents)
}

/// The texts of an array.
fn list(documents: Vec<String>) -> [Value; 2] {
    let count = documents.len() as u64;
    [Value::List(documents.into_iter().map(Value::from).collect()), count.into()]
}

const BASELINE: &[(&str, u32)] = &[("features", 1), ("migratable", 2), ("ignore-host", 4)];

pub(crate) fn cpu_baseline(run: &mut Run<'_>) -> Done {
    let flags = run.flags(BASELINE);
    let file = run.needed("file")?;
    let [cpus, count] = list(cpus_of(run, &file, false)?);
    let args = [run.conn(), cpus, count, flags.into()];
    let got = run.call(FunctionId::ConnectBaselineCPU, args)?;
    say!(run, "{}", text(&got.ret));
    Ok(())
}

/// Emulator, architecture, machine and type of virtualization, in the order of the functions.
fn hypervisor(run: &mut Run<'_>) -> Result<[Value; 4], Failed> {
    let mut found = [Value::Null, Value::Null, Value::Null, Value::Null];
    for (place, option) in found.iter_mut().zip(["emulator", "arch", "machine", "virttype"]) {
        *place = or_null(run.text(option)?);
    }
    Ok(found)
}

pub(crate) fn hypervisor_cpu_baseline(run: &mut Run<'_>) -> Done {
    let flags = run.flags(BASELINE);
    let hypervisor = hypervisor(run)?;
    run.alternatives("file", "model")?;
    let cpus = match (run.text("file")?, run.text("model")?) {
        (Some(file), _) => cpus_of(run, &file, true)?,
        (None, model) => vec![format!("<cpu><model>{}</model></cpu>", model.unwrap_or_default())],
    };
    let args = [run.conn()].into_iter().chain(hypervisor).chain(list(cpus)).chain([flags.into()]);
    let got = run.call(FunctionId::ConnectBaselineHypervisorCPU, args)?;
    say!(run, "{}", text(&got.ret));
    Ok(())
}

/// Tells what a comparison came to, by virCPUCompareResult: incompatible, identical, superset, and what failed.
fn compared(
    run: &mut Run<'_>,
    result: i64,
    [incompatible, identical, superset, failed]: [String; 4],
) -> Done {
    match result {
        0 => {
            say!(run, "{incompatible}\n");
            return Err(Failed);
        }
        1 => say!(run, "{identical}\n"),
        2 => say!(run, "{superset}\n"),
        _ => fail!(run, "{failed}"),
    }
    Ok(())
}

const COMPARE: &[(&str, u32)] = &[("error", 1), ("validate", 2)];

pub(crate) fn cpu_compare(run: &mut Run<'_>) -> Done {
    let flags = run.flags(COMPARE);
    let file = run.needed("file")?;
    let cpu = cpus_of(run, &file, false)?.swap_remove(0);
    let args = [run.conn(), cpu.into(), flags.into()];
    let result = run.ask(FunctionId::ConnectCompareCPU, args);
    let words = [
        format!("CPU described in {file} is incompatible with host CPU"),
        format!("CPU described in {file} is identical to host CPU"),
        format!("Host CPU is a superset of CPU described in {file}"),
        format!("Failed to compare host CPU with {file}"),
    ];
    compared(run, result, words)
}

pub(crate) fn hypervisor_cpu_compare(run: &mut Run<'_>) -> Done {
    let flags = run.flags(COMPARE);
    let file = run.needed("file")?;
    let hypervisor = hypervisor(run)?;
    let cpu = cpus_of(run, &file, true)?.swap_remove(0);
    let args = [run.conn()].into_iter().chain(hypervisor).chain([cpu.into(), flags.into()]);
    let result = run.ask(FunctionId::ConnectCompareHypervisorCPU, args);
    let words = [
        format!("CPU described in {file} is incompatible with the CPU provided by hypervisor on the host"),
        format!("CPU described in {file} is identical to the CPU provided by hypervisor on the host"),
        format!("The CPU provided by hypervisor on the host is a superset of CPU described in {file}"),
        format!("Failed to compare hypervisor CPU with {file}"),
    ];
    compared(run, result, words)
}

pub(crate) fn hypervisor_cpu_models(run: &mut Run<'_>) -> Done {
    let hypervisor = hypervisor(run)?;
    let args = [run.conn()].into_iter().chain(hypervisor).chain([0.into()]);
    let failed = "failed to get hypervisor CPU model names";
    let got = run.call_or(FunctionId::ConnectGetDomainCapabilities, args, failed)?;
    let document = text(&got.ret);
    let Some(root) = xml::root(&document) else { return Err(Failed) };
    let all = run.has("all");
    let path = if all { "//cpu//model[@usable]/text()" } else { "//cpu//model[@usable='yes']/text()" };
    for name in xml::find(&root, path).unwrap_or_default() {
        say!(run, "{name}\n");
    }
    Ok(())
}

/// A line of statistics of a CPU.
fn cpu_line(run: &mut Run<'_>, param: &TypedParam) {
    let times = ["cpu_time", "vcpu_time", "user_time", "system_time"];
    match &param.value {
        ParamValue::ULLong(n) if times.contains(&&*param.field) => {
            let (seconds, rest) = (n / 1_000_000_000, n % 1_000_000_000);
            say!(run, "\t{:<12} {seconds:>9}.{rest:09} seconds\n", param.field);
        }
        value => say!(run, "\t{:<12} {}\n", param.field, param_text(value)),
    }
}

/// The number of CPUs, or of parameters of each.
fn count_stats(run: &mut Run<'_>, domain: &Value, start: i32, cpus: u32) -> Result<i64, Failed> {
    let args = [domain.clone(), Value::Null, 0.into(), start.into(), cpus.into(), 0.into()];
    stats(run, domain, args).map(|(count, _)| count)
}

fn stats(run: &mut Run<'_>, domain: &Value, args: [Value; 6]) -> Result<(i64, Vec<TypedParam>), Failed> {
    let got = run.perform(FunctionId::DomainGetCPUStats, args);
    if !got.ok() {
        let name = run.name_of(domain);
        fail!(run, "Failed to retrieve CPU statistics for domain '{name}'");
    }
    Ok((number(&got.ret), params(out(&got, "params"))))
}

/// Statistics of each CPU from one on, `wanted` of them at most.
fn stats_of_each(run: &mut Run<'_>, domain: &Value, start: i32, wanted: Option<i32>) -> Done {
    let most = i32::try_from(count_stats(run, domain, 0, 0)?).unwrap_or(i32::MAX);
    if start >= most {
        fail!(run, "Start CPU {start} is out of range (min: 0, max: {})", most - 1);
    }
    if wanted.is_some_and(|wanted| wanted > most) {
        say!(run, "Only {most} CPUs available to show\n");
    }
    let shown = wanted.filter(|wanted| *wanted <= most).unwrap_or(most - start);
    let each = count_stats(run, domain, 0, 1)?;
    if each == 0 {
        say!(run, "No per-CPU stats available");
        return if run.has("total") { Ok(()) } else { Err(Failed) };
    }
    /// As many CPUs as are asked for in one call.
    const CPUS_A_CALL: i32 = 128;
    let mut at = start;
    while at < start.saturating_add(shown) {
        let cpus = CPUS_A_CALL.min(start + shown - at);
        let args = [domain.clone(), Value::Out, each.into(), at.into(), cpus.into(), 0.into()];
        let (_, params) = stats(run, domain, args)?;
        for (cpu, params) in (at..).zip(params.chunks(usize::try_from(each).unwrap_or(1))) {
            say!(run, "CPU{cpu}:\n");
            params.iter().for_each(|param| cpu_line(run, param));
        }
        at += cpus;
    }
    Ok(())
}

pub(crate) fn cpu_stats(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let start = run.int("start")?;
    if start.is_some_and(|start| start < 0) {
        fail!(run, "Invalid value for start CPU");
    }
    let wanted = run.int("count")?;
    if wanted.is_some_and(|wanted| wanted < 0) {
        fail!(run, "Invalid value for number of CPUs to show");
    }
    let (mut total, mut each) = (run.has("total"), start.is_some() || wanted.is_some());
    if !total && !each {
        (total, each) = (true, true);
    }
    if each {
        stats_of_each(run, &domain, start.unwrap_or(0), wanted)?;
    }
    if total {
        let count = count_stats(run, &domain, -1, 1)?;
        if count == 0 {
            say!(run, "No total stats available");
            return Err(Failed);
        }
        let args = [domain.clone(), Value::Out, count.into(), (-1).into(), 1.into(), 0.into()];
        let (_, params) = stats(run, &domain, args)?;
        say!(run, "Total:\n");
        params.iter().for_each(|param| cpu_line(run, param));
    }
    Ok(())
}

pub(crate) fn allocpages(run: &mut Run<'_>) -> Done {
    run.exclusive("all", "cellno")?;
    let cell = run.int("cellno")?.unwrap_or(-1);
    let most = u64::from(u32::MAX) * 1024;
    let size = run.scaled("pagesize", 1024, most)?.unwrap_or(0).div_ceil(1024);
    let count = run.ulong("pagecount")?.unwrap_or(0);
    let flags = u32::from(!run.has("add"));
    let mut cells = vec![cell];
    if run.has("all") {
        let failed = "unable to get node capabilities";
        let args = [run.conn()];
        let document = text(&run.call_or(FunctionId::ConnectGetCapabilities, args, failed)?.ret);
        let Some(root) = xml::root(&document) else { fail!(run, "{failed}") };
        let all = xml::all(&root, "host/topology/cells/cell");
        cells = all.iter().filter_map(|cell| cell.attribute("id")?.parse().ok()).collect();
    }
    for cell in cells {
        let one = |n: u64| Value::List(vec![n.into()]);
        let args = [run.conn(), 1.into(), one(size), one(count), cell.into(), 1.into(), flags.into()];
        run.call(FunctionId::NodeAllocPages, args)?;
    }
    Ok(())
}

pub(crate) fn node_memory_tune(run: &mut Run<'_>) -> Done {
    let mut given = Vec::new();
    for (option, field) in [
        ("shm-pages-to-scan", "shm_pages_to_scan"),
        ("shm-sleep-millisecs", "shm_sleep_millisecs"),
        ("shm-merge-across-nodes", "shm_merge_across_nodes"),
    ] {
        given.extend(run.uint(option)?.map(|n| TypedParam::new(field, n)));
    }
    let (connection, count) = (run.conn(), given.len() as u64);
    if !given.is_empty() {
        let args = [connection, given.into(), count.into(), 0.into()];
        run.call_or(FunctionId::NodeSetMemoryParameters, args, "Unable to change memory parameters")?;
        return Ok(());
    }
    let first = [connection.clone(), Value::Null, 0.into(), 0.into()];
    let failed = "Unable to get number of memory parameters";
    let count = out(&run.call_or(FunctionId::NodeGetMemoryParameters, first, failed)?, "nparams").clone();
    if number(&count) == 0 {
        return Ok(());
    }
    let args = [connection, Value::Out, count, 0.into()];
    let failed = "Unable to get memory parameters";
    let got = run.call_or(FunctionId::NodeGetMemoryParameters, args, failed)?;
    say!(run, "Shared memory:\n");
    for param in params(out(&got, "params")) {
        say!(run, "\t{:<15} {}\n", param.field, param_text(&param.value));
    }
    Ok(())
}
