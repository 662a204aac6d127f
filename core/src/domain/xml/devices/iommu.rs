//! IOMMUs: `virDomainIOMMUDefParseXML`, `virDomainIOMMUDefValidate` and `virDomainIOMMUDefFormat` of libvirt.

use super::info::{self, Allow};
use super::{unsupported, xml_error};
use crate::domain::config::devices::Iommu;
use crate::domain::config::devices::iommu::{Granule, IommuDriver, IommuModel, Smmu};
use crate::domain::config::features::{Feature, FeatureName, Features, Ioapic};
use crate::domain::xml::ParseFlags;
use crate::domain::xml::memory::size_kib;
use crate::ground::xml::{Attribute, Element, Prop, Writer};
use crate::ground::{OnOff, Result};

/// Reads an `<iommu>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<Iommu> {
    let model = element.prop_word("model", Prop::REQUIRED)?.unwrap_or(IommuModel::Intel);
    let (mut driver, mut smmu, mut granule) = (IommuDriver::default(), Smmu::default(), None);
    if let Some(element) = element.child("driver") {
        driver = IommuDriver::read(element)?;
        smmu = parse_smmu(element)?;
    }
    if let Some(element) = element.path("driver/granule") {
        granule = parse_granule(element)?;
    }
    Ok(Iommu { model, driver, smmu, granule, info: info::parse(element, Allow::Neither, flags)? })
}

fn parse_smmu(driver: &Element<'_>) -> Result<Smmu> {
    // A negative number is none.
    let number = |name| {
        let number = driver.prop_i32(name, 10, Prop::NONE)?;
        Ok::<Option<u32>, Box<_>>(number.and_then(|number| u32::try_from(number).ok()))
    };
    Ok(Smmu {
        pci_bus: number("pciBus")?,
        accel: Attribute::read(driver, "accel")?,
        cmdqv: Attribute::read(driver, "cmdqv")?,
        ats: Attribute::read(driver, "ats")?,
        ril: Attribute::read(driver, "ril")?,
        ssid_size: number("ssidsize")?,
        oas: number("oas")?,
    })
}

fn parse_granule(granule: &Element<'_>) -> Result<Option<Granule>> {
    let (size, unit) = (granule.attribute("size"), granule.attribute("unit"));
    let kib = size_kib("./driver/granule/@size", false, size, unit)?;
    match (granule.attribute("mode"), kib) {
        (Some(_), Some(_)) => {
            Err(xml_error("'mode' and 'size' can't be specified at the same time for 'granule'"))
        }
        (Some("host"), None) => Ok(Some(Granule::Host)),
        (Some(mode), None) => {
            Err(xml_error(format!("Invalid value for attribute 'mode' in element 'granule': '{mode}'.")))
        }
        (None, kib) => Ok(kib.filter(|kib| *kib != 0).map(Granule::Kib)),
    }
}

/// Checks an IOMMU by itself.
pub(super) fn validate(iommu: &Iommu) -> Result<()> {
    let IommuDriver { intremap, caching_mode, eim, iotlb, aw_bits, dma_translation, passthrough, xtsup } =
        &iommu.driver;
    let (model, smmu) = (iommu.model, &iommu.smmu);
    let of_intel = intremap.is_some() || iotlb.is_some();
    let only_intel = caching_mode.is_some() || eim.is_some() || dma_translation.is_some();
    let later = passthrough.is_some() || xtsup.is_some();
    let of_smmu = *smmu != Smmu::default();
    let refused = match model {
        IommuModel::Intel => later || of_smmu || iommu.granule.is_some(),
        IommuModel::Amd => only_intel || *aw_bits != 0 || of_smmu || iommu.granule.is_some(),
        IommuModel::Virtio => of_intel || only_intel || of_smmu,
        IommuModel::Smmuv3 => of_intel || only_intel || later || *aw_bits != 0 || iommu.granule.is_some(),
    };
    if refused {
        return Err(xml_error(format!("iommu model '{model}' doesn't support some additional attributes")));
    }
    let accelerated = Smmu { pci_bus: smmu.pci_bus, accel: smmu.accel, ..Smmu::default() };
    if *smmu != accelerated && smmu.accel != Some(OnOff::On) {
        return Err(xml_error(format!(
            "accel must be enabled for iommu model '{model}' when setting ats, ril, ssidsize, oas, or cmdqv"
        )));
    }
    if matches!(model, IommuModel::Intel | IommuModel::Smmuv3) && iommu.info.address.is_some() {
        return Err(xml_error(format!("iommu model '{model}' can't have address")));
    }
    Ok(())
}

/// Checks IOMMUs against the guest's features. `virDomainDefIOMMUValidate` of libvirt.
pub(super) fn validate_together(iommus: &[Iommu], features: &Features) -> Result<()> {
    let split = features.get(FeatureName::Ioapic) == Some(&Feature::Ioapic(Ioapic::Qemu));
    for driver in iommus.iter().map(|iommu| &iommu.driver) {
        if driver.intremap == Some(OnOff::On) && !split {
            return Err(unsupported(
                "IOMMU interrupt remapping requires split I/O APIC (ioapic driver='qemu')",
            ));
        }
        if driver.eim == Some(OnOff::On) && driver.intremap != Some(OnOff::On) {
            return Err(unsupported("IOMMU eim requires interrupt remapping to be enabled"));
        }
    }
    Ok(())
}

/// Writes an IOMMU.
pub(super) fn format(iommu: &Iommu, w: &mut Writer) {
    w.start("iommu").attr("model", iommu.model).inside(|w| {
        let smmu = &iommu.smmu;
        let tag = iommu.driver.write(w.start("driver"));
        let tag = tag.opt_attr("pciBus", smmu.pci_bus).opt_attr("accel", smmu.accel);
        let tag = tag.opt_attr("cmdqv", smmu.cmdqv).opt_attr("ats", smmu.ats).opt_attr("ril", smmu.ril);
        let tag = tag.opt_attr("ssidsize", smmu.ssid_size).opt_attr("oas", smmu.oas);
        tag.nonempty(|w| match iommu.granule {
            None => {}
            Some(Granule::Host) => w.start("granule").attr("mode", "host").empty(),
            Some(Granule::Kib(kib)) => w.start("granule").attr("size", kib).attr("unit", "KiB").empty(),
        });
        info::format(&iommu.info, w);
    });
}
