//! Replays recordings of real libvirt against the core.
