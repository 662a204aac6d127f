#include <stdio.h>
#include <stdlib.h>
#include <libvirt/libvirt.h>

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    int i;
    int numDomains;
    int *activeDomains;

    if (!conn)
        return 1;
    numDomains = virConnectNumOfDomains(conn);
    if (numDomains < 0)
        return 1;
    activeDomains = malloc(sizeof(int) * numDomains);
    numDomains = virConnectListDomains(conn, activeDomains, numDomains);
    printf("Active domain IDs:\n");
    for (i = 0 ; i < numDomains ; i++) {
        printf(" %d\n", activeDomains[i]);
    }
    free(activeDomains);
    virConnectClose(conn);
    return 0;
}
