-
virDomainPtr dom;
-
const char *xmlconfig = "........";
-
dom = virConnectDefineXML(conn, xmlconfig, 0);
-
if(virDomainCreate(dom) < 0){
-
virDomainFree(dom);
-
fprintf(stderr, "Cannot boot guest");
-
return;
-
}
-
fprintf(stderr,"Guest %s has booted",virDomainName(dom));
-
virDomainFree(dom);
