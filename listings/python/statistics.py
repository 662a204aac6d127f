# Statistics come as dictionaries: C's typed parameters by their names.
import libvirt

with libvirt.open("test:///default") as conn:
    for dom, stats in conn.getAllDomainStats(libvirt.VIR_DOMAIN_STATS_STATE):
        print(dom.name() + ":")
        for name in sorted(stats):
            print(f"  {name:<20} {stats[name]}")

    dom = conn.lookupByName("test")
    memory = dom.memoryStats()
    used = memory["available"] - memory["unused"]
    print("memory: %.1f%% of %d KiB used" % (100 * used / memory["available"], memory["available"]))
    for number, cpu in enumerate(dom.getCPUStats(False)):
        print("vCPU", number, "ran", "%.3f s" % (cpu["vcpu_time"] / 1e9))
    kind, count = dom.schedulerType()
    print("scheduler:", kind, "with", count, "parameter:", dom.schedulerParameters())
    dom.setSchedulerParameters({"weight": 1000})
    print("now:", dom.schedulerParameters())
    try:
        dom.setSchedulerParameters({"wait": 1})
    except LookupError as e:
        print("no:", e)
    infos, maps = dom.vcpus()
    print("pinned to", [sum(cpus) for cpus in maps], "CPUs;", "states", [info[1] for info in infos])
