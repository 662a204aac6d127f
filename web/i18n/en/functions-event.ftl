# The functions of events and the event loop, and the kinds of events.

## Events.
fn-virEventRegisterDefaultImpl = Gives libvirt its own event loop. Do this before you open the connection that you want events from.
    .returns = 0, or -1.
fn-virEventRunDefaultImpl = Turns the event loop once: waiting events reach their callbacks. A program calls it again and again.
    .returns = 0, or -1. The real one blocks until something happens.
fn-virConnectDomainEventRegisterAny = Asks to be told of domain events. The callback runs when the event loop turns, not before.
    .returns = The callback’s number, for deregistering, or -1.
fn-virConnectDomainEventRegisterAny-param-dom = Only this domain, or NULL for all.
fn-virConnectDomainEventRegisterAny-param-eventID = Which kind of event: each has its own type of callback.
fn-virConnectDomainEventRegisterAny-param-cb = A name of your choice for the function.
fn-virConnectDomainEventRegisterAny-param-opaque = Whatever you want handed to the callback, or NULL.
fn-virConnectDomainEventRegisterAny-param-freecb = Called for opaque when the callback is removed, or NULL.
fn-virConnectDomainEventDeregisterAny = Withdraws an event callback. Until then it holds its connection open.
    .returns = 0, or -1.
fn-virConnectDomainEventDeregisterAny-param-callbackID = What virConnectDomainEventRegisterAny returned.
fn-virConnectDomainEventRegister = Asks to be told of the lifecycle events of all domains. The old way: no number comes back, and no other kind of event can be asked for. virConnectDomainEventRegisterAny is the new one.
    .returns = 0, or -1.
fn-virConnectDomainEventRegister-param-cb = A name of your choice for the function. It can be registered once.
fn-virConnectDomainEventDeregister = Withdraws a callback of virConnectDomainEventRegister, by its function.
    .returns = 0, or -1.
fn-virConnectDomainEventDeregister-param-cb = The function that was registered.
fn-virConnectNetworkEventRegisterAny = Asks to be told of events of networks. The callback runs when the event loop turns, not before.
    .returns = The callback’s number, for deregistering, or -1. Numbers are shared with domains’ callbacks.
fn-virConnectNetworkEventRegisterAny-param-net = Only this network, or NULL for all.
fn-virConnectNetworkEventRegisterAny-param-eventID = Which kind of event: each has its own type of callback.
fn-virConnectNetworkEventDeregisterAny = Withdraws a callback for events of networks. Until then it holds its connection open.
    .returns = 0, or -1.
fn-virConnectNetworkEventDeregisterAny-param-callbackID = What virConnectNetworkEventRegisterAny returned.

fn-virConnectStoragePoolEventRegisterAny = Asks to be told of events of storage pools.
    .returns = The callback’s number, for deregistering, or -1.
fn-virConnectStoragePoolEventRegisterAny-param-pool = Only this storage pool, or NULL for all.
fn-virConnectStoragePoolEventDeregisterAny = Withdraws a callback for events of storage pools.
    .returns = 0, or -1.
fn-virConnectNodeDeviceEventRegisterAny = Asks to be told of events of the host’s devices. This lab has none yet, so nothing comes.
    .returns = The callback’s number, for deregistering, or -1.
fn-virConnectNodeDeviceEventRegisterAny-param-dev = Only this device, or NULL for all.
fn-virConnectNodeDeviceEventDeregisterAny = Withdraws a callback for events of the host’s devices.
    .returns = 0, or -1.
fn-virConnectSecretEventRegisterAny = Asks to be told of events of secrets. The test driver refuses it.
    .returns = The callback’s number, for deregistering, or -1.
fn-virConnectSecretEventRegisterAny-param-secret = Only this secret, or NULL for all.
fn-virConnectSecretEventDeregisterAny = Withdraws a callback for events of secrets.
    .returns = 0, or -1.

## Kinds of events of other objects than domains.
flag-VIR_NETWORK_EVENT_ID_LIFECYCLE = defined, undefined, started, stopped
flag-VIR_NETWORK_EVENT_ID_METADATA_CHANGE = its title, description or metadata changed
flag-VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE = defined, started, stopped, removed
flag-VIR_STORAGE_POOL_EVENT_ID_REFRESH = its volumes were looked at anew
flag-VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE = a device came, changed or went
flag-VIR_NODE_DEVICE_EVENT_ID_UPDATE = what is known of a device changed
flag-VIR_SECRET_EVENT_ID_LIFECYCLE = defined, undefined
flag-VIR_SECRET_EVENT_ID_VALUE_CHANGED = its value was set

## The event loop itself.
fn-virEventAddHandle = Watches a file descriptor: the callback runs in a turn of the event loop in which it has something to tell. Here 0 is silent, 1 and 2 can always be written to, and no other is open.
    .returns = The watch’s number, or -1 if there is no event loop.
fn-virEventAddHandle-param-fd = The file descriptor.
fn-virEventAddHandle-param-events = What to watch for.
fn-virEventAddHandle-param-ff = Called for opaque a turn after the watch is removed, or NULL.
fn-virEventUpdateHandle = Watches for something else.
    .returns = Nothing.
fn-virEventUpdateHandle-param-watch = What virEventAddHandle returned.
fn-virEventRemoveHandle = Watches no more. The next turn of the loop lets the data go, and does nothing else.
    .returns = 0, or -1 if there is no such watch.
fn-virEventAddTimeout = Runs the callback again and again, in the turns of the event loop at which its time has come. The clock goes on by virtlabClockAdvance.
    .returns = The timer’s number, or -1 if there is no event loop. libvirt’s own timers are numbered with it.
fn-virEventAddTimeout-param-timeout = Milliseconds between; 0 for every turn, -1 for never.
fn-virEventAddTimeout-param-ff = Called for opaque once the timer is removed and the loop has nothing else to do, or NULL.
fn-virEventUpdateTimeout = Gives a timer another time. It begins anew.
    .returns = Nothing.
fn-virEventUpdateTimeout-param-timer = What virEventAddTimeout returned.
fn-virEventRemoveTimeout = Takes a timer away. A turn of the loop that has nothing else to do lets the data go.
    .returns = 0, or -1 if there is no such timer.
flag-VIR_EVENT_HANDLE_READABLE = it can be read
flag-VIR_EVENT_HANDLE_WRITABLE = it can be written to
flag-VIR_EVENT_HANDLE_ERROR = something is wrong with it
flag-VIR_EVENT_HANDLE_HANGUP = the other end is gone
