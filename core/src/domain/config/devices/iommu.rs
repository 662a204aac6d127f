//! IOMMUs.

use serde::{Deserialize, Serialize};

use super::info::DeviceInfo;
use crate::ground::OnOff;
use crate::{attributes, words};

words! {
    /// `<iommu model='…'>`. `virDomainIOMMUModel` of libvirt.
    pub enum IommuModel { Intel "intel", Smmuv3 "smmuv3", Virtio "virtio", Amd "amd" }
}

/// `<iommu>`. `virDomainIOMMUDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Iommu {
    pub model: IommuModel,
    pub driver: IommuDriver,
    /// What only SMMUv3 has.
    pub smmu: Smmu,
    pub granule: Option<Granule>,
    pub info: DeviceInfo,
}

attributes! {
    /// What `<driver>` says of the IOMMUs of x86 and of virtio.
    pub struct IommuDriver {
        intremap: Option<OnOff> = "intremap",
        caching_mode: Option<OnOff> = "caching_mode",
        eim: Option<OnOff> = "eim",
        iotlb: Option<OnOff> = "iotlb",
        aw_bits: u32 = "aw_bits",
        dma_translation: Option<OnOff> = "dma_translation",
        passthrough: Option<OnOff> = "passthrough",
        xtsup: Option<OnOff> = "xtsup",
    }
}

/// What `<driver>` says of SMMUv3.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Smmu {
    pub pci_bus: Option<u32>,
    pub accel: Option<OnOff>,
    pub cmdqv: Option<OnOff>,
    pub ats: Option<OnOff>,
    pub ril: Option<OnOff>,
    pub ssid_size: Option<u32>,
    pub oas: Option<u32>,
}

/// `<granule>`: the size of its pages.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Granule {
    /// That of the host.
    Host,
    /// In KiB.
    Kib(u64),
}
