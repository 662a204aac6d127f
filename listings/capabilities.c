/* Capabilities come as XML in memory that the caller frees. This looks for a few words in it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libvirt/libvirt.h>

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    const char *words[] = { "<host>", "<topology>", "<guest>", "<os_type>hvm</os_type>", "<secmodel>" };
    char *caps;
    size_t i;

    if (!conn)
        return 1;
    caps = virConnectGetCapabilities(conn);
    if (caps) {
        for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
            printf("%-24s %s\n", words[i], strstr(caps, words[i]) ? "yes" : "no");
        free(caps);
    }
    virConnectClose(conn);
    return 0;
}
