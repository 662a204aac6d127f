char *domainUUID = "00311636-7767-71d2-e94a-26e7b8bad250";
virDomainPtr dom;
dom = virDomainLookupByUUIDString(conn, domainUUID);
