//! How much memory a host has left: functions of its data and of what its running guests take.

use super::{Cell, Driver, HostConfig, Stats, not_supported};
use crate::ground::limits::ARRAY_ITEMS_MAX;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// Most cells, or counts of pages, that libvirt's remote protocol carries in one answer: `REMOTE_NODE_MAX_CELLS`.
const REMOTE_CELLS_MAX: u32 = 1024;
/// `VIR_NODE_MEMORY_STATS_ALL_CELLS`.
const ALL_CELLS: i32 = -1;

/// What the memory of running guests takes of each cell: each guest goes where most is free, and on to the next cell
/// with what does not fit there. What fits nowhere is left out, as memory that is not there cannot be taken.
pub fn used_kib(host: &HostConfig, guests_kib: impl IntoIterator<Item = u64>) -> Vec<u64> {
    let mut used = vec![0; host.cells.len()];
    for mut rest in guests_kib {
        while rest > 0 {
            let free = |i: &usize| free_kib(&host.cells[*i], used[*i]);
            // Of equals, the first: `max_by_key` would take the last.
            let Some(most) = (0..used.len()).rev().max_by_key(free).filter(|i| free(i) > 0) else { break };
            let taken = rest.min(free(&most));
            used[most] += taken;
            rest -= taken;
        }
    }
    used
}

/// What is free of a cell. Huge pages are set aside and never free memory.
fn free_kib(cell: &Cell, used_kib: u64) -> u64 {
    let small = cell.pages.iter().min_by_key(|pages| pages.size_kib);
    let ordinary = small.map_or(cell.memory_kib, |pages| pages.count.saturating_mul(pages.size_kib.into()));
    ordinary.saturating_sub(cell.reserved_kib).saturating_sub(used_kib)
}

fn free_of_cell(host: &HostConfig, used_kib: &[u64], cell: usize) -> u64 {
    free_kib(&host.cells[cell], used_kib.get(cell).copied().unwrap_or(0))
}

fn all_free_kib(host: &HostConfig, used_kib: &[u64]) -> u64 {
    (0..host.cells.len()).fold(0, |sum, cell| sum.saturating_add(free_of_cell(host, used_kib, cell)))
}

/// `virNodeGetFreeMemory`: bytes; the test driver tells KiB, of memory that its guests do not use.
pub fn free_memory(host: &HostConfig, used_kib: &[u64]) -> u64 {
    match host.driver() {
        // It counts in an unsigned int.
        Driver::Test => u64::from(all_free_kib(host, &[]) as u32),
        _ => all_free_kib(host, used_kib).saturating_mul(1024),
    }
}

/// `virNodeGetCellsFreeMemory`: bytes of each cell from `start`; the test driver tells all memory, in KiB.
///
/// # Errors
/// `VIR_ERR_INVALID_ARG` of the test driver and `VIR_ERR_INTERNAL_ERROR` of the others when there is no cell `start`;
/// `VIR_ERR_RPC` for more cells than the remote protocol carries.
pub fn cells_free_memory(host: &HostConfig, used_kib: &[u64], start: i32, max: i32) -> Result<Vec<u64>> {
    let cells = host.cells.len();
    let first = usize::try_from(start).unwrap_or(0);
    if host.driver() == Driver::Test {
        if first >= cells {
            let message = "Range exceeds available cells";
            return Err(VirError::new(ErrorDomain::Test, ErrorCode::InvalidArg, message));
        }
    } else {
        check_remote_bound(max.unsigned_abs())?;
        if first >= cells {
            let domain = if host.driver() == Driver::Xen { ErrorDomain::Libxl } else { ErrorDomain::None };
            return Err(no_cell(domain, start, cells));
        }
    }
    let wanted = (first..cells).take(usize::try_from(max).unwrap_or(0));
    Ok(wanted
        .map(|cell| match host.driver() {
            Driver::Test => host.cells[cell].memory_kib,
            _ => free_of_cell(host, used_kib, cell).saturating_mul(1024),
        })
        .collect())
}

/// `virNodeGetFreePages`: for each cell from `start` (-1: all of them together), the free pages of each size. The test
/// driver makes numbers up.
///
/// # Errors
/// `VIR_ERR_INTERNAL_ERROR` when there is no cell `start`, `VIR_ERR_OPERATION_FAILED` for a page size or a negative cell
/// that is not there, `VIR_ERR_RPC` for more than the remote protocol carries, `VIR_ERR_NO_SUPPORT` of the Xen driver.
pub fn free_pages(
    host: &HostConfig,
    used_kib: &[u64],
    sizes_kib: &[u32],
    start: i32,
    cells: u32,
) -> Result<Vec<u64>> {
    match host.driver() {
        Driver::Test => made_up_pages(sizes_kib.len(), start, cells),
        Driver::Xen => Err(not_supported("virNodeGetFreePages")),
        Driver::Qemu => {
            check_remote_bound((sizes_kib.len() as u32).wrapping_mul(cells))?;
            linux_pages(host, used_kib, sizes_kib, start, cells)
        }
    }
}

