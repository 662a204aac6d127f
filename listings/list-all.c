/* All domains in one call, which allocates what it needs. */
#include <stdio.h>
#include <stdlib.h>
#include <libvirt/libvirt.h>

static const char *state_name(int state)
{
    switch (state) {
    case VIR_DOMAIN_RUNNING:
        return "running";
    case VIR_DOMAIN_PAUSED:
        return "paused";
    case VIR_DOMAIN_SHUTOFF:
        return "shut off";
    default:
        return "something else";
    }
}

/* In which order they come within a list, libvirt does not say. */
static int show(virConnectPtr conn, const char *title, unsigned int flags)
{
    virDomainPtr *domains = NULL;
    int i, n = virConnectListAllDomains(conn, &domains, flags);

    if (n < 0)
        return -1;
    printf("%s: %d\n", title, n);
    for (i = 0; i < n; i++) {
        int state, reason;

        if (virDomainGetState(domains[i], &state, &reason, 0) == 0)
            printf("  %-6s %s (%d)\n", virDomainGetName(domains[i]), state_name(state), reason);
        virDomainFree(domains[i]);
    }
    free(domains);
    return n;
}

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr more;

    if (!conn)
        return 1;
    more = virDomainDefineXML(conn, "<domain type='test'>"
                                    "  <name>zulu</name>"
                                    "  <memory unit='MiB'>64</memory>"
                                    "  <os><type>hvm</type></os>"
                                    "</domain>");
    if (!more)
        return 1;
    show(conn, "active", VIR_CONNECT_LIST_DOMAINS_ACTIVE);
    show(conn, "inactive", VIR_CONNECT_LIST_DOMAINS_INACTIVE);
    virDomainFree(more);
    virConnectClose(conn);
    return 0;
}
