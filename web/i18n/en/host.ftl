# What a host is made of, each with its explanation.

## The members of virNodeInfo.
node-info-model = model
    .about = The CPU's architecture, such as x86_64. Despite its name it is no model; that is in the capabilities.
node-info-memory = memory
    .about = The host's memory in KiB. virNodeGetFreeMemory answers in bytes.
node-info-cpus = cpus
    .about = Logical CPUs that are online.
node-info-mhz = mhz
    .about = The clock rate that the CPU should have. It may be 0 where nobody knows.
node-info-nodes = nodes
    .about = NUMA nodes. 1 means that all memory is equally near.
node-info-sockets = sockets
    .about = Sockets in each NUMA node, not in the machine.
node-info-cores = cores
    .about = Cores in each socket.
node-info-threads = threads
    .about = Threads in each core. Where nodes × sockets × cores × threads cannot give the truth, libvirt says one node, one socket, and as many cores as there are CPUs.

## The machine.
host-machine = host
    .about = A machine that runs domains.
host-hostname = host name
    .about = What the host calls itself.
host-arch = architecture
    .about = Which instructions its processors understand.
host-cpu-model = CPU model
    .about = The named CPU that comes nearest to the host's. Features that it has beyond that are listed with it.
host-cpu-vendor = CPU vendor
    .about = Who made the processor.
host-mhz = clock rate
    .about = In MHz, as the processor is meant to run.
host-node = NUMA node
    .about = Processors and the memory that is near to them. Memory of another node can be used, but is slower.
host-socket = socket
    .about = One processor as you buy it.
host-die = die
    .about = One piece of silicon in a processor; most have one.
host-cluster = cluster
    .about = Cores that share a cache or a way out, on processors that group them so.
host-core = core
    .about = What computes. A socket has several.
host-thread = thread
    .about = What the operating system sees as a CPU. Threads of one core share it.
host-cpu-number = CPU { $number }
host-offline = offline
    .about = The CPU is there and switched off.
host-memory = memory
    .about = What is in the machine.
host-free-memory = free memory
    .about = What neither the host nor its guests use. On test:///default it is a fixed number.
host-pages = pages
    .about = Memory is handed out in pages. Huge pages spare the processor some work and have to be set aside beforehand.
host-distance = distance
    .about = How far the memory of one node is from another's processors: 10 is its own, 20 is twice as far.
host-vcpu = virtual CPU
    .about = A guest's CPU. To the host it is a thread of a process that runs wherever there is room.
host-vcpu-here = A virtual CPU of { $name } runs here.
host-capabilities = capabilities
    .about = The host's description as XML: what it has, and what it can run.
host-guests = guests
    .about = Which kinds of guest the host can run: OS type, architecture, domain type, machine types.
host-os-type = OS type
    .about = How a guest meets the hypervisor: hvm as on real hardware; xen and xenpvh in agreement with Xen.
host-domain-type = domain type
    .about = Which engine runs it: kvm on the processor itself, qemu by imitation, xen, or test.
host-emulator = emulator
    .about = The program that a guest's devices come from.
host-machine-type = machine type
    .about = Which board is imitated. Its version stays with a guest, so that an update does not change it.
host-security-model = security model
    .about = What keeps guests apart from each other and from the host: SELinux by labels, dac by users.
host-doi = domain of interpretation
    .about = Whose labels these are. Mostly 0, or nothing.
host-sysinfo = firmware
    .about = What the host's firmware says of it.
host-driver = driver
    .about = The part of libvirt that knows this kind of hypervisor.
host-version = version
    .about = The hypervisor's, as one number: major × 1,000,000 + minor × 1,000 + release.
host-max-vcpus = most virtual CPUs
    .about = For one domain. A limit of the hypervisor, not of the machine.
host-uris = URIs
    .about = How to reach this host.

## Which rules apply.
host-rules-shared = This host follows the test driver's rules for now. Its processors, memory, guests and capabilities are those of a { $driver } host; what calls do in which state, and the errors, are not yet.
host-rules-own = This host is libvirt's own test driver, oddities included.
host-contradiction = libvirt's test driver contradicts itself here: virNodeGetInfo counts otherwise than its capabilities draw. Both are kept as they are.
host-picture = { $name }: { $nodes ->
        [one] one NUMA node
       *[other] { $nodes } NUMA nodes
    }, { $cpus ->
        [one] one CPU
       *[other] { $cpus } CPUs
    }, { $memory } of memory.