fn made_up_pages(sizes: usize, start: i32, cells: u32) -> Result<Vec<u64>> {
    if sizes.saturating_mul(cells as usize) > ARRAY_ITEMS_MAX {
        let message =
            format!("{sizes} page sizes of {cells} cells: at most {ARRAY_ITEMS_MAX} numbers are told");
        return Err(VirError::new(ErrorDomain::Test, ErrorCode::InvalidArg, message));
    }
    let mut counts = Vec::with_capacity(sizes * cells as usize);
    for cell in 0..cells {
        // An int that overflows, as there.
        let mut count = start.wrapping_add(cell as i32).wrapping_mul(6);
        for _ in 0..sizes {
            count = count.wrapping_mul(2).wrapping_add(7);
            counts.push(count as u64);
        }
    }
    Ok(counts)
}

fn linux_pages(
    host: &HostConfig,
    used_kib: &[u64],
    sizes: &[u32],
    start: i32,
    cells: u32,
) -> Result<Vec<u64>> {
    let last = host.cells.len() as i64 - 1;
    let first = i64::from(start);
    if first > last {
        return Err(no_cell(ErrorDomain::None, start, host.cells.len()));
    }
    let mut counts = Vec::new();
    for cell in first..=last.min(first + i64::from(cells) - 1) {
        for &size in sizes {
            counts.push(match usize::try_from(cell) {
                Ok(cell) => pages_of_cell(host, used_kib, size, cell)?,
                Err(_) => pages_of_all(host, used_kib, size, cell)?,
            });
        }
    }
    Ok(counts)
}

fn pages_of_cell(host: &HostConfig, used_kib: &[u64], size: u32, cell: usize) -> Result<u64> {
    if host.page_sizes_kib.first() == Some(&size) {
        return Ok(free_of_cell(host, used_kib, cell) / u64::from(size.max(1)));
    }
    let found = host.cells[cell].pages.iter().find(|pages| pages.size_kib == size);
    // No guest takes huge pages yet.
    found.map(|pages| pages.count).ok_or_else(|| {
        let message = format!("page size {size} is not available on node {cell}");
        VirError::new(ErrorDomain::None, ErrorCode::OperationFailed, message)
    })
}

/// Cell -1 stands for the whole machine; those below it are not there.
fn pages_of_all(host: &HostConfig, used_kib: &[u64], size: u32, cell: i64) -> Result<u64> {
    let failed = |message| VirError::new(ErrorDomain::None, ErrorCode::OperationFailed, message);
    let smallest = host.page_sizes_kib.first() == Some(&size);
    if cell != -1 {
        return Err(if smallest {
            VirError::unknown_cause()
        } else {
            failed(format!("NUMA node {cell} is not available"))
        });
    }
    if smallest {
        return Ok(all_free_kib(host, used_kib) / u64::from(size.max(1)));
    }
    let pages = host.cells.iter().flat_map(|cell| &cell.pages);
    let of_size: Vec<u64> = pages.filter(|pages| pages.size_kib == size).map(|pages| pages.count).collect();
    if of_size.is_empty() {
        return Err(failed(format!("page size {size} is not available")));
    }
    Ok(of_size.iter().sum())
}

/// `virNodeGetMemoryStats`: KiB of a cell, or of all with -1. `room` is how many the caller has room for, none to be told
/// how many there are.
///
/// # Errors
/// `VIR_ERR_INVALID_ARG` for a flag, a cell that is not there or room that is not exactly right, `VIR_ERR_NO_SUPPORT` of
/// the test and Xen drivers.
pub fn memory_stats(
    host: &HostConfig,
    used_kib: &[u64],
    cell: i32,
    room: Option<usize>,
    flags: u32,
) -> Result<Stats> {
    if host.driver() != Driver::Qemu {
        return Err(not_supported("virNodeGetMemoryStats"));
    }
    let function = "virHostMemGetStats";
    if flags != 0 {
        let message = format!("unsupported flags (0x{flags:x}) in function {function}");
        return Err(VirError::argument(ErrorDomain::None, function, "flags", message));
    }
    let last = host.cells.len().saturating_sub(1);
    let number = usize::try_from(cell).ok();
    if number.is_some_and(|cell| cell > last) {
        let message = format!("cellNum in {function} must be less than or equal to {last}");
        return Err(VirError::argument(ErrorDomain::None, function, "cellNum", message));
    }
    let values = match number.filter(|_| cell != ALL_CELLS) {
        Some(cell) => {
            vec![("total", host.cells[cell].memory_kib), ("free", free_of_cell(host, used_kib, cell))]
        }
        None => {
            let (total, free) = (host.memory_kib(), all_free_kib(host, used_kib));
            // A fifth of what the host keeps for itself holds files that were read, and can be had again.
            let cached = host.cells.iter().map(|cell| cell.reserved_kib / 5).sum();
            let buffers = cached / 16;
            let available = free.saturating_add(cached);
            vec![
                ("total", total),
                ("free", free),
                ("available", available),
                ("buffers", buffers),
                ("cached", cached),
            ]
        }
    };
    match room.unwrap_or(0) {
        0 => Ok(Stats { count: values.len(), values: Vec::new() }),
        room if room == values.len() => Ok(Stats { count: room, values }),
        _ => {
            let message = format!("nparams in virHostMemGetStatsLinux must be {}", values.len());
            Err(VirError::argument(ErrorDomain::None, "virHostMemGetStatsLinux", "nparams", message))
        }
    }
}

