/* Statistics come as typed parameters: names, types and values. */
#include <stdio.h>
#include <libvirt/libvirt.h>

static void show(virTypedParameterPtr param)
{
    printf("  %-20s ", param->field);
    switch (param->type) {
    case VIR_TYPED_PARAM_INT:
        printf("%d\n", param->value.i);
        break;
    case VIR_TYPED_PARAM_UINT:
        printf("%u\n", param->value.ui);
        break;
    case VIR_TYPED_PARAM_LLONG:
        printf("%lld\n", param->value.l);
        break;
    case VIR_TYPED_PARAM_ULLONG:
        printf("%llu\n", param->value.ul);
        break;
    case VIR_TYPED_PARAM_STRING:
        printf("%s\n", param->value.s);
        break;
    default:
        printf("type %d\n", param->type);
    }
}

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainStatsRecordPtr *records = NULL, *next;
    int i;

    if (!conn)
        return 1;
    if (virConnectGetAllDomainStats(conn, VIR_DOMAIN_STATS_STATE, &records, 0) >= 0) {
        for (next = records; *next; next++) {
            printf("%s:\n", virDomainGetName((*next)->dom));
            for (i = 0; i < (*next)->nparams; i++)
                show(&(*next)->params[i]);
        }
        virDomainStatsRecordListFree(records);
    }
    virConnectClose(conn);
    return 0;
}
