int domainID = 6;
virDomainPtr dom;
dom = virDomainLookupByID(conn, domainID);
