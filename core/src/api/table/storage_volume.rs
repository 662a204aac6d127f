//! Volumes of storage pools: libvirt-storage.c.

use super::*;
use crate::api::flags::NO_FLAGS;
use crate::api::flags::storage::*;

const POOL: Param = param("pool", Kind::Handle(HandleKind::StoragePool));
const VOL: Param = param("vol", Kind::Handle(HandleKind::StorageVol));
const MADE: Returns = Returns::Handle(HandleKind::StorageVol);
const XML_DESC: Param = param("xmlDesc", Kind::Document);
const STREAM: Param = param("stream", Kind::Handle(HandleKind::Stream));
const INFO: Param = out("info", "virStorageVolInfoPtr");
const NONE: Param = flags(NO_FLAGS);
const THROUGH_STREAM: &[Check] =
    &[Check::Handle(HandleKind::Stream, "stream"), Check::Writable, Check::StreamOfVolume("stream")];

const fn volume(id: FunctionId, returns: Returns, params: &'static [Param]) -> Function {
    row(id, Area::StorageVol, returns, params).from(ErrorDomain::Storage).since("0.4.1")
}
const fn change(id: FunctionId, params: &'static [Param]) -> Function {
    volume(id, Returns::Status, params).checks(&[Check::Writable])
}

pub(super) const ROWS: &[Function] = &[
    volume(FunctionId::StoragePoolNumOfVolumes, Returns::Number, &[POOL]),
    volume(
        FunctionId::StoragePoolListVolumes,
        Returns::Number,
        &[POOL, out("names", "char ** const"), int("maxnames")],
    )
    .checks(&[Check::NonNullArray("names", "maxnames"), Check::NonNegative("maxnames")]),
    volume(
        FunctionId::StoragePoolListAllVolumes,
        Returns::Number,
        &[POOL, out("vols", "virStorageVolPtr **"), NONE],
    )
    .since("0.10.2")
    .driver("StoragePoolListAllVolumes", 0),
    volume(FunctionId::StorageVolLookupByName, MADE, &[POOL, param("name", Kind::Text)])
        .checks(&[Check::NonNull("name")]),
    volume(FunctionId::StorageVolLookupByKey, MADE, &[conn(), param("key", Kind::Text)])
        .checks(&[Check::NonNull("key")]),
    volume(FunctionId::StorageVolLookupByPath, MADE, &[conn(), param("path", Kind::Path)])
        .checks(&[Check::NonNull("path")]),
    volume(FunctionId::StorageVolGetName, CONST_STRING, &[VOL]),
    volume(FunctionId::StorageVolGetKey, CONST_STRING, &[VOL]),
    volume(FunctionId::StorageVolGetConnect, Returns::Handle(HandleKind::Connect), &[VOL]),
    volume(FunctionId::StorageVolRef, Returns::Status, &[VOL]).since("0.6.0"),
    volume(FunctionId::StorageVolFree, Returns::Status, &[VOL]),
    volume(FunctionId::StorageVolCreateXML, MADE, &[POOL, XML_DESC, flags(STORAGE_VOL_CREATE)])
        .checks(&[Check::NonNull("xmlDesc"), Check::Writable])
        .driver("StorageVolCreateXML", 4),
    volume(
        FunctionId::StorageVolCreateXMLFrom,
        MADE,
        &[POOL, XML_DESC, param("clonevol", Kind::Handle(HandleKind::StorageVol)), flags(STORAGE_VOL_CREATE)],
    )
    .since("0.6.4")
    .checks(&[
        Check::Handle(HandleKind::StorageVol, "clonevol"),
        Check::NonNull("xmlDesc"),
        Check::WritableBoth("clonevol"),
    ])
    .driver("StorageVolCreateXMLFrom", 4),
    change(FunctionId::StorageVolDelete, &[VOL, flags(STORAGE_VOL_DELETE)]).driver("StorageVolDelete", 0),
    volume(FunctionId::StorageVolGetInfo, Returns::Status, &[VOL, INFO])
        .checks(&[Check::NonNull("info")])
        .rpc("*", "info.type:i info.capacity:H info.allocation:H"),
    volume(FunctionId::StorageVolGetInfoFlags, Returns::Status, &[VOL, INFO, flags(STORAGE_VOL_INFO)])
        .since("3.0.0")
        .checks(&[Check::NonNull("info")])
        .rpc("*", "info.type:i info.capacity:H info.allocation:H")
        .refused(),
    volume(FunctionId::StorageVolGetXMLDesc, STRING, &[VOL, NONE]).driver("StorageVolGetXMLDesc", 0),
    volume(FunctionId::StorageVolGetPath, STRING, &[VOL]),
    volume(
        FunctionId::StorageVolDownload,
        Returns::Status,
        &[VOL, STREAM, ulong("offset"), ulong("length"), flags(STORAGE_VOL_DOWNLOAD)],
    )
    .since("0.9.0")
    .checks(THROUGH_STREAM)
    .rpc("vol offset length flags", "*")
    .refused(),
    volume(
        FunctionId::StorageVolUpload,
        Returns::Status,
        &[VOL, STREAM, ulong("offset"), ulong("length"), flags(STORAGE_VOL_UPLOAD)],
    )
    .since("0.9.0")
    .checks(THROUGH_STREAM)
    .rpc("vol offset length flags", "*")
    .refused(),
    change(FunctionId::StorageVolWipe, &[VOL, NONE]).since("0.8.0").refused(),
    change(
        FunctionId::StorageVolWipePattern,
        &[VOL, param("algorithm", Kind::Choice(STORAGE_VOL_WIPE, "unsigned int")), NONE],
    )
    .since("0.9.10")
    .refused(),
    change(FunctionId::StorageVolResize, &[VOL, ulong("capacity"), flags(STORAGE_VOL_RESIZE)])
        .since("0.9.10")
        .checks(&[Check::Writable, Check::Own])
        .refused(),
];
