# The world pane: hosts, domains, the life of one, the machine.
world-hosts = Hosts
world-open-count = { $count ->
    [one] { $count } connection open
   *[other] { $count } connections open
}
world-connections = Open connections
world-read-only = read-only
world-no-connection = You have no connection to { $host }. A program gets one by this call:
world-draft-open = Put this call together
world-shared-rules = For now this { $driver } host follows the rules of libvirt’s test driver. It has its own machine, guests and capabilities.
world-needs-connection = Open a connection to this host first.

world-domains = Domains
world-domain-count = { $count ->
    [one] { $count } domain, { $active } active
   *[other] { $count } domains, { $active } active
}
world-filter = Filter
world-filter-label = Filter the domains by name, state, ID or UUID
world-filter-nothing = No domain has “{ $filter }”.
world-id = ID { $id }
world-no-domains = No domain is here yet. Define a domain from a piece of XML, then create it: create is libvirt’s word for starting.
world-draft-define = Define a domain from XML

world-life = Life cycle
world-life-of = Life cycle of { $name }
world-saved = saved
world-stays = stays active
world-now = { $name } is { $place }, { $more }. You can:
world-now-closed = { $name } is { $place }, { $more }. Open a connection to this host to do something with it.
world-choose-domain = Choose a domain above to see what can be done with it. You can also make one:
world-not-now = Not now
world-goes-to = leads to { $place }
world-arrow = { $call }: { $what }
world-arrows = Press an arrow to go that way. One that cannot be gone now says here why.
world-gone = gone
world-stays-so = These leave it where it is:
world-no-domain = Choose a domain first.
world-from-elsewhere = Only for a domain that is { $place }.

world-machine = Machine
world-as-picture = Picture
world-as-text = Text
world-edit-host = Edit
world-machine-picture = The machine: NUMA nodes, sockets, cores and threads, with the virtual CPUs that run on them
world-machine-about = { $hostname }: { $arch }, { $mhz } MHz, { $memory } in { $nodes ->
    [one] { $nodes } NUMA node
   *[other] { $nodes } NUMA nodes
}, { $cpus ->
    [one] { $cpus } CPU
   *[other] { $cpus } CPUs
}, { $vcpus ->
    [0] no virtual CPU running
    [one] { $vcpus } virtual CPU running
   *[other] { $vcpus } virtual CPUs running
}
world-node = Node { $number }
world-socket = Socket { $number }
world-die = Die { $number }
world-core = Core { $number }
world-cpu = CPU { $number }
world-cpus = CPUs { $numbers }
world-cpu-off = { $cpu }: switched off
world-cpu-idle = { $cpu }: idle
world-cpu-runs = { $cpu }: runs { $vcpus }
world-cpu-runs-more = { $cpu }: runs { $vcpus } and { $more ->
    [one] { $more } more virtual CPU
   *[other] { $more } more virtual CPUs
}
world-vcpu = vCPU { $number } of { $name }
world-cores-idle = { $count ->
    [one] Core { $numbers }: idle
   *[other] Cores { $numbers }: idle
}
world-no-cpus = no CPUs
world-node-memory = { $all }: guests use { $used }, the host keeps { $reserved }
world-pages = { $count } pages of { $size }
world-distances = Distances
world-legend-host = kept by the host
world-legend-guests = used by guests
world-legend-busy = runs a virtual CPU
world-legend-chosen = of the chosen domain

world-edit-title = The machine of { $host }
world-edit-undo = Applying makes one call, virtlabHostSet. It is a step like any other: step back to undo it.
world-edit-cancel = Cancel
world-edit-apply = Apply
world-edit-faults = { $count ->
    [one] One thing has to be put right first.
   *[other] { $count } things have to be put right first.
}
world-hostname = Hostname
world-numbering = Numbering of threads
world-numbering-together = next to each other
world-numbering-apart = apart, first threads first
world-memory-mib = Memory (MiB)
world-sockets = Sockets
world-dies = Dies each
world-cores = Cores each
world-threads = Threads each
world-add-node = Add a node
world-remove-node = Remove { $node }
world-tell-distances = The host tells how far its nodes are from each other
world-distance = Node { $one } to { $other }
world-not-a-number = A whole number is needed here.
world-snapshots = Snapshots
world-checkpoints = Checkpoints
world-snapshots-none = None is kept. A snapshot is a moment to go back to.
world-snapshot-make = Snapshot…
world-checkpoint-make = Checkpoint…
world-snapshot-current = current
world-snapshot-revert = Revert
world-moment-delete = Delete

world-networks = Networks
world-networks-none = This host has no network.
world-network-define = Define a network…
network-active = active
network-inactive = inactive
network-create = Create
network-destroy = Destroy
network-undefine = Undefine
world-pools = Storage pools
world-pools-none = This host has no storage pool.
world-pool-define = Define a storage pool…
pool-volume = Volume…
pool-taken = { $taken } of { $all } taken
