//! Handles: a client's pointers, and what there is to know of each kind of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::FunctionId;
use super::object::{ByValue, Member};
use crate::ground::{ErrorCode, ErrorDomain};

/// What a handle stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum HandleKind {
    /// `virConnectPtr`.
    Connect,
    /// `virDomainPtr`.
    Domain,
    /// `virErrorPtr` that the caller owns.
    Error,
    /// `virNetworkPtr`.
    Network,
    /// `virStreamPtr`.
    Stream,
    /// `virDomainSnapshotPtr`.
    Snapshot,
    /// `virDomainCheckpointPtr`.
    Checkpoint,
    /// `virNetworkPortPtr`.
    NetworkPort,
    /// `virStoragePoolPtr`.
    StoragePool,
    /// `virNodeDevicePtr`. No function gives one yet.
    NodeDevice,
    /// `virSecretPtr`. No function gives one yet.
    Secret,
    /// `virStorageVolPtr`.
    StorageVol,
}

/// What is the same for all handles of a kind.
struct KindRow {
    prefix: &'static str,
    c_type: &'static str,
    c_array: &'static str,
    /// None where no function gives such a handle yet.
    freed_by: Option<FunctionId>,
    invalid: ErrorCode,
    /// Which part of libvirt reports a handle that is none; that of the function where there is none here.
    invalid_from: Option<ErrorDomain>,
    by_value: Option<ByValue>,
}

impl KindRow {
    const fn by_value(mut self, word: &'static str, parent: HandleKind, members: &'static [Member]) -> Self {
        self.by_value = Some(ByValue { word, parent, members, parent_first: false });
        self
    }

    const fn parent_first(mut self) -> Self {
        if let Some(by_value) = &mut self.by_value {
            by_value.parent_first = true;
        }
        self
    }

    const fn reported_by(mut self, from: ErrorDomain) -> Self {
        self.invalid_from = Some(from);
        self
    }
}

macro_rules! row {
    ($prefix:literal, $c_type:literal, $freed_by:ident, $invalid:expr) => {
        KindRow {
            prefix: $prefix,
            c_type: $c_type,
            c_array: concat!($c_type, " *"),
            freed_by: Some(FunctionId::$freed_by),
            invalid: $invalid,
            invalid_from: None,
            by_value: None,
        }
    };
}

use Member::{Id, Key, Name, Pool, Uuid};

const CONNECT: KindRow = row!("conn", "virConnectPtr", ConnectClose, ErrorCode::InvalidConn);
const DOMAIN: KindRow = row!("dom", "virDomainPtr", DomainFree, ErrorCode::InvalidDomain)
    .reported_by(ErrorDomain::Dom)
    .by_value("domain", HandleKind::Connect, &[Name, Uuid, Id]);
const ERROR: KindRow = row!("err", "virErrorPtr", FreeError, ErrorCode::InvalidArg);
const NETWORK: KindRow = row!("net", "virNetworkPtr", NetworkFree, ErrorCode::InvalidNetwork)
    .reported_by(ErrorDomain::Network)
    .by_value("network", HandleKind::Connect, &[Name, Uuid]);
const STREAM: KindRow =
    row!("st", "virStreamPtr", StreamFree, ErrorCode::InvalidStream).reported_by(ErrorDomain::Streams);
const SNAPSHOT: KindRow =
    row!("snap", "virDomainSnapshotPtr", DomainSnapshotFree, ErrorCode::InvalidDomainSnapshot).by_value(
        "snapshot",
        HandleKind::Domain,
        &[Name],
    );
const CHECKPOINT: KindRow =
    row!("chk", "virDomainCheckpointPtr", DomainCheckpointFree, ErrorCode::InvalidDomainCheckpoint).by_value(
        "checkpoint",
        HandleKind::Domain,
        &[Name],
    );

const NETWORK_PORT: KindRow =
    row!("port", "virNetworkPortPtr", NetworkPortFree, ErrorCode::InvalidNetworkPort)
        .reported_by(ErrorDomain::Network)
        .by_value("network_port", HandleKind::Network, &[Uuid])
        .parent_first();

