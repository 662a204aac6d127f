# The Inspector.
inspector-outcome = Outcome
inspector-xml = XML
inspector-events = Events
inspector-handles = Handles
inspector-journal = Journal
inspector-nothing-yet = Nothing has been called yet. Choose a function and press Call.
inspector-returned = returned
inspector-failed = failed and returned
inspector-printed = libvirt printed to stderr
inspector-why = Why
inspector-rule = The rule: { $conditions }.
inspector-error-fields = The virError, field by field
inspector-legal = Legal now for { $name }
inspector-no-handle = You have no handle of it now: look it up first.
inspector-no-domain = No domain is chosen. Choose one in the world.
inspector-xml-of = XML of { $name }
inspector-xml-inactive = the configuration that lasts (VIR_DOMAIN_XML_INACTIVE)
inspector-xml-changed = What the last step changed
events-none = This step raised no event.
events-raised = Raised by this step
events-delivered = Callbacks that ran
events-callback = callback { $id }:
events-listening = Who listens
events-no-loop = Nobody, and there is no event loop yet: virEventRegisterDefaultImpl comes first, then virConnectDomainEventRegisterAny.
events-no-callback = Nobody: virConnectDomainEventRegisterAny registers a callback.
events-waiting = { $count ->
    [one] { $count } event waits for virEventRunDefaultImpl.
   *[other] { $count } events wait for virEventRunDefaultImpl.
}
handles-about = What is live and has to be freed or closed by whoever has it.
handles-none = No handle is live: nothing leaks.
handles-end = { $function } …
handles-read-only = (read-only)
handles-refs = { $count ->
    [one] { $count } reference
   *[other] { $count } references
}
handles-id = (remembers ID { $id })
meaning-bits = CPUs { $bits }
inspector-empty-list = Nothing in it.
