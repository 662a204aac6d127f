//! What NUMA cells have free.

use virtlab_core::api::{FunctionId, Value};

use super::calls::{items, out, text};
use super::host::large;
use super::{Done, Failed, Run, extra, fail, say};
use crate::xml;

/// The numbers of the host's NUMA cells.
fn cells(run: &mut Run<'_>) -> Result<(String, Vec<i32>), Failed> {
    let failed = "unable to get node capabilities";
    let caps = text(&run.call_or(FunctionId::ConnectGetCapabilities, [run.conn()], failed)?.ret);
    let Some(root) = xml::root(&caps) else { fail!(run, "{failed}") };
    let cells = xml::all(&root, "host/topology/cells/cell");
    let ids = cells.iter().filter_map(|cell| cell.attribute("id")?.parse().ok()).collect();
    Ok((caps, ids))
}

fn free_of(run: &mut Run<'_>, cell: i32) -> Result<u64, Failed> {
    let args = [run.conn(), Value::Out, cell.into(), 1.into()];
    let got = run.call(FunctionId::NodeGetCellsFreeMemory, args)?;
    match items(out(&got, "freeMems")) {
        [free] => Ok(large(free)),
        _ => Err(Failed),
    }
}

pub(crate) fn freecell(run: &mut Run<'_>) -> Done {
    run.exclusive("all", "cellno")?;
    let cell = run.int("cellno")?;
    if run.has("all") {
        let (_, cells) = cells(run)?;
        let mut free = Vec::new();
        for cell in cells {
            let Ok(bytes) = free_of(run, cell) else {
                fail!(run, "failed to get free memory for NUMA node number: {cell}")
            };
            free.push((cell, bytes));
        }
        for (cell, bytes) in &free {
            say!(run, "{cell:>5}: {:>10} KiB\n", bytes / 1024);
        }
        let total: u64 = free.iter().map(|(_, bytes)| bytes).sum();
        extra!(run, "--------------------\n");
        extra!(run, "{:>5}: {:>10} KiB\n", "Total", total / 1024);
        return Ok(());
    }
    if let Some(cell) = cell {
        let bytes = free_of(run, cell)?;
        say!(run, "{cell}: {} KiB\n", bytes / 1024);
        return Ok(());
    }
    match large(&run.call(FunctionId::NodeGetFreeMemory, [run.conn()])?.ret) {
        0 => Err(Failed),
        bytes => {
            say!(run, "Total: {} KiB\n", bytes / 1024);
            Ok(())
        }
    }
}

fn pages_of(run: &mut Run<'_>, sizes: &[u32], cell: i32) -> Result<Vec<u64>, Failed> {
    let list = Value::List(sizes.iter().map(|size| Value::from(*size)).collect());
    let args = [run.conn(), (sizes.len() as u64).into(), list, cell.into(), 1.into(), Value::Out, 0.into()];
    let got = run.call(FunctionId::NodeGetFreePages, args)?;
    Ok(items(out(&got, "counts")).iter().map(large).collect())
}

pub(crate) fn freepages(run: &mut Run<'_>) -> Done {
    run.exclusive("all", "cellno")?;
    let limit = u64::from(u32::MAX) * 1024;
    let wanted = run.scaled("pagesize", 1024, limit)?.map(|bytes| bytes.div_ceil(1024) as u32);
    if run.has("all") {
        return all_free_pages(run, wanted);
    }
    if !run.has("cellno") {
        fail!(run, "missing cellno argument");
    }
    let cell = run.int("cellno")?.unwrap_or(0);
    if cell < -1 {
        fail!(run, "cell number must be non-negative integer or -1");
    }
    let Some(size) = wanted else { fail!(run, "missing pagesize argument") };
    match pages_of(run, &[size], cell)?.first() {
        Some(count) => say!(run, "{size}KiB: {count}\n"),
        None => fail!(run, "Could not get count of free {size}KiB pages, no data returned"),
    }
    Ok(())
}

fn all_free_pages(run: &mut Run<'_>, wanted: Option<u32>) -> Done {
    let (caps, cells) = cells(run)?;
    let sizes = match (wanted, xml::root(&caps)) {
        (Some(size), _) => vec![size],
        (None, None) => Vec::new(),
        (None, Some(root)) => {
            let mut pages = xml::all(&root, "host/cpu/pages");
            if pages.is_empty() {
                pages = xml::all(&root, "host/topology/cells/cell/pages");
            }
            let mut sizes: Vec<u32> =
                pages.iter().filter_map(|page| page.attribute("size")?.parse().ok()).collect();
            sizes.sort_unstable();
            sizes.dedup();
            sizes
        }
    };
    if sizes.is_empty() {
        fail!(run, "could not get information about supported page sizes");
    }
    for cell in cells {
        let counts = pages_of(run, &sizes, cell)?;
        say!(run, "Node {cell}:\n");
        for (size, count) in sizes.iter().zip(counts) {
            say!(run, "{size}KiB: {count}\n");
        }
        say!(run, "\n");
    }
    Ok(())
}
