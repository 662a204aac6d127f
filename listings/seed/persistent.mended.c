#include <stdio.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom;
    const char *xmlconfig = "<domain type='test'><name>someguest</name><memory>65536</memory>"
                            "<os><type>hvm</type></os></domain>";

    if (!conn)
        return 1;
    dom = virDomainDefineXML(conn, xmlconfig);
    if (!dom) {
        fprintf(stderr, "Cannot define guest: %s", virGetLastErrorMessage());
        virConnectClose(conn);
        return 1;
    }
    if (virDomainCreate(dom) < 0) {
        fprintf(stderr, "Cannot boot guest: %s", virGetLastErrorMessage());
        virDomainFree(dom);
        virConnectClose(conn);
        return 1;
    }
    printf("Guest %s has booted\n", virDomainGetName(dom));
    virDomainFree(dom);
    virConnectClose(conn);
    return 0;
}
