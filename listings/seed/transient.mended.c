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
    dom = virDomainCreateXML(conn, xmlconfig, 0);
    if (!dom)
    {
        fprintf(stderr, "Domain creation failed: %s", virGetLastErrorMessage());
        virConnectClose(conn);
        return 1;
    }
    printf("Guest %s has booted\n", virDomainGetName(dom));
    virDomainFree(dom);
    virConnectClose(conn);
    return 0;
}
