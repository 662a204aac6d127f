//! Migration: libvirt-domain.c. The public functions put it together from steps of the drivers, of which the test driver has
//! none; which of their own checks finds that out first depends on the flags.

use super::*;
use crate::api::flags::*;

const THIS: Param = domain("domain");
const DCONN: Param = param("dconn", Kind::Handle(HandleKind::Connect));
const DXML: Param = param("dxml", Kind::Document);
const DNAME: Param = param("dname", Kind::Text);
const URI: Param = param("uri", Kind::Uri);
const BANDWIDTH: Param = param("bandwidth", Kind::Int("unsigned long", None));
const LONG_FLAGS: Param = param("flags", Kind::LongFlags(MIGRATE));
const PARAMS: Param = param("params", Kind::Params("virTypedParameterPtr"));
const DOMAIN: Returns = Returns::Handle(HandleKind::Domain);
const SYNCHRONOUS: Check = Check::Requires(
    "VIR_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES",
    "VIR_MIGRATE_NON_SHARED_DISK | VIR_MIGRATE_NON_SHARED_INC",
);
const ONE_STORAGE: Check = Check::Exclusive("VIR_MIGRATE_NON_SHARED_DISK", "VIR_MIGRATE_NON_SHARED_INC");
const ONE_STREAM: Check = Check::Exclusive("VIR_MIGRATE_TUNNELLED", "VIR_MIGRATE_PARALLEL");
const BOTH_WRITABLE: &[Check] = &[
    Check::Writable,
    Check::Handle(HandleKind::Connect, "dconn"),
    Check::WritableConnection("dconn"),
    Check::NonEmptyIfGiven("dname"),
    ONE_STORAGE,
    ONE_STREAM,
    SYNCHRONOUS,
];

const fn migrates(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::DomainJob, returns, params)
}

const fn tunes(id: FunctionId, params: &'static [Param]) -> Function {
    row(id, Area::DomainJob, Returns::Status, params).refused()
}

pub(super) const ROWS: &[Function] = &[
    migrates(FunctionId::DomainMigrate, DOMAIN, &[THIS, DCONN, LONG_FLAGS, DNAME, URI, BANDWIDTH])
        .since("0.3.2")
        .checks(BOTH_WRITABLE),
    migrates(FunctionId::DomainMigrate2, DOMAIN, &[THIS, DCONN, DXML, LONG_FLAGS, DNAME, URI, BANDWIDTH])
        .since("0.9.2")
        .checks(BOTH_WRITABLE),
    migrates(FunctionId::DomainMigrate3, DOMAIN, &[THIS, DCONN, PARAMS, uint("nparams"), flags(MIGRATE)])
        .since("1.1.0")
        .checks(&[Check::Writable, Check::WritableConnection("dconn"), ONE_STORAGE, SYNCHRONOUS]),
    migrates(
        FunctionId::DomainMigrateToURI,
        Returns::Status,
        &[THIS, param("duri", Kind::Uri), LONG_FLAGS, DNAME, BANDWIDTH],
    )
    .since("0.7.2")
    .checks(&[Check::Writable, Check::NonNull("duri"), Check::NonEmptyIfGiven("dname"), ONE_STREAM]),
    migrates(
        FunctionId::DomainMigrateToURI2,
        Returns::Status,
        &[THIS, param("dconnuri", Kind::Uri), param("miguri", Kind::Uri), DXML, LONG_FLAGS, DNAME, BANDWIDTH],
    )
    .since("0.9.2")
    .checks(&[Check::Writable, Check::NonEmptyIfGiven("dname"), ONE_STREAM]),
    migrates(
        FunctionId::DomainMigrateToURI3,
        Returns::Status,
        &[THIS, param("dconnuri", Kind::Uri), PARAMS, uint("nparams"), flags(MIGRATE)],
    )
    .since("1.1.0")
    .checks(&[Check::Writable, ONE_STREAM]),
    tunes(
        FunctionId::DomainMigrateGetCompressionCache,
        &[THIS, out("cacheSize", "unsigned long long *"), flags(NO_FLAGS)],
    )
    .since("1.0.3")
    .checks(&[Check::NonNull("cacheSize")]),
    tunes(
        FunctionId::DomainMigrateSetCompressionCache,
        &[THIS, param("cacheSize", Kind::Int("unsigned long long", Some(Unit::Bytes))), flags(NO_FLAGS)],
    )
    .since("1.0.3")
    .checks(&[Check::Writable]),
    tunes(
        FunctionId::DomainMigrateGetMaxDowntime,
        &[THIS, out("downtime", "unsigned long long *"), flags(NO_FLAGS)],
    )
    .since("3.7.0")
    .checks(&[Check::NonNull("downtime")]),
    tunes(
        FunctionId::DomainMigrateSetMaxDowntime,
        &[
            THIS,
            param("downtime", Kind::Int("unsigned long long", Some(Unit::Milliseconds))),
            flags(NO_FLAGS),
        ],
    )
    .since("0.8.0")
    .checks(&[Check::Writable]),
    tunes(
        FunctionId::DomainMigrateGetMaxSpeed,
        &[THIS, out("bandwidth", "unsigned long *"), flags(MIGRATE_SPEED)],
    )
    .since("0.9.5")
    .checks(&[Check::NonNull("bandwidth"), Check::Writable]),
    tunes(FunctionId::DomainMigrateSetMaxSpeed, &[THIS, BANDWIDTH, flags(MIGRATE_SPEED)])
        .since("0.9.0")
        .checks(&[Check::Writable]),
    tunes(FunctionId::DomainMigrateStartPostCopy, &[THIS, flags(NO_FLAGS)])
        .since("1.3.3")
        .checks(&[Check::Writable]),
];
