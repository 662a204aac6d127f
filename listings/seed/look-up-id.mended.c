#include <stdio.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    int domainID = 6;
    virDomainPtr dom;

    if (!conn)
        return 1;
    dom = virDomainLookupByID(conn, domainID);
    if (dom) {
        printf("%s\n", virDomainGetName(dom));
        virDomainFree(dom);
    } else {
        printf("no domain has the ID %d: %s\n", domainID, virGetLastErrorMessage());
    }
    virConnectClose(conn);
    return 0;
}
