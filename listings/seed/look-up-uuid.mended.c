#include <stdio.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    const char *domainUUID = "00311636-7767-71d2-e94a-26e7b8bad250";
    virDomainPtr dom;

    if (!conn)
        return 1;
    dom = virDomainLookupByUUIDString(conn, domainUUID);
    if (dom) {
        printf("%s\n", virDomainGetName(dom));
        virDomainFree(dom);
    } else {
        printf("no domain has the UUID %s: %s\n", domainUUID, virGetLastErrorMessage());
    }
    virConnectClose(conn);
    return 0;
}