fn check_remote_bound(items: u32) -> Result<()> {
    if items <= REMOTE_CELLS_MAX {
        return Ok(());
    }
    let message = format!("too many NUMA cells: {} > {REMOTE_CELLS_MAX}", items as i32);
    Err(VirError::new(ErrorDomain::Remote, ErrorCode::Rpc, message))
}

fn no_cell(domain: ErrorDomain, start: i32, cells: usize) -> Box<VirError> {
    VirError::internal(domain, format!("start cell {start} out of range (0-{})", cells.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::Lab;

    const GIB: u64 = 1024 * 1024;

    fn host(key: &str) -> HostConfig {
        Lab::builtin().host(&key.into()).expect("a host of the built-in lab").clone()
    }

    #[test]
    fn free_memory_falls_as_guests_run() {
        let kvm1 = host("kvm1");
        let idle = free_memory(&kvm1, &[]);
        let used = used_kib(&kvm1, [4 * GIB, GIB]);
        assert_eq!(used, [4 * GIB, GIB]);
        assert_eq!(idle - free_memory(&kvm1, &used), 5 * GIB * 1024);
        let cells = cells_free_memory(&kvm1, &used, 0, 2).expect("two cells");
        assert_eq!(cells.iter().sum::<u64>(), free_memory(&kvm1, &used));
        assert_eq!(
            free_pages(&kvm1, &used, &[4], -1, 1).expect("pages")[0],
            free_memory(&kvm1, &used) / 4096
        );
        let of_all = memory_stats(&kvm1, &used, -1, Some(5), 0).expect("stats").values;
        assert_eq!(of_all[1], ("free", free_memory(&kvm1, &used) / 1024));
    }

    #[test]
    fn a_guest_beyond_all_memory_leaves_nothing() {
        let kvm1 = host("kvm1");
        let used = used_kib(&kvm1, [u64::MAX, 1]);
        assert_eq!(free_memory(&kvm1, &used), 0);
        assert_eq!(used_kib(&host("test"), [0]), [0, 0]);
    }

    #[test]
    fn the_test_driver_does_not_see_its_guests() {
        let test = host("test");
        assert_eq!(free_memory(&test, &used_kib(&test, [GIB])), 3_145_728);
        assert_eq!(cells_free_memory(&test, &[GIB, 0], 0, 9).expect("cells"), [2_097_152, 4_194_304]);
        assert!(free_pages(&test, &[], &[4], 0, u32::MAX).is_err());
    }

    #[test]
    fn errors_of_a_linux_host() {
        let (kvm2, used) = (host("kvm2"), [0; 4]);
        let text = |error: Box<VirError>| (error.domain, error.message.to_string());
        let cells = |start, max| text(cells_free_memory(&kvm2, &used, start, max).expect_err("no cell"));
        let pages = |size, start| text(free_pages(&kvm2, &used, &[size], start, 1).expect_err("no page"));
        let stats = |cell, room| text(memory_stats(&kvm2, &used, cell, room, 0).expect_err("no stats"));
        let none = |message: &str| (ErrorDomain::None, message.to_owned());
        assert_eq!(cells(4, 1), none("internal error: start cell 4 out of range (0-3)"));
        assert_eq!(cells(0, 1025), (ErrorDomain::Remote, "too many NUMA cells: 1025 > 1024".to_owned()));
        assert_eq!(pages(3, 0), none("operation failed: page size 3 is not available on node 0"));
        assert_eq!(pages(3, -1), none("operation failed: page size 3 is not available"));
        assert_eq!(pages(2048, -3), none("operation failed: NUMA node -3 is not available"));
        assert_eq!(pages(4, -3), none("An error occurred, but the cause is unknown"));
        assert_eq!(stats(4, None), none("cellNum in virHostMemGetStats must be less than or equal to 3"));
        assert_eq!(stats(-1, Some(2)), none("nparams in virHostMemGetStatsLinux must be 5"));
        let unsupported = "this function is not supported by the connection driver: virNodeGetMemoryStats";
        for key in ["test", "xen"] {
            let error = memory_stats(&host(key), &[], -1, None, 1).expect_err("none");
            assert_eq!(text(error), (ErrorDomain::Domain, unsupported.to_owned()));
        }
    }
}
