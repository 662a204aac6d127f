int domainName = "someguest";
virDomainPtr dom;
dom = virDomainLookupByName(conn, domainName);
