import libvirt

conn = libvirt.open("test:///default")
dom = conn.lookupByName("test")


def told(of):
    try:
        print(repr(of()))
    except Exception as e:
        print(type(e).__name__, e)


told(lambda: conn.lookupByName("te\0st"))
told(lambda: conn.lookupByID(2**63))
told(lambda: conn.lookupByID(2**31))
told(lambda: conn.lookupByUUID("a" * 16))
told(lambda: conn.virConnGetLastError())
told(lambda: libvirt.open(5))
told(lambda: libvirt.openReadOnly(5))
told(lambda: libvirt.openAuth("test:///default", [[libvirt.VIR_CRED_AUTHNAME], None, None], 0).isAlive())
told(lambda: dom.pinVcpu(0, [True]))
told(lambda: dom.pinVcpu(0, 5))
told(lambda: dom.pinEmulator(None, 0))
told(lambda: dom.setMemory(2**63))
for params in [{}, {"weight": "a"}, {"weight": -1}, {"weight": 2**40}, {"weight": 5.5}, {"nope": 1}, {"weight": 60}]:
    told(lambda: dom.setSchedulerParameters(params))
told(lambda: dom.setMemoryParameters({}, 0))
told(lambda: dom.setBlockIoTune("vda", {}, 0))
told(lambda: len(dom.getCPUStats(1)))
told(lambda: len(dom.getCPUStats(0)))
told(lambda: libvirt.VIR_DOMAIN_MEMORY_PARAM_UNLIMITED)
