//! A host's logical CPUs: which are on, and what they have done.

use super::{Driver, HostConfig};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// A tick of the kernel's clock, in which it counts.
const TICK_NS: u64 = 10_000_000;

/// Named numbers through a pointer, as `virNodeGetCPUStats` and `virNodeGetMemoryStats` answer.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Stats {
    /// What `nparams` becomes.
    pub count: usize,
    /// What is written; empty when only the count was asked for.
    pub values: Vec<(&'static str, u64)>,
}

/// What `virNodeGetCPUMap` answers.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CpuMap {
    /// A bit for each logical CPU, of each byte the lowest first: set where it is on.
    pub map: Vec<u8>,
    /// How many are on.
    pub online: u32,
    /// The return value: how many there are.
    pub cpus: u32,
}

/// `virNodeGetCPUMap`. The test driver tells of eight CPUs of which three are on, whatever its node has.
///
/// # Errors
/// `VIR_ERR_NO_SUPPORT` of the Xen driver.
pub fn cpu_map(host: &HostConfig) -> Result<CpuMap> {
    match host.driver() {
        Driver::Test => return Ok(CpuMap { map: vec![0b0001_0101], online: 3, cpus: 8 }),
        Driver::Xen => return Err(not_supported("virNodeGetCPUMap")),
        Driver::Qemu => {}
    }
    let all = host.cpus();
    let cpus = all.iter().map(|cpu| cpu.id + 1).max().unwrap_or(0);
    let mut map = vec![0; cpus.div_ceil(8) as usize];
    let mut online = 0;
    for cpu in all.iter().filter(|cpu| !host.offline_cpus.contains(&cpu.id)) {
        map[(cpu.id / 8) as usize] |= 1 << (cpu.id % 8);
        online += 1;
    }
    Ok(CpuMap { map, online, cpus })
}

/// `virNodeGetCPUStats`: nanoseconds of a CPU, or of all with -1. `room` is how many numbers the caller has room for,
/// none to be told how many there are. `uptime_ns` is how long the host has been up, `guests_ns` what its guests' virtual
/// CPUs have run altogether; the test driver heeds none of it.
///
/// # Errors
/// `VIR_ERR_INVALID_ARG` for a CPU that is not there or off, or for room that is not exactly right; `VIR_ERR_NO_SUPPORT` of
/// the Xen driver.
pub fn cpu_stats(
    host: &HostConfig,
    uptime_ns: u64,
    guests_ns: u64,
    cpu: i32,
    room: Option<usize>,
) -> Result<Stats> {
    match host.driver() {
        Driver::Test => Ok(made_up(room)),
        Driver::Xen => Err(not_supported("virNodeGetCPUStats")),
        Driver::Qemu => linux(host, uptime_ns, guests_ns, cpu, room.unwrap_or(0)),
    }
}

fn made_up(room: Option<usize>) -> Stats {
    let values = [
        ("user", 9_797_400_000),
        ("kernel", 34_678_723_400_000),
        ("idle", 87_264_900_000),
        ("iowait", 763_600_000),
        ("guest", 1_797_400_000),
    ];
    match room {
        None => Stats { count: values.len(), values: Vec::new() },
        Some(room) => {
            let values: Vec<_> = values.into_iter().take(room).collect();
            Stats { count: values.len(), values }
        }
    }
}

fn linux(host: &HostConfig, uptime_ns: u64, guests_ns: u64, cpu: i32, room: usize) -> Result<Stats> {
    const COUNT: usize = 5;
    let function = "virHostCPUGetStatsLinux";
    if room == 0 {
        return Ok(Stats { count: COUNT, values: Vec::new() });
    }
    if room != COUNT {
        let message = format!("nparams in {function} must be equal to {COUNT}");
        return Err(VirError::argument(ErrorDomain::None, function, "*nparams", message));
    }
    let mut online = host.cpus();
    online.retain(|cpu| !host.offline_cpus.contains(&cpu.id));
    let cpus = online.len().max(1) as u64;
    let counted = match u32::try_from(cpu) {
        Err(_) => cpus,
        Ok(number) if online.iter().any(|cpu| cpu.id == number) => 1,
        Ok(_) => {
            let message = format!("Invalid cpuNum in {function}");
            return Err(VirError::argument(ErrorDomain::None, function, "cpuNum", message));
        }
    };
    // Guests are spread evenly; the host itself works a little all the time.
    let ticks = uptime_ns / TICK_NS;
    let guest = (guests_ns / TICK_NS / cpus).min(ticks - ticks / 20);
    let (kernel, user, iowait) = (ticks / 100, ticks / 50, ticks / 500);
    let idle = ticks.saturating_sub(guest + kernel + user + iowait);
    let ns = |ticks: u64| ticks.saturating_mul(counted).saturating_mul(TICK_NS);
    let values = vec![
        ("kernel", ns(kernel)),
        ("user", ns(user + guest)),
        ("idle", ns(idle)),
        ("iowait", ns(iowait)),
        ("guest", ns(guest)),
    ];
    Ok(Stats { count: COUNT, values })
}

