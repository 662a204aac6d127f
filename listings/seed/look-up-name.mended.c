#include <stdio.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    const char *domainName = "someguest";
    virDomainPtr dom;

    if (!conn)
        return 1;
    dom = virDomainLookupByName(conn, domainName);
    if (dom) {
        printf("%s has the ID %u\n", domainName, virDomainGetID(dom));
        virDomainFree(dom);
    } else {
        printf("no domain has the name %s: %s\n", domainName, virGetLastErrorMessage());
    }
    virConnectClose(conn);
    return 0;
}
