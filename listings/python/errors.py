# How a failure is seen, read, handed on, and kept quiet.
import sys
import libvirt

seen = []


def note(ctx, error):
    seen.append(error[0])
    print(f"[{ctx} {len(seen)}] code {error[0]}, domain {error[1]}: {error[2]}")


def find(conn, name):
    """A domain of a name, or None."""
    try:
        return conn.lookupByName(name)
    except libvirt.libvirtError as e:
        if e.get_error_code() != libvirt.VIR_ERR_NO_DOMAIN:
            raise
        return None


conn = libvirt.open("test:///default")

# Without a function of ours, libvirt prints each error to stderr.
print("nobody:", find(conn, "nobody"))

libvirt.registerErrorHandler(note, "error")
try:
    conn.lookupByID(1234)
except libvirt.libvirtError as e:
    print("caught:", e)
    print("parts: ", e.get_error_code(), e.get_error_domain(), e.get_error_level(), e.get_str1())

try:
    find(conn, None)
except libvirt.libvirtError as e:
    print("handed on:", e.get_error_message())
else:
    print("not here")
finally:
    print("the handler ran", len(seen), "times:", seen)

try:
    conn.lookupByName(42)
except TypeError as e:
    print("never came to libvirt:", e)
sys.exit(0 if seen else 1)
