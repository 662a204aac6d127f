//! Statistics of domains.

use virtlab_core::api::{FunctionId, Value};

use super::calls::{items, member, number, out};
use super::look::{ID, NAME, UUID};
use super::values::{in_units, param_text, params};
use super::{Done, Failed, Run, fail, say};
use crate::grid::Grid;
use crate::xml;

const STATS: &[(&str, u32)] = &[
    ("state", 1),
    ("cpu-total", 2),
    ("balloon", 4),
    ("vcpu", 8),
    ("interface", 16),
    ("block", 32),
    ("perf", 64),
    ("iothread", 128),
    ("memory", 256),
    ("dirtyrate", 512),
    ("vm", 1024),
];
const STATS_FLAGS: &[(&str, u32)] = &[
    ("list-active", 1),
    ("list-inactive", 2),
    ("list-persistent", 4),
    ("list-transient", 8),
    ("list-running", 16),
    ("list-paused", 32),
    ("list-shutoff", 64),
    ("list-other", 128),
    ("enforce", 1 << 31),
    ("backing", 1 << 30),
    ("nowait", 1 << 29),
];

pub(crate) fn domstats(run: &mut Run<'_>) -> Done {
    let (stats, flags) = (run.flags(STATS), run.flags(STATS_FLAGS));
    let mut domains = Vec::new();
    for name in run.many("domain") {
        domains.push(run.find_domain(&name, ID | UUID | NAME)?);
    }
    let rest = [Value::from(stats), Value::Out, flags.into()];
    let got = if domains.is_empty() {
        run.call(FunctionId::ConnectGetAllDomainStats, [run.conn()].into_iter().chain(rest))?
    } else {
        run.call(FunctionId::DomainListGetStats, [Value::List(domains)].into_iter().chain(rest))?
    };
    for (at, record) in items(out(&got, "retStats")).iter().enumerate() {
        if at > 0 {
            say!(run, "\n");
        }
        let name = run.name_of(member(record, "dom"));
        say!(run, "Domain: '{name}'\n");
        for param in params(member(record, "params")) {
            say!(run, "  {}={}\n", param.field, param_text(&param.value));
        }
    }
    Ok(())
}

const MEMORY_TAGS: &[&str] = &[
    "swap_in",
    "swap_out",
    "major_fault",
    "minor_fault",
    "unused",
    "available",
    "actual",
    "rss",
    "usable",
    "last_update",
    "disk_caches",
    "hugetlb_pgalloc",
    "hugetlb_pgfail",
];

/// What `--human` calls the numbers of `domblkstat`.
const BLOCK: &[(&str, &str)] = &[
    ("rd_req", "number of read operations:"),
    ("rd_bytes", "number of bytes read:"),
    ("wr_req", "number of write operations:"),
    ("wr_bytes", "number of bytes written:"),
    ("errs", "error count:"),
];

pub(crate) fn domblkstat(run: &mut Run<'_>) -> Done {
    let human = run.has("human");
    let domain = run.domain()?;
    let name = run.given("domain").unwrap_or_default();
    let device = run.text("device")?.unwrap_or_default();
    let disk = Value::text(&device);
    let flags = [domain.clone(), disk.clone(), Value::Null, 0.into(), 0.into()];
    if !run.perform(FunctionId::DomainBlockStatsFlags, flags).ok() {
        if !run.unsupported() {
            return Err(Failed);
        }
        run.forget();
    }
    let failed = format!("Failed to get block stats {name} {device}");
    let got = run.call_or(FunctionId::DomainBlockStats, [domain, disk], &failed)?;
    let stats = out(&got, "stats").clone();
    if human {
        say!(run, "Device: {device}\n");
    }
    for (field, words) in BLOCK {
        let count = number(member(&stats, field));
        match (count >= 0, human) {
            (false, _) => {}
            (true, true) => say!(run, " {words:<31} {count}\n"),
            (true, false) => say!(run, "{device} {field} {count}\n"),
        }
    }
    Ok(())
}

pub(crate) fn domifstat(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let name = run.given("domain").unwrap_or_default();
    let device = run.needed("interface")?;
    let failed = format!("Failed to get interface stats {name} {device}");
    let got = run.call_or(FunctionId::DomainInterfaceStats, [domain, device[..].into()], &failed)?;
    let stats = out(&got, "stats").clone();
    for field in
        ["rx_bytes", "rx_packets", "rx_errs", "rx_drop", "tx_bytes", "tx_packets", "tx_errs", "tx_drop"]
    {
        let count = number(member(&stats, field));
        if count >= 0 {
            say!(run, "{device} {field} {count}\n");
        }
    }
    Ok(())
}

/// A size in the unit that suits it, `1.000 GiB`.
fn pretty(bytes: u64) -> String {
    in_units(bytes, 3)
}

/// Capacity, allocation, physical size.
fn sizes(run: &Run<'_>, info: &Value) -> [String; 3] {
    let all = ["capacity", "allocation", "physical"].map(|name| member(info, name).as_u64().unwrap_or(0));
    if all == [0; 3] {
        return all.map(|_| "-".to_owned());
    }
    all.map(|bytes| if run.has("human") { pretty(bytes) } else { bytes.to_string() })
}

pub(crate) fn domblkinfo(run: &mut Run<'_>) -> Done {
    run.exclusive("all", "device")?;
    let domain = run.domain()?;
    if run.has("all") {
        return all_block_info(run, &domain);
    }
    let Some(device) = run.given("device").filter(|device| !device.is_empty()) else {
        fail!(run, "command 'domblkinfo' requires <device> option")
    };
    let got = run.call(FunctionId::DomainGetBlockInfo, [domain, device.into(), Value::Out, 0.into()])?;
    let [capacity, allocation, physical] = sizes(run, out(&got, "info"));
    run.pair("Capacity:", capacity);
    run.pair("Allocation:", allocation);
    run.pair("Physical:", physical);
    Ok(())
}

fn all_block_info(run: &mut Run<'_>, domain: &Value) -> Done {
    run.active(domain);
    let text = run.xml_of(domain, 0)?;
    let Some(root) = xml::root(&text) else { fail!(run, "Failed to parse domain description xml") };
    let mut grid = Grid::new(&["Target", "Capacity", "Allocation", "Physical"]);
    for disk in xml::all(&root, "devices/disk") {
        let target = xml::attribute(disk, "target", "dev").unwrap_or_default();
        let mut info = Value::Null;
        if disk.child("source").is_some() {
            let args = [domain.clone(), target[..].into(), Value::Out, 0.into()];
            info = out(&run.call(FunctionId::DomainGetBlockInfo, args)?, "info").clone();
        }
        let [capacity, allocation, physical] = sizes(run, &info);
        grid.row([target, capacity, allocation, physical]);
    }
    run.table(&grid);
    Ok(())
}

/// One line of `dommemstat`.
pub(super) fn memory_tag(tag: i64) -> Option<&'static str> {
    usize::try_from(tag).ok().and_then(|at| MEMORY_TAGS.get(at)).copied()
}
