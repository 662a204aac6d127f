/* A read-only connection may look, but not touch. */
#include <stdio.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

int main(void)
{
    virConnectPtr conn = virConnectOpenReadOnly("test:///default");
    virDomainPtr dom;

    if (!conn)
        return 1;
    dom = virDomainLookupByName(conn, "test");
    if (dom) {
        printf("%s is there\n", virDomainGetName(dom));
        if (virDomainSuspend(dom) < 0) {
            virErrorPtr err = virGetLastError();
            printf("error %d from %d: %s\n", err->code, err->domain, err->message);
            if (err->code == VIR_ERR_OPERATION_DENIED)
                puts("as it should be");
        }
        virDomainFree(dom);
    }
    virConnectClose(conn);
    return 0;
}
