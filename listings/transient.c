/* A transient domain is gone when it stops, unless it was defined meanwhile. */
#include <stdio.h>
#include <stdlib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

int main(void)
{
    const char *xml = "<domain type='test'><name>guest</name>"
                      "<uuid>b2ea6a37-4e0f-4f1c-9a6e-3c6f0c3b1a55</uuid><memory>65536</memory><os><type>hvm</type></os></domain>";
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom, same;
    char *desc;

    if (!conn)
        return 1;
    dom = virDomainCreateXML(conn, xml, 0);
    if (!dom)
        goto close;
    printf("%s: active %d, persistent %d\n", virDomainGetName(dom), virDomainIsActive(dom), virDomainIsPersistent(dom));

    /* Its own XML, with its UUID, makes it persistent. */
    desc = virDomainGetXMLDesc(dom, VIR_DOMAIN_XML_INACTIVE);
    same = desc ? virDomainDefineXML(conn, desc) : NULL;
    free(desc);
    if (same) {
        printf("%s: active %d, persistent %d\n", virDomainGetName(same), virDomainIsActive(same),
               virDomainIsPersistent(same));
        virDomainFree(same);
    }

    if (virDomainDestroy(dom) == 0)
        printf("stopped, still there: %d defined\n", virConnectNumOfDefinedDomains(conn));
    if (virDomainUndefine(dom) == 0 && virDomainIsActive(dom) < 0)
        printf("gone: %s\n", virGetLastErrorMessage());
    virDomainFree(dom);
close:
    virConnectClose(conn);
    return 0;
}