const STORAGE_POOL: KindRow =
    row!("pool", "virStoragePoolPtr", StoragePoolFree, ErrorCode::InvalidStoragePool)
        .reported_by(ErrorDomain::Storage)
        .by_value("storage_pool", HandleKind::Connect, &[Name, Uuid]);
const STORAGE_VOL: KindRow = row!("vol", "virStorageVolPtr", StorageVolFree, ErrorCode::InvalidStorageVol)
    .reported_by(ErrorDomain::Storage)
    .by_value("storage_vol", HandleKind::Connect, &[Pool, Name, Key]);
const NODE_DEVICE: KindRow =
    unmade("dev", "virNodeDevicePtr", "virNodeDevicePtr *", ErrorCode::InvalidNodeDevice)
        .reported_by(ErrorDomain::Nodedev)
        .by_value("node_device", HandleKind::Connect, &[Name]);
const SECRET: KindRow = unmade("secret", "virSecretPtr", "virSecretPtr *", ErrorCode::InvalidSecret)
    .reported_by(ErrorDomain::Secret);

/// A kind of which there are no handles yet.
const fn unmade(
    prefix: &'static str,
    c_type: &'static str,
    c_array: &'static str,
    invalid: ErrorCode,
) -> KindRow {
    KindRow { prefix, c_type, c_array, freed_by: None, invalid, invalid_from: None, by_value: None }
}

impl HandleKind {
    /// Every kind.
    pub const ALL: [HandleKind; 12] = [
        Self::Connect,
        Self::Domain,
        Self::Error,
        Self::Network,
        Self::Stream,
        Self::Snapshot,
        Self::Checkpoint,
        Self::NetworkPort,
        Self::StoragePool,
        Self::NodeDevice,
        Self::Secret,
        Self::StorageVol,
    ];

    const fn row(self) -> &'static KindRow {
        match self {
            Self::Connect => &CONNECT,
            Self::Domain => &DOMAIN,
            Self::Error => &ERROR,
            Self::Network => &NETWORK,
            Self::Stream => &STREAM,
            Self::Snapshot => &SNAPSHOT,
            Self::Checkpoint => &CHECKPOINT,
            Self::NetworkPort => &NETWORK_PORT,
            Self::StoragePool => &STORAGE_POOL,
            Self::NodeDevice => &NODE_DEVICE,
            Self::Secret => &SECRET,
            Self::StorageVol => &STORAGE_VOL,
        }
    }

    /// What an object of the kind is known by when it is given by value; none if it never is.
    pub const fn by_value(self) -> Option<ByValue> {
        self.row().by_value
    }

    /// The letters before the number.
    pub const fn prefix(self) -> &'static str {
        self.row().prefix
    }

    /// The C type.
    pub const fn c_type(self) -> &'static str {
        self.row().c_type
    }

    /// The C type of an array of them.
    pub const fn c_array(self) -> &'static str {
        self.row().c_array
    }

    /// The function that gives a handle back; none of a kind of which nothing gives any yet.
    pub const fn freed_by(self) -> Option<FunctionId> {
        self.row().freed_by
    }

    /// How a handle that is none is reported, and by which part of libvirt where that is not the function's own:
    /// `virCheckDomainReturn` and its kin.
    pub const fn invalid(self) -> (Option<ErrorDomain>, ErrorCode) {
        (self.row().invalid_from, self.row().invalid)
    }
}

/// A pointer of a client: `conn1`, `dom3`. Numbers count up within a client and a kind, and are never used again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Handle {
    /// What it points to.
    pub kind: HandleKind,
    /// Which one, from 1.
    pub number: u32,
}

impl Handle {
    /// The connection of that number.
    pub const fn connection(number: u32) -> Self {
        Self { kind: HandleKind::Connect, number }
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind.prefix(), self.number)
    }
}

impl FromStr for Handle {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.find(|c: char| c.is_ascii_digit()).ok_or(())?;
        let kind = HandleKind::ALL.into_iter().find(|kind| kind.prefix() == &text[..digits]).ok_or(())?;
        let number = text[digits..].parse().map_err(|_| ())?;
        Ok(Self { kind, number })
    }
}

/// As text, so that it can be a key.
impl Serialize for Handle {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Handle {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|()| de::Error::custom(format!("{text} is no handle")))
    }
}
