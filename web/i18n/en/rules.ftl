# The rules of a domain’s life in words. Keys are made from the core’s tables: states, reasons, events, verbs, rows.

## States, with what each means.
state-nostate = no state
    .about = libvirt cannot say what the domain is doing. Drivers use it rarely; the test driver never does by itself.
state-running = running
    .about = It has an ID, memory, and virtual CPUs that run.
state-blocked = blocked
    .about = It is active and waits for something, such as a disk. Few drivers tell this apart from running; the test driver never does.
state-paused = paused
    .about = Its virtual CPUs stand still. Its memory stays where it is, in the host’s RAM: nothing is written to disk.
state-shutdown = shutting down
    .about = Its guest is on its way down and the domain is still active. The test driver has no such moment: it is shut off at once.
state-shutoff = shut off
    .about = It is not active: no ID, no memory. A persistent domain waits here; a transient one is gone.
state-crashed = crashed
    .about = Its guest has failed. It is still active, with an ID, until somebody destroys it.
state-pmsuspended = suspended by power management
    .about = The guest itself went to sleep, as a laptop does when its lid is closed. This is not virDomainSuspend, which pauses it from outside.
state-undefined = undefined
    .about = The host knows no such domain: it was never defined or created, or it is gone.

## Reasons.
reason-VIR_DOMAIN_NOSTATE_UNKNOWN = reason unknown
reason-VIR_DOMAIN_RUNNING_UNKNOWN = reason unknown
reason-VIR_DOMAIN_RUNNING_BOOTED = booted
reason-VIR_DOMAIN_RUNNING_MIGRATED = migrated from another host
reason-VIR_DOMAIN_RUNNING_RESTORED = restored from a saved image
reason-VIR_DOMAIN_RUNNING_FROM_SNAPSHOT = reverted to a snapshot
reason-VIR_DOMAIN_RUNNING_UNPAUSED = resumed
reason-VIR_DOMAIN_RUNNING_MIGRATION_CANCELED = running on: migration was cancelled
reason-VIR_DOMAIN_RUNNING_SAVE_CANCELED = running on: saving was cancelled
reason-VIR_DOMAIN_RUNNING_WAKEUP = woken up
reason-VIR_DOMAIN_RUNNING_CRASHED = restarted after a crash
reason-VIR_DOMAIN_RUNNING_POSTCOPY = running, its memory still on the way
reason-VIR_DOMAIN_RUNNING_POSTCOPY_FAILED = running, the rest of its memory not arriving
reason-VIR_DOMAIN_BLOCKED_UNKNOWN = reason unknown
reason-VIR_DOMAIN_PAUSED_UNKNOWN = reason unknown
reason-VIR_DOMAIN_PAUSED_USER = somebody asked for it
reason-VIR_DOMAIN_PAUSED_MIGRATION = for migration
reason-VIR_DOMAIN_PAUSED_SAVE = while it is saved
reason-VIR_DOMAIN_PAUSED_DUMP = while its memory is dumped
reason-VIR_DOMAIN_PAUSED_IOERROR = a disk failed
reason-VIR_DOMAIN_PAUSED_WATCHDOG = its watchdog fired
reason-VIR_DOMAIN_PAUSED_FROM_SNAPSHOT = as the snapshot was
reason-VIR_DOMAIN_PAUSED_SHUTTING_DOWN = while it shuts down
reason-VIR_DOMAIN_PAUSED_SNAPSHOT = while a snapshot is made
reason-VIR_DOMAIN_PAUSED_CRASHED = its guest crashed
reason-VIR_DOMAIN_PAUSED_STARTING_UP = while it starts up
reason-VIR_DOMAIN_PAUSED_POSTCOPY = for the last part of a migration
reason-VIR_DOMAIN_PAUSED_POSTCOPY_FAILED = the last part of a migration failed
reason-VIR_DOMAIN_PAUSED_API_ERROR = a call failed half-way
reason-VIR_DOMAIN_SHUTDOWN_UNKNOWN = reason unknown
reason-VIR_DOMAIN_SHUTDOWN_USER = somebody asked for it
reason-VIR_DOMAIN_SHUTOFF_UNKNOWN = never run, or reason unknown
reason-VIR_DOMAIN_SHUTOFF_SHUTDOWN = shut down
reason-VIR_DOMAIN_SHUTOFF_DESTROYED = destroyed
reason-VIR_DOMAIN_SHUTOFF_CRASHED = crashed
reason-VIR_DOMAIN_SHUTOFF_MIGRATED = migrated to another host
reason-VIR_DOMAIN_SHUTOFF_SAVED = saved
reason-VIR_DOMAIN_SHUTOFF_FAILED = failed to start
reason-VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT = as the snapshot was
reason-VIR_DOMAIN_SHUTOFF_DAEMON = put right by the daemon after it came back
reason-VIR_DOMAIN_CRASHED_UNKNOWN = reason unknown
reason-VIR_DOMAIN_CRASHED_PANICKED = its guest panicked
reason-VIR_DOMAIN_PMSUSPENDED_UNKNOWN = reason unknown

