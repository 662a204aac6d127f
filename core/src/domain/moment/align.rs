//! Bringing the disks of a snapshot or checkpoint into line with those of the domain: one for each, in the domain's order.
//! `virDomainSnapshotAlignDisks` and `virDomainCheckpointAlignDisks` of libvirt.

use std::collections::BTreeMap;

use super::{Checkpoint, CheckpointDisk, CheckpointType, Snapshot, SnapshotDisk};
use crate::domain::config::DomainDef;
use crate::domain::config::devices::Disk;
use crate::domain::config::devices::disk::SnapshotLocation;
use crate::domain::config::devices::storage::{Place, StorageSource};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// A disk by its name in the guest or, where that begins with a slash, by the path of its source if no other has it.
/// `virDomainDiskByName` of libvirt.
fn disk_by_name<'d>(domain: &'d DomainDef, name: &str) -> Option<(usize, &'d Disk)> {
    let mut disks = domain.devices.disks.iter().enumerate();
    if !name.starts_with('/') {
        return disks.find(|(_, disk)| disk.target.as_deref() == Some(name));
    }
    let mut found = disks.filter(|(_, disk)| disk.source.path() == Some(name));
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

/// For each asked-for disk the domain's, by number.
fn find<T>(
    from: ErrorDomain,
    domain: &DomainDef,
    asked: Vec<T>,
    name: impl Fn(&T) -> &str,
    mut check: impl FnMut(&mut T, &Disk) -> Result<()>,
) -> Result<BTreeMap<usize, T>> {
    let refuse = |detail: String| Err(VirError::new(from, ErrorCode::ConfigUnsupported, detail));
    let mut found = BTreeMap::new();
    for mut one in asked {
        let Some((number, disk)) = disk_by_name(domain, name(&one)) else {
            return refuse(format!("no disk named '{}'", name(&one)));
        };
        if found.contains_key(&number) {
            return refuse(format!("disk '{}' specified twice", name(&one)));
        }
        check(&mut one, disk)?;
        found.insert(number, one);
    }
    Ok(found)
}

fn target(disk: &Disk) -> Box<str> {
    disk.target.clone().unwrap_or_default()
}

fn declared(disk: &Disk) -> Option<SnapshotLocation> {
    disk.rare.as_ref().and_then(|rare| rare.snapshot)
}

impl Snapshot {
    /// Gives it one disk for each of the domain's. `is_file` says whether a path is a regular file of the host.
    ///
    /// # Errors
    /// `VIR_ERR_CONFIG_UNSUPPORTED` for disks that the domain has not, and for what cannot be snapshot as asked.
    pub fn align_disks(
        &mut self,
        domain: &DomainDef,
        default: SnapshotLocation,
        is_file: impl Fn(&str) -> bool,
    ) -> Result<()> {
        let refuse = |detail: String| {
            Err(VirError::new(ErrorDomain::DomainSnapshot, ErrorCode::ConfigUnsupported, detail))
        };
        let disks = &domain.devices.disks;
        if self.disks.len() > disks.len() {
            return refuse("too many disk snapshot requests for domain".into());
        }
        if disks.is_empty() {
            return Ok(());
        }
        // Inside one image file, either all disks are snapshot or none is.
        let uniform = default == SnapshotLocation::Internal;
        let check = |one: &mut SnapshotDisk, disk: &Disk| one.settle(disk, default, uniform);
        let asked = std::mem::take(&mut self.disks);
        let mut found = find(ErrorDomain::DomainSnapshot, domain, asked, |one| &one.name, check)?;
        self.disks = disks
            .iter()
            .enumerate()
            .map(|(number, disk)| match found.remove(&number) {
                Some(one) => SnapshotDisk { name: target(disk), ..one },
                None => SnapshotDisk {
                    name: target(disk),
                    location: Some(if disk.source.is_empty() {
                        SnapshotLocation::No
                    } else {
                        declared(disk).unwrap_or(default)
                    }),
                    source: StorageSource::default(),
                    deleting: false,
                },
            })
            .collect();
        self.name_files(disks, is_file)
    }

    /// Names the files of external snapshots that nobody named. `virDomainSnapshotDefAssignExternalNames` of libvirt.
    fn name_files(&mut self, disks: &[Disk], is_file: impl Fn(&str) -> bool) -> Result<()> {
        let refuse = |disk: &SnapshotDisk, before: &str, after: &str| {
            let detail = format!("{before} disk '{}'{after}", disk.name);
            Err(VirError::new(ErrorDomain::DomainSnapshot, ErrorCode::ConfigUnsupported, detail))
        };
        const CANNOT: &str = "cannot generate external snapshot name for";
        for (number, known) in disks.iter().enumerate().take(self.disks.len()) {
            let disk = &self.disks[number];
            if disk.location != Some(SnapshotLocation::External) || disk.source.path().is_some() {
                continue;
            }
            if !matches!(disk.source.place, Place::File(_)) {
                return refuse(disk, CANNOT, &format!(" on a '{}' device", disk.source.place.kind()));
            }
            let Some(path) = known.source.path() else {
                return refuse(disk, CANNOT, " without source");
            };
            if !is_file(path) {
                let missing = "doesn't exist or is not a regular file";
                let after = format!(" ({path}) {missing}; refusing to generate external snapshot name");
                return refuse(disk, "source for", &after);
            }
            let stem = match path.rsplit_once('.') {
                Some((stem, suffix)) if !suffix.contains('/') => stem,
                _ => path,
            };
            let named = format!("{stem}.{}", self.base.name);
            if let Some(other) = self.disks[..number].iter().find(|o| o.source.path() == Some(&*named)) {
                return refuse(disk, CANNOT, &format!(": collision with disk '{}'", other.name));
            }
            self.disks[number].source.place = Place::File(Some(named.into()));
        }
        Ok(())
    }
}

impl SnapshotDisk {
    /// Gives it its location, or checks the one that it has.
    fn settle(&mut self, disk: &Disk, default: SnapshotLocation, uniform: bool) -> Result<()> {
        let refuse = |detail: String| {
            Err(VirError::new(ErrorDomain::DomainSnapshot, ErrorCode::ConfigUnsupported, detail))
        };
        let is_no = declared(disk) == Some(SnapshotLocation::No);
        match self.location {
            None => {
                let own = declared(disk).filter(|_| !uniform || is_no);
                self.location = Some(own.unwrap_or(default));
            }
            Some(location) => {
                let agreed_no = location == SnapshotLocation::No && is_no;
                if uniform && location != default && !agreed_no {
                    return refuse(format!("disk '{}' must use snapshot mode '{default}'", self.name));
                }
            }
        }
        match self.source.path() {
            Some(path) if self.location != Some(SnapshotLocation::External) => refuse(format!(
                "file '{path}' for disk '{}' requires use of external snapshot mode",
                self.name
            )),
            _ => Ok(()),
        }
    }
}

impl Checkpoint {
    /// Gives it one disk for each of the domain's.
    ///
    /// # Errors
    /// `VIR_ERR_CONFIG_UNSUPPORTED` for disks that the domain has not, and for those whose changes cannot be kept.
    pub fn align_disks(&mut self, domain: &DomainDef) -> Result<()> {
        let refuse = |detail: String| {
            Err(VirError::new(ErrorDomain::DomainCheckpoint, ErrorCode::ConfigUnsupported, detail))
        };
        let disks = &domain.devices.disks;
        if self.disks.len() > disks.len() {
            return refuse("too many disk checkpoint requests for domain".into());
        }
        if disks.is_empty() {
            return refuse("domain must have at least one disk to perform checkpoints".into());
        }
        // Naming some leaves the others out.
        let default = if self.disks.is_empty() { CheckpointType::Bitmap } else { CheckpointType::No };
        let fixed = |disk: &Disk| disk.source.is_empty() || disk.readonly;
        let check =
            |one: &mut CheckpointDisk, disk: &Disk| match fixed(disk) && one.kind != CheckpointType::No {
                true => refuse(format!("disk '{}' is empty or readonly", one.name)),
                false => Ok(()),
            };
        let asked = std::mem::take(&mut self.disks);
        let from = ErrorDomain::DomainCheckpoint;
        let mut found = find(from, domain, asked, |one| &one.name, check)?;
        self.disks = disks
            .iter()
            .enumerate()
            .map(|(number, disk)| match found.remove(&number) {
                Some(one) => CheckpointDisk { name: target(disk), ..one },
                None => CheckpointDisk {
                    name: target(disk),
                    kind: if fixed(disk) { CheckpointType::No } else { default },
                    bitmap: None,
                },
            })
            .collect();
        self.name_bitmaps();
        Ok(())
    }

    /// Names the bitmaps that nobody named after the checkpoint. `virDomainCheckpointDefAssignBitmapNames` of libvirt.
    pub fn name_bitmaps(&mut self) {
        let name: Box<str> = (&*self.base.name).into();
        for disk in &mut self.disks {
            if disk.kind == CheckpointType::Bitmap && disk.bitmap.is_none() {
                disk.bitmap = Some(name.clone());
            }
        }
    }
}
