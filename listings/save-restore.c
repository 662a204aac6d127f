/* To a file and back; then the managed way, where libvirt keeps the file. */
#include <stdio.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static void state(virDomainPtr dom, const char *when)
{
    virDomainInfo info;

    if (virDomainGetInfo(dom, &info) < 0)
        printf("%s: %s\n", when, virGetLastErrorMessage());
    else
        printf("%s: state %d, image %d\n", when, info.state, virDomainHasManagedSaveImage(dom, 0));
}

int main(void)
{
    const char *file = "/tmp/virtlab-listing.save";
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom;

    if (!conn)
        return 1;
    dom = virDomainLookupByName(conn, "test");
    if (!dom)
        goto cleanup;
    if (virDomainSave(dom, file) < 0)
        printf("save: %s\n", virGetLastErrorMessage());
    state(dom, "saved to a file");
    if (virDomainRestore(conn, file) < 0)
        printf("restore: %s\n", virGetLastErrorMessage());
    state(dom, "restored");

    if (virDomainManagedSave(dom, 0) == 0)
        state(dom, "managed save");
    if (virDomainCreate(dom) == 0)
        state(dom, "created again");
    virDomainFree(dom);
cleanup:
    virConnectClose(conn);
    return 0;
}
