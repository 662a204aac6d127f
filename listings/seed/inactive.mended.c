#include <stdio.h>
#include <stdlib.h>
#include <libvirt/libvirt.h>

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom;
    int i;
    int numDomains;
    char **inactiveDomains;

    if (!conn)
        return 1;
    /* So that there is one. */
    dom = virDomainLookupByName(conn, "test");
    if (!dom || virDomainDestroy(dom) < 0)
        return 1;
    virDomainFree(dom);

    numDomains = virConnectNumOfDefinedDomains(conn);
    if (numDomains < 0)
        return 1;
    inactiveDomains = malloc(sizeof(char *) * numDomains);
    numDomains = virConnectListDefinedDomains(conn, inactiveDomains, numDomains);
    printf("Inactive domain names:\n");
    for (i = 0 ; i < numDomains ; i++) {
        printf(" %s\n", inactiveDomains[i]);
        free(inactiveDomains[i]);
    }
    free(inactiveDomains);
    virConnectClose(conn);
    return 0;
}
