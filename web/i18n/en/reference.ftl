# The reference. What each function does is in functions.ftl.
reference-all = All functions
reference-functions = Functions
reference-search = Search names and descriptions
reference-found = { $built ->
    [one] One function
   *[other] { $built } functions
} here, { $rest } not built yet.
reference-compose = Put this call together
reference-in-matrix = See it in the matrix
reference-since = Since libvirt { $version }.
reference-writes = It needs a connection that may change things; a read-only one is refused.
reference-reads = A read-only connection may call it, as far as the checks below say nothing else.
reference-keeps-error = It leaves the last error as it is.
reference-returns = Returns
reference-parameters = Parameters
reference-values = Values of { $name }
reference-checks = What is checked first, in this order
reference-checks-about = A check that fails gives VIR_ERR_INVALID_ARG where nothing else is said.
reference-rules = What it does in which state
reference-rules-about = Read from the top: the first row that fits decides. These are the rules of libvirt’s test driver.
reference-if = If
reference-then = Then
reference-not-built = libvirt 12.8.0 has this function; this lab does not simulate it yet.
reference-no-such = libvirt 12.8.0 has no function { $name }.

check-connection = { $name } is an open connection; otherwise VIR_ERR_INVALID_CONN.
check-domain = { $name } is a live domain handle; otherwise VIR_ERR_INVALID_DOMAIN.
check-snapshot = { $name } is a live snapshot handle; otherwise VIR_ERR_INVALID_DOMAIN_SNAPSHOT.
check-port = { $name } is a live handle of a network’s port; otherwise VIR_ERR_INVALID_NETWORK_PORT.
check-checkpoint = { $name } is a live checkpoint handle; otherwise VIR_ERR_INVALID_DOMAIN_CHECKPOINT.
check-writable = The connection may change things; otherwise VIR_ERR_OPERATION_DENIED.
check-writable-for = With { $flags } the connection may change things; otherwise VIR_ERR_OPERATION_DENIED.
check-non-null = { $name } is not NULL.
check-non-empty = { $name } is neither NULL nor empty.
check-non-negative = { $name } is not negative.
check-positive = { $name } is greater than zero.
check-non-zero = { $name } is not zero.
check-array = { $name } is not NULL if { $size } is greater than zero.
check-exclusive = { $one } and { $other } are not given together.
check-requires = { $one } comes only with { $other }.
check-minus-one = { $name } is not less than -1, which means all.
check-of-connection = { $name }, if it is given, is an object of this connection.
check-below = { $name } is less than { $bound }.
check-non-empty-if-given = { $name } is NULL or a string that is not empty.
check-non-null-for = With { $flags } { $name } is not NULL.
check-writable-connection = { $name } is a connection that may change things; otherwise VIR_ERR_OPERATION_DENIED.
check-at-most = { $name } is not greater than { $bound }.
check-writable-if = If { $name } is { $number }, the connection may change things; otherwise VIR_ERR_OPERATION_DENIED.
check-domains = { $name } has at least one domain, and all are of one connection.
check-stream = { $name } is a live stream; otherwise VIR_ERR_INVALID_STREAM.
check-stream-of-domain = { $name } is of the domain’s connection.
check-params = Names in { $name } have fewer than 80 bytes and strings in it are not NULL; { $size } says how many there are.
check-product = { $one } times { $other } fits an int; otherwise VIR_ERR_OVERFLOW.
check-own = What only this function asks of its arguments together.
check-kib = { $name } in bytes fits a signed 64-bit number; otherwise VIR_ERR_OVERFLOW.
check-no-flags = The test driver takes no flags here: flags is 0.
check-flags = The test driver takes these flags and no others: { $flags }.