/// `virConnectGetMaxVcpus`. `virt_type` matters to the QEMU driver only: it tells 16 for emulation and, when nothing is
/// asked for, what KVM takes for `kvm`; upper and lower case are the same.
///
/// # Errors
/// `VIR_ERR_INVALID_ARG` of the QEMU driver for another type.
pub fn max_vcpus(host: &HostConfig, virt_type: Option<&str>) -> Result<u32> {
    if host.driver() != Driver::Qemu {
        return Ok(host.profile.max_vcpus);
    }
    match virt_type {
        None => Ok(16),
        Some(word) if word.eq_ignore_ascii_case("qemu") => Ok(16),
        Some(word) if word.eq_ignore_ascii_case("kvm") => Ok(host.profile.max_vcpus),
        Some(word) => {
            Err(VirError::new(ErrorDomain::Qemu, ErrorCode::InvalidArg, format!("unknown type '{word}'")))
        }
    }
}

/// A function that a driver has not got.
pub(super) fn not_supported(function: &str) -> Box<VirError> {
    VirError::new(ErrorDomain::Domain, ErrorCode::NoSupport, function)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::Lab;

    fn host(key: &str) -> HostConfig {
        Lab::builtin().host(&key.into()).expect("a host of the built-in lab").clone()
    }

    #[test]
    fn cpus_that_are_off_are_not_in_the_map_and_have_no_stats() {
        let mut kvm1 = host("kvm1");
        kvm1.offline_cpus = vec![0, 31];
        let map = cpu_map(&kvm1).expect("a map");
        assert_eq!(map, CpuMap { map: vec![0xfe, 0xff, 0xff, 0x7f], online: 30, cpus: 32 });
        let error = cpu_stats(&kvm1, 0, 0, 31, Some(5)).expect_err("it is off");
        assert_eq!(&*error.message, "Invalid cpuNum in virHostCPUGetStatsLinux");
        assert_eq!((error.str1.as_deref(), error.int1), (Some("virHostCPUGetStatsLinux"), 0));
    }

    #[test]
    fn times_of_a_linux_host_add_up_to_its_uptime() {
        let kvm1 = host("kvm1");
        let second = 1_000_000_000;
        let of = |cpu| cpu_stats(&kvm1, 100 * second, 320 * second, cpu, Some(5)).expect("stats").values;
        let sum = |values: &[(&str, u64)]| values[..4].iter().map(|(_, ns)| ns).sum::<u64>();
        assert_eq!(sum(&of(0)), 100 * second);
        assert_eq!(sum(&of(-1)), 3200 * second);
        assert_eq!(of(-1)[4], ("guest", 320 * second));
        let error = cpu_stats(&kvm1, 0, 0, -1, Some(4)).expect_err("too little room");
        assert_eq!(&*error.message, "nparams in virHostCPUGetStatsLinux must be equal to 5");
        // More than there can have been is cut.
        assert!(cpu_stats(&kvm1, second, u64::MAX, -1, Some(5)).is_ok());
    }

    #[test]
    fn max_vcpus_by_domain_type() {
        let of = |key, virt_type| max_vcpus(&host(key), virt_type).map_err(|error| error.message.to_string());
        assert_eq!(of("test", Some("anything")), Ok(32));
        assert_eq!(of("kvm1", None), Ok(16));
        assert_eq!(of("kvm1", Some("KVM")), Ok(1024));
        assert_eq!(of("kvm1", Some("xen")), Err("invalid argument: unknown type 'xen'".to_owned()));
    }
}
