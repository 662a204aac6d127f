# Functions that plug devices in and out, and those that ask the guest itself.

## Devices.
fn-virDomainAttachDevice = Plugs a device into a running domain. The test driver takes disks (virtio, USB), interfaces (bridge, ethernet) and PCI devices of the host.
    .returns = 0, or -1.
fn-virDomainAttachDevice-param-xml = The element of one device, as it would stand in the domain’s XML.
fn-virDomainAttachDeviceFlags = Plugs a device into a domain. The test driver does so in running domains only.
    .returns = 0, or -1.
fn-virDomainAttachDeviceFlags-param-xml = The element of one device, as it would stand in the domain’s XML.
fn-virDomainDetachDeviceAlias = Unplugs the device that has an alias: one that you chose (ua-…) or one that it got when it was plugged in.
    .returns = 0, or -1.
fn-virDomainUpdateDeviceFlags = Puts a device in place of one that is there: mostly, another medium into a drive. The test driver does so for disks, by their target.
    .returns = 0, or -1.
fn-virDomainUpdateDeviceFlags-param-xml = The whole element of the device as it is to be; what you leave out is gone.

## The guest.
fn-virDomainFSFreeze = Has the guest write everything to its file systems and hold still, so that a snapshot of its disks is consistent.
    .returns = How many file systems were frozen by this call, or -1.
fn-virDomainFSFreeze-param-mountpoints = Which ones; NULL and 0 for all.
fn-virDomainFSThaw = Lets the guest write to its file systems again.
    .returns = How many file systems were thawed by this call, or -1.
fn-virDomainFSThaw-param-mountpoints = Which ones; NULL and 0 for all.
fn-virDomainFSTrim = Has the guest tell its disks which blocks it does not use.
    .returns = 0, or -1.
fn-virDomainFSTrim-param-mountPoint = Which file system; NULL for all.
fn-virDomainGetFSInfo = Lists the guest’s file systems. The test driver makes up two, on the first disk.
    .returns = How many there are, or -1.
fn-virDomainGetHostname = Gives the name by which the guest knows itself.
    .returns = A string that you free, or NULL.
fn-virDomainGetTime = Gives the guest’s clock. With the test driver it stands still until it is set, and the domain has to be running, not paused.
    .returns = 0, or -1.
fn-virDomainSetTime = Sets the guest’s clock, as after a long pause.
    .returns = 0, or -1.
flag-VIR_DOMAIN_DEVICE_MODIFY_CURRENT = what fits its state: running or next
flag-VIR_DOMAIN_DEVICE_MODIFY_LIVE = the running domain
flag-VIR_DOMAIN_DEVICE_MODIFY_CONFIG = its next start
flag-VIR_DOMAIN_DEVICE_MODIFY_FORCE = even if the guest holds on to it
flag-VIR_DOMAIN_TIME_SYNC = from the guest’s hardware clock, not from the numbers
