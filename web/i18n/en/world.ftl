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
world-shared-rules = For now this { $driver } host follows the rules of libvirt's test driver. It has its own machine, guests and capabilities.
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
world-no-domains = No domain is here yet. Define a domain from a piece of XML, then create it: create is libvirt's word for starting.
world-draft-define = Define a domain from XML

world-life = Life cycle
world-life-of = Life cycle of { $name }
world-saved = saved
world-stays = stays active
world-now = { $name } is { $place }, { $more }. You can:
world-choose-domain = Choose a domain above to see what can be done with it. You can also make one:
world-not-now = Not now
world-goes-to = leads to { $place }
world-gone = gone
world-stays-so = stays
world-becomes = becomes { $kind }
world-no-domain = Choose a domain first.
world-from-elsewhere = Only for a domain that is { $place }.
