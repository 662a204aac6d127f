//! Video adapters.

use serde::{Deserialize, Serialize};

use super::info::{DeviceInfo, VirtioOptions};
use crate::ground::{OnOff, YesNo};
use crate::{attributes, words};

words! {
    /// `<model type='…'>` of a video adapter. `virDomainVideoType` of libvirt.
    #[derive(Default)]
    pub enum VideoType {
        #[default] Default "default", Vga "vga", Cirrus "cirrus", Vmvga "vmvga", Xen "xen", Vbox "vbox", Qxl "qxl",
        Parallels "parallels", Virtio "virtio", Gop "gop", None "none", Bochs "bochs", Ramfb "ramfb",
    }
}

words! {
    /// `<driver name='…'>` of a video adapter. `virDomainVideoBackendType` of libvirt, without its default.
    pub enum VideoBackend { Qemu "qemu", Vhostuser "vhostuser" }
}

words! {
    /// `<driver vgaconf='…'>`. `virDomainVideoVGAConf` of libvirt.
    #[derive(Default)]
    pub enum VgaConf { #[default] Io "io", On "on", Off "off" }
}

words! {
    /// `<model device='…'>` of a virtio video adapter, without its default.
    pub enum VirtioVideoDevice {
        VirtioVga "virtio-vga", VirtioVgaGl "virtio-vga-gl", VirtioGpu "virtio-gpu", VirtioGpuGl "virtio-gpu-gl",
        VhostUserVga "vhost-user-vga", VhostUserGpu "vhost-user-gpu",
    }
}

/// `<video>`. `virDomainVideoDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Video {
    pub video_type: VideoType,
    pub primary: bool,
    pub memory: VideoMemory,
    pub rare: Option<Box<RareVideo>>,
    pub info: DeviceInfo,
}

attributes! {
    /// Sizes in KiB, and the number of screens.
    pub struct VideoMemory {
        ram: u32 = "ram",
        vram: u32 = "vram",
        vram64: u32 = "vram64",
        vgamem: u32 = "vgamem",
        heads: u32 = "heads",
    }
}

/// What few video adapters have.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct RareVideo {
    pub device: Option<VirtioVideoDevice>,
    pub blob: Option<OnOff>,
    pub edid: Option<OnOff>,
    pub acceleration: Option<Acceleration>,
    /// Width and height.
    pub resolution: Option<(u32, u32)>,
    pub backend: Option<VideoBackend>,
    pub vgaconf: VgaConf,
    pub virtio: VirtioOptions,
}

attributes! {
    /// `<acceleration>`.
    pub struct Acceleration {
        accel3d: Option<YesNo> = "accel3d",
        accel2d: Option<YesNo> = "accel2d",
        rendernode: Option<Box<str>> = "rendernode",
    }
}

impl Default for Video {
    fn default() -> Self {
        let memory = VideoMemory { heads: 1, ..VideoMemory::default() };
        Self {
            video_type: VideoType::Default,
            primary: false,
            memory,
            rare: None,
            info: DeviceInfo::default(),
        }
    }
}

impl Video {
    /// The rare part, made if it is not there.
    pub fn rare_mut(&mut self) -> &mut RareVideo {
        self.rare.get_or_insert_default()
    }
}
