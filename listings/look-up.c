/* One domain, found in four ways. */
#include <stdio.h>
#include <string.h>
#include <libvirt/libvirt.h>

static void show(const char *how, virDomainPtr dom)
{
    char uuid[VIR_UUID_STRING_BUFLEN];

    if (!dom) {
        printf("%-8s nothing\n", how);
        return;
    }
    if (virDomainGetUUIDString(dom, uuid) < 0)
        strcpy(uuid, "?");
    printf("%-8s %s, ID %u, %s\n", how, virDomainGetName(dom), virDomainGetID(dom), uuid);
}

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr byid, byname, byuuid, bytext;
    unsigned char raw[VIR_UUID_BUFLEN];

    if (!conn)
        return 1;
    byid = virDomainLookupByID(conn, 1);
    show("ID", byid);
    byname = virDomainLookupByName(conn, "test");
    show("name", byname);
    byuuid = NULL;
    if (byname && virDomainGetUUID(byname, raw) == 0)
        byuuid = virDomainLookupByUUID(conn, raw);
    show("UUID", byuuid);
    bytext = virDomainLookupByUUIDString(conn, "6695eb01-f6a4-8304-79aa-97f2502e193f");
    show("text", bytext);

    if (byid)
        virDomainFree(byid);
    if (byname)
        virDomainFree(byname);
    if (byuuid)
        virDomainFree(byuuid);
    if (bytext)
        virDomainFree(bytext);
    virConnectClose(conn);
    return 0;
}
