# Connects to the test driver, asks who answers, and leaves.
import sys
import libvirt

try:
    conn = libvirt.open("test:///default")
except libvirt.libvirtError as e:
    print("no connection:", e, file=sys.stderr)
    sys.exit(1)

print("type:     ", conn.getType())
print("URI:      ", conn.getURI())
version = conn.getLibVersion()
print(f"library:   {version // 1000000}.{version // 1000 % 1000}.{version % 1000}")
print("encrypted:", conn.isEncrypted(), " secure:", conn.isSecure(), " alive:", conn.isAlive())
print("closed, and", conn.close(), "others hold it")

# A connection closes by itself at the end of a with block.
with libvirt.openReadOnly("test:///default") as conn:
    try:
        conn.lookupByName("test").suspend()
    except libvirt.libvirtError as e:
        print("read-only:", e)
