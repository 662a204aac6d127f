//! Storage pools: libvirt-storage.c.

use super::*;
use crate::api::flags::NO_FLAGS;
use crate::api::flags::storage::*;

const POOL: Param = param("pool", Kind::Handle(HandleKind::StoragePool));
const MADE: Returns = Returns::Handle(HandleKind::StoragePool);
const NAMES: Param = out("names", "char ** const");
const NAMES_CHECKS: &[Check] = &[Check::NonNullArray("names", "maxnames"), Check::NonNegative("maxnames")];
const NONE: Param = flags(NO_FLAGS);

const fn pool(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::StoragePool, returns, params).from(ErrorDomain::Storage).since("0.4.1")
}
const fn list(id: FunctionId, params: &'static [Param]) -> Function {
    pool(id, Returns::Number, params)
}
const fn life(id: FunctionId, params: &'static [Param]) -> Function {
    pool(id, Returns::Status, params).checks(&[Check::Writable])
}

pub(super) const ROWS: &[Function] = &[
    list(FunctionId::ConnectNumOfStoragePools, &[conn()]),
    list(FunctionId::ConnectListStoragePools, &[conn(), NAMES, int("maxnames")]).checks(NAMES_CHECKS),
    list(FunctionId::ConnectNumOfDefinedStoragePools, &[conn()]),
    list(FunctionId::ConnectListDefinedStoragePools, &[conn(), NAMES, int("maxnames")]).checks(NAMES_CHECKS),
    list(
        FunctionId::ConnectListAllStoragePools,
        &[conn(), out("pools", "virStoragePoolPtr **"), flags(STORAGE_POOL_LIST)],
    )
    .since("0.10.2")
    .driver("ConnectListAllStoragePools", 0xf_ffff),
    pool(
        FunctionId::ConnectFindStoragePoolSources,
        STRING,
        &[conn(), param("type", Kind::Text), param("srcSpec", Kind::Document), NONE],
    )
    .since("0.4.5")
    .checks(&[Check::NonNull("type"), Check::Writable])
    .driver("ConnectFindStoragePoolSources", 0),
    pool(FunctionId::ConnectGetStoragePoolCapabilities, STRING, &[conn(), NONE]).since("5.2.0").refused(),
    pool(FunctionId::StoragePoolLookupByName, MADE, &[conn(), param("name", Kind::Text)])
        .checks(&[Check::NonNull("name")]),
    pool(FunctionId::StoragePoolLookupByUUID, MADE, &[conn(), param("uuid", Kind::Uuid)])
        .checks(&[Check::NonNull("uuid")]),
    pool(FunctionId::StoragePoolLookupByUUIDString, MADE, &[conn(), param("uuidstr", Kind::UuidText)])
        .checks(&[Check::NonNull("uuidstr")]),
    pool(FunctionId::StoragePoolLookupByVolume, MADE, &[param("vol", Kind::Handle(HandleKind::StorageVol))]),
    pool(FunctionId::StoragePoolLookupByTargetPath, MADE, &[conn(), param("path", Kind::Path)])
        .since("4.1.0")
        .checks(&[Check::NonNull("path")])
        .refused(),
    pool(FunctionId::StoragePoolGetName, CONST_STRING, &[POOL]),
    pool(FunctionId::StoragePoolGetUUID, Returns::Status, &[POOL, out("uuid", "unsigned char *")])
        .checks(&[Check::NonNull("uuid")]),
    pool(FunctionId::StoragePoolGetUUIDString, Returns::Status, &[POOL, out("buf", "char *")])
        .checks(&[Check::NonNull("buf")]),
    pool(FunctionId::StoragePoolGetConnect, Returns::Handle(HandleKind::Connect), &[POOL]),
    pool(FunctionId::StoragePoolRef, Returns::Status, &[POOL]).since("0.6.0"),
    pool(FunctionId::StoragePoolFree, Returns::Status, &[POOL]),
    pool(
        FunctionId::StoragePoolCreateXML,
        MADE,
        &[conn(), param("xmlDesc", Kind::Document), flags(STORAGE_POOL_CREATE)],
    )
    .checks(&[Check::NonNull("xmlDesc"), Check::Writable])
    .driver("StoragePoolCreateXML", 0),
    pool(
        FunctionId::StoragePoolDefineXML,
        MADE,
        &[conn(), param("xml", Kind::Document), flags(STORAGE_POOL_DEFINE)],
    )
    .checks(&[Check::Writable, Check::NonNull("xml")])
    .driver("StoragePoolDefineXML", 1),
    life(FunctionId::StoragePoolBuild, &[POOL, flags(STORAGE_POOL_BUILD)]).driver("StoragePoolBuild", 0),
    life(FunctionId::StoragePoolCreate, &[POOL, flags(STORAGE_POOL_CREATE)]).driver("StoragePoolCreate", 0),
    life(FunctionId::StoragePoolRefresh, &[POOL, NONE]).driver("StoragePoolRefresh", 0),
    life(FunctionId::StoragePoolDestroy, &[POOL]),
    life(FunctionId::StoragePoolDelete, &[POOL, flags(STORAGE_POOL_DELETE)]).driver("StoragePoolDelete", 0),
    life(FunctionId::StoragePoolUndefine, &[POOL]),
    pool(FunctionId::StoragePoolIsActive, Returns::Truth, &[POOL]).since("0.7.3"),
    pool(FunctionId::StoragePoolIsPersistent, Returns::Truth, &[POOL]).since("0.7.3"),
    pool(FunctionId::StoragePoolGetInfo, Returns::Status, &[POOL, out("info", "virStoragePoolInfoPtr")])
        .checks(&[Check::NonNull("info")])
        .rpc("*", "info.state:u info.capacity:H info.allocation:H info.available:H"),
    pool(FunctionId::StoragePoolGetXMLDesc, STRING, &[POOL, flags(STORAGE_XML)])
        .driver("StoragePoolGetXMLDesc", 0),
    pool(FunctionId::StoragePoolGetAutostart, Returns::Status, &[POOL, out("autostart", "int *")])
        .checks(&[Check::NonNull("autostart")]),
    life(FunctionId::StoragePoolSetAutostart, &[POOL, int("autostart")]),
];
