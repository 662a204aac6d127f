# Errors: what each code means and how to mend it; who reports; and what C would not have told.

## Codes. `.mend` says what to do.
err-VIR_ERR_OK = No error.
    .mend = Nothing to do.
err-VIR_ERR_INTERNAL_ERROR = libvirt has no better word for what went wrong; the message says it. The test driver uses it even for calls in the wrong state.
    .mend = Read the message. If it speaks of a state, bring the domain there first; if it speaks of a URI, look for a slip in it.
err-VIR_ERR_NO_MEMORY = There is no memory left for what was asked. Here: one of the lab’s limits is reached.
    .mend = Free handles that you no longer need.
err-VIR_ERR_NO_SUPPORT = The driver behind this connection does not have this function, or this lab does not simulate it yet.
    .mend = Try it on a connection with another driver, or find a function that answers the same question.
err-VIR_ERR_NO_CONNECT = No driver takes this URI.
    .mend = Look at the part before “://”: it has to name a driver that the reached host has, such as test, qemu or xen.
err-VIR_ERR_INVALID_CONN = The connection handle is NULL, closed, or not a connection.
    .mend = Pass what virConnectOpen returned, and check it before use: a failed open gives NULL.
err-VIR_ERR_INVALID_STREAM = The stream is NULL, freed, or not a stream.
    .mend = Pass what virStreamNew returned, and free it once only.
err-VIR_ERR_INVALID_DOMAIN = The domain handle is NULL, freed, or not a domain.
    .mend = Pass what a look-up, define or create returned, and check it before use: a failed one gives NULL.
err-VIR_ERR_INVALID_ARG = An argument is not one that this function takes: NULL where it must not be, a number out of range, a flag that the driver does not know.
    .mend = The message names the argument. Flags that a driver does not know are refused by it, not ignored.
err-VIR_ERR_OPERATION_FAILED = The request was understood and could not be done. When defining: the name or the UUID belongs to another domain already.
    .mend = The message names what is in the way. To change a domain that is there, give both its name and its UUID.
err-VIR_ERR_XML_ERROR = The XML is well formed, but not what libvirt expects: an element is missing or a value makes no sense.
    .mend = The message names the element or value. Mend it and call again; nothing has changed.
err-VIR_ERR_XML_DETAIL = The XML cannot be read: it is not well formed.
    .mend = The error’s int1 and int2 are line and column. Look there, and just before, for a tag that is not closed or a quote that is missing.
err-VIR_ERR_OPERATION_DENIED = The connection is read-only and the call would change something or show a secret.
    .mend = Open the connection with virConnectOpen instead of virConnectOpenReadOnly.
err-VIR_ERR_SYSTEM_ERROR = The operating system refused something: a host name that nobody knows, a port where nobody listens, a file that cannot be opened.
    .mend = int1 is the errno where there is one. Check host, port and path for slips.
err-VIR_ERR_NO_DOMAIN = The host knows no such domain, not any more or not yet.
    .mend = Look at what there is with virConnectListAllDomains. A transient domain is gone once it stops, and an inactive one has no ID to be found by.
err-VIR_ERR_AUTH_FAILED = Who you are was asked and not proved.
    .mend = Open with virConnectOpenAuth and the right name and password.
err-VIR_ERR_OPERATION_INVALID = The call is not allowed in the state that the domain is in now.
    .mend = Ask virDomainGetState where it is, and take the call that leads from there.
err-VIR_ERR_CONFIG_UNSUPPORTED = The configuration asks for something that this driver or this build of libvirt does not have.
    .mend = Look in virConnectGetCapabilities for what there is, and ask for that.
err-VIR_ERR_ARGUMENT_UNSUPPORTED = The argument has a meaning in libvirt, but not with this driver.
    .mend = Leave it out: NULL or 0.
err-VIR_ERR_OPERATION_UNSUPPORTED = libvirt could do this, but not this way or not here.
    .mend = The message says which part does not fit.
err-VIR_ERR_NO_NAME = The XML has no name for the domain.
    .mend = Add <name> with something in it.
err-VIR_ERR_OVERFLOW = A number is too large for what has to hold it.
    .mend = Check the unit: a size in bytes where KiB were meant is a thousand times too much.
err-VIR_ERR_RPC = The connection to the daemon broke or made no sense.
    .mend = Open a new connection.
err-VIR_ERR_NO_SOURCE = A device of the XML has no source.
    .mend = Say where the device gets its data from, in its source element.
err-VIR_ERR_NO_TARGET = A device of the XML has no target.
    .mend = Say what the guest sees the device as, such as target dev=‘vda’.

## Who reports: virErrorDomain.
from-VIR_FROM_DEVICE = what all drivers share about devices
from-VIR_FROM_NET = virtual networks
from-VIR_FROM_NETWORK = the network driver
from-VIR_FROM_STORAGE = storage
from-VIR_FROM_NONE = libvirt’s public functions, before any driver was asked
from-VIR_FROM_XML = reading XML
from-VIR_FROM_DOM = the check of a domain handle
from-VIR_FROM_RPC = the connection to a daemon
from-VIR_FROM_QEMU = the QEMU driver
from-VIR_FROM_STREAMS = streams
from-VIR_FROM_TEST = the test driver
from-VIR_FROM_REMOTE = the remote driver, which speaks to a daemon
from-VIR_FROM_DOMAIN = what all drivers share about domains and their XML
from-VIR_FROM_CPU = CPU models
from-VIR_FROM_OPENVZ = the OpenVZ driver
from-VIR_FROM_ESX = the ESX driver
from-VIR_FROM_VMWARE = the VMware driver
from-VIR_FROM_EVENT = the event loop
from-VIR_FROM_LIBXL = the Xen driver
from-VIR_FROM_URI = reading a URI
from-VIR_FROM_AUTH = asking who you are
from-VIR_FROM_RESCTRL = shares of cache and memory bandwidth

## The members of virError.
error-field-code = Which error, as a number. Programs decide by this, not by the text.
error-field-level = How bad it is: 1 a warning, 2 an error.
error-field-str1 = Mostly the message’s template; for a refused argument, the function.
error-field-str2 = Mostly what was put into the template; for a refused argument, the argument.
error-field-str3 = More text, if there is any.
error-field-int1 = For a system error its errno, for XML the line; otherwise nothing of use.
error-field-int2 = For XML the column; otherwise nothing of use.

## What C would have kept to itself.
notice-error-lost = An error was lost unread: { $code }, “{ $message }”. Nearly every call begins by forgetting the last error; read it right after the call that failed.
notice-use-after-free = { $handle } was freed before. libvirt cannot always tell; a C program may crash here, or change something else.
notice-unknown-handle = There never was a { $handle }. In C this would be a pointer to anywhere.
notice-wrong-handle-kind = { $handle } is of another kind than this parameter wants. A C compiler would warn.
notice-still-referenced = { $connection } is closed for you and still open: { $handles } hold on to it. Free them.
notice-still-called-back = { $connection } is closed for you and still open: an event callback holds on to it. Deregister it.
notice-host-forgot = The last connection to { $host } is closed, and the test driver has forgotten everything: test:///default begins anew with the next open.
notice-would-block = Nothing was waiting. The real virEventRunDefaultImpl would stand here until something happens.
notice-array-too-small = There were { $count }, and the array had no room for all of them. libvirt does not say so.
notice-event-dropped = An event was raised and nobody listened.
