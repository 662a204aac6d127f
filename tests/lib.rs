//! Replays recordings of real libvirt against the core.

#[cfg(test)]
mod host;
