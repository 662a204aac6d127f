//! What a guest is pointed at and typed into with; and its memory balloon.

use serde::{Deserialize, Serialize};

use super::info::{DeviceInfo, VirtioOptions};
use crate::ground::OnOff;
use crate::words;

words! {
    /// `<input type='…'>`. `virDomainInputType` of libvirt.
    pub enum InputType {
        Mouse "mouse", Tablet "tablet", Keyboard "keyboard", Passthrough "passthrough", Evdev "evdev",
    }
}

words! {
    /// `<input bus='…'>`. `virDomainInputBus` of libvirt, without its default.
    pub enum InputBus {
        Ps2 "ps2", Usb "usb", Xen "xen", Parallels "parallels", Virtio "virtio", None "none",
    }
}

words! {
    /// `<input model='…'>`. `virDomainInputModel` of libvirt, without its default.
    pub enum InputModel {
        Virtio "virtio", VirtioTransitional "virtio-transitional",
        VirtioNonTransitional "virtio-non-transitional",
    }
}

words! {
    /// `<source grab='…'>`. `virDomainInputSourceGrab` of libvirt, without its default.
    pub enum Grab { All "all" }
}

words! {
    /// `<source grabToggle='…'>`. `virDomainInputSourceGrabToggle` of libvirt, without its default.
    pub enum GrabToggle {
        CtrlCtrl "ctrl-ctrl", AltAlt "alt-alt", ShiftShift "shift-shift", MetaMeta "meta-meta",
        Scrolllock "scrolllock", CtrlScrolllock "ctrl-scrolllock",
    }
}

/// `<input>`. `virDomainInputDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Input {
    pub input_type: InputType,
    /// None for the default, which post-parsing replaces where it can.
    pub bus: Option<InputBus>,
    pub rare: Option<Box<RareInput>>,
    pub info: DeviceInfo,
}

/// What few input devices have.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct RareInput {
    pub model: Option<InputModel>,
    pub evdev: Option<Box<str>>,
    pub grab: Option<Grab>,
    pub grab_toggle: Option<GrabToggle>,
    pub repeat: Option<OnOff>,
    pub virtio: VirtioOptions,
}

words! {
    /// `<memballoon model='…'>`. `virDomainMemballoonModel` of libvirt.
    pub enum MemballoonModel {
        Virtio "virtio", Xen "xen", None "none", VirtioTransitional "virtio-transitional",
        VirtioNonTransitional "virtio-non-transitional",
    }
}

/// `<memballoon>`. `virDomainMemballoonDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Memballoon {
    pub model: MemballoonModel,
    pub autodeflate: Option<OnOff>,
    pub free_page_reporting: Option<OnOff>,
    /// Seconds between statistics; 0 for none.
    pub period_s: i32,
    pub virtio: VirtioOptions,
    pub info: DeviceInfo,
}

impl Memballoon {
    /// Whether it is one: a model may be `none`. `virDomainDefHasMemballoon` of libvirt.
    pub fn is_there(&self) -> bool {
        self.model != MemballoonModel::None
    }
}