## Events.
event-VIR_DOMAIN_EVENT_DEFINED_ADDED = defined (new)
event-VIR_DOMAIN_EVENT_DEFINED_UPDATED = defined (changed)
event-VIR_DOMAIN_EVENT_DEFINED_RENAMED = defined (by its new name)
event-VIR_DOMAIN_EVENT_UNDEFINED_REMOVED = undefined (removed)
event-VIR_DOMAIN_EVENT_UNDEFINED_RENAMED = undefined (by its old name)
event-VIR_DOMAIN_EVENT_STARTED_BOOTED = started (booted)
event-VIR_DOMAIN_EVENT_STARTED_RESTORED = started (restored)
event-VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT = started (from a snapshot)
event-VIR_DOMAIN_EVENT_SUSPENDED_PAUSED = suspended (paused)
event-VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT = suspended (as the snapshot was)
event-VIR_DOMAIN_EVENT_RESUMED_UNPAUSED = resumed (unpaused)
event-VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN = stopped (shut down)
event-VIR_DOMAIN_EVENT_STOPPED_DESTROYED = stopped (destroyed)
event-VIR_DOMAIN_EVENT_STOPPED_CRASHED = stopped (crashed)
event-VIR_DOMAIN_EVENT_STOPPED_SAVED = stopped (saved)
event-VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT = stopped (for a snapshot)
event-VIR_DOMAIN_EVENT_ID_DEVICE_ADDED = a device was plugged in
event-VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED = a device was unplugged
event-VIR_DOMAIN_EVENT_ID_METADATA_CHANGE = its description changed
event-VIR_NETWORK_EVENT_DEFINED = defined
event-VIR_NETWORK_EVENT_UNDEFINED = undefined
event-VIR_NETWORK_EVENT_STARTED = started
event-VIR_NETWORK_EVENT_STOPPED = stopped
event-VIR_NETWORK_EVENT_ID_METADATA_CHANGE = its description changed
event-VIR_STORAGE_POOL_EVENT_DEFINED = defined
event-VIR_STORAGE_POOL_EVENT_UNDEFINED = undefined
event-VIR_STORAGE_POOL_EVENT_STARTED = started
event-VIR_STORAGE_POOL_EVENT_STOPPED = stopped
event-VIR_STORAGE_POOL_EVENT_CREATED = built
event-VIR_STORAGE_POOL_EVENT_DELETED = its storage was given up
event-VIR_STORAGE_POOL_EVENT_ID_REFRESH = its volumes were looked at anew

## Calls as words, for the diagram and the matrix.
verb-virDomainCreateXML = create from XML
verb-virDomainDefineXML = define
verb-virDomainCreate = create
verb-virDomainSuspend = suspend
verb-virDomainResume = resume
verb-virDomainShutdown = shut down
verb-virDomainReboot = reboot
verb-virDomainReset = reset
verb-virDomainDestroy = destroy
verb-virDomainUndefine = undefine
verb-virDomainSave = save
verb-virDomainRestore = restore
verb-virDomainManagedSave = managed save
verb-virDomainManagedSaveRemove = remove managed save
verb-virDomainCoreDump = core dump
verb-virDomainRename = rename
verb-virDomainSetAutostart = set autostart
verb-virDomainSnapshotCreateXML = make a snapshot
verb-virDomainRevertToSnapshot = go back to a snapshot
verb-virDomainCheckpointCreateXML = make a checkpoint

