/* Snapshots: taken, listed as a tree, reverted to, deleted. */
#include <stdio.h>
#include <stdlib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static virDomainSnapshotPtr take(virDomainPtr dom, const char *name)
{
    char xml[128];

    snprintf(xml, sizeof(xml), "<domainsnapshot><name>%s</name></domainsnapshot>", name);
    return virDomainSnapshotCreateXML(dom, xml, 0);
}

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom = conn ? virDomainLookupByName(conn, "test") : NULL;
    virDomainSnapshotPtr first, second, *all = NULL;
    int i, n;

    if (!dom)
        return 1;
    first = take(dom, "first");
    second = take(dom, "second");
    if (!first || !second) {
        fprintf(stderr, "%s\n", virGetLastErrorMessage());
        return 1;
    }
    n = virDomainListAllSnapshots(dom, &all, VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL);
    for (i = 0; i < n; i++) {
        virDomainSnapshotPtr parent = virDomainSnapshotGetParent(all[i], 0);

        if (parent)
            printf("child of %s: ", virDomainSnapshotGetName(parent));
        else
            printf("no parent (%s): ", virGetLastErrorMessage());
        printf("%s, current %d\n", virDomainSnapshotGetName(all[i]), virDomainSnapshotIsCurrent(all[i], 0));
        if (parent)
            virDomainSnapshotFree(parent);
        virDomainSnapshotFree(all[i]);
    }
    free(all);

    if (virDomainDestroy(dom) == 0 && virDomainRevertToSnapshot(first, 0) == 0)
        printf("reverted: active %d\n", virDomainIsActive(dom));
    if (virDomainSnapshotDelete(first, VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN) == 0)
        printf("%d left\n", virDomainSnapshotNum(dom, 0));
    virDomainSnapshotFree(second);
    virDomainSnapshotFree(first);
    virDomainFree(dom);
    virConnectClose(conn);
    return 0;
}