## What a row of the rules looks at: «When …».
when-always = in every other case
when-active = the domain is active
when-inactive = the domain is not active
when-in = the domain is { $states }
when-not-in = the domain is not { $states }
when-persistent = it is persistent
when-transient = it is transient
when-managed-save = it has a managed save image
when-snapshots = it has snapshots
when-checkpoints = it has checkpoints
when-snapshot-in = the snapshot is { $states }
when-snapshot-not-in = the snapshot is not { $states }
snapshot-of-disks = of disks only
when-flag = the call has { $flags }
when-no-flag = the call has no { $flags }
when-poweroff-restarts = its on_poweroff is restart
when-reboot-restarts = its on_reboot is restart

## What a row asks for instead, where it refuses: «Needed: …».
need-inactive = the domain is not active
need-active = the domain is active
need-not-in = the domain is not { $states }
need-in = the domain is { $states }
need-transient = it is transient
need-persistent = it is persistent
need-no-managed-save = it has no managed save image
need-no-snapshots = it has no snapshots
need-no-checkpoints = it has no checkpoints
need-snapshot-not-in = the snapshot is not { $states }
need-snapshot-in = the snapshot is { $states }
need-no-flag = the call leaves { $flags } out
need-flag = the call has { $flags }
need-poweroff-other = its on_poweroff is something other than restart
need-reboot-other = its on_reboot is something other than restart

## What a row does.
effect-stay = Nothing changes.
effect-go = It is { $state } from then on ({ $reason }). Its ID stays.
effect-start = It becomes active with a new ID: { $state } ({ $reason }). A managed save image is dropped.
effect-stop = It stops being active ({ $reason }). A persistent domain stays, shut off; a transient one is gone.
effect-stop-saved = It stops being active ({ $reason }) and has a managed save image.
effect-define = It gets this configuration and is persistent. If it is active, the configuration counts from its next start.
effect-make-transient = It runs on and is transient: it will be gone when it stops. A managed save image is dropped.
effect-remove = It is gone: the host forgets it.
effect-rename = It gets another name.
effect-drop-managed-save = Its managed save image is removed, if there is one.
effect-autostart = Its autostart flag is set or cleared.
effect-halt = It stops being active ({ $reason }).
effect-load = It gets the configuration that the snapshot holds.

## Sentences of the rules.
rule-refuses = refused with { $code }: { $message }
rule-event = Event: { $event }.
rule-needed = Needed: { $conditions }.
rule-found = Found: { $place }
rule-will-do = This will work. { $effect }
rule-will-fail = This will fail: { $message }
join-and = { $left } and { $right }
join-or = { $left } or { $right }
join-comma = { $left }, { $right }

## Where a domain is.
place-text = { $name } is { $state } ({ $reason }).
place-gone = { $name } is gone: the host knows no such domain any more.
place-none = The host has no domain yet.
place-short = { $state } ({ $reason })

## Words about a domain, each with its explanation.
persistent = persistent
    .about = Its configuration is kept by the host. It outlives every run and can be created again.
transient = transient
    .about = It exists only while it is active. When it stops, nothing of it is left.
autostart = autostart
    .about = The host is to create it when libvirt comes up. It does nothing until then.
managed-save = managed save
    .about = Its memory was saved to a file that libvirt keeps. Other drivers continue from it at the next create; the test driver boots afresh and drops the image. Undefine refuses while it exists.
active = active
    .about = It has an ID and uses the host’s memory: running, paused, crashed and the like.
inactive = inactive
    .about = It is a configuration waiting to be created. It has no ID.
domain-id = ID
    .about = A number that an active domain has for one run; the next run gets another. An inactive domain has none.
domain-name = name
    .about = Unique among the domains of one host, active or not. It can be changed while the domain is inactive.
domain-uuid = UUID
    .about = 16 bytes that tell a domain apart from all others on every host. It never changes.
next-configuration = next configuration
    .about = A domain that runs and was defined anew keeps its old configuration; this one counts from its next start.

## What numbers of an outcome stand for.
meaning-no-id = (unsigned int)-1: it has no ID, because it is not active.
