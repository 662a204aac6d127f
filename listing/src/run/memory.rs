//! A listing's memory: pieces that know what they are, what of them was ever written, and when they were freed. Cloning all of it
//! is O(1), and a step shares with the one before it what it did not change.

use std::sync::Arc;

use imbl::OrdMap;
use virtlab_core::api::{Handle, Raised};

use crate::ir::Callee;
use crate::limits::{BLOCKS_MAX, MEMORY_MAX};
use crate::span::Span;
use crate::types::Type;

/// Where the beginning of a piece lies in the lower half of an address, so that one before it is no other piece's.
const MIDDLE: i64 = 0x4000_0000;

/// What a piece of memory is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Kind {
    /// A variable.
    Variable,
    /// A string of the listing.
    Literal,
    /// From `malloc` and its kin.
    Heap,
    /// Made by libvirt for the caller to free.
    Given,
    /// libvirt's own; the caller only reads it.
    Lent,
    /// What a `virDomainPtr` and its like point to, with how many references the listing has.
    Handle(Handle, u32),
    /// An error that `virSaveLastError` gave, with its handle.
    SavedError(Handle),
    /// A domain that a callback was handed.
    Event(Arc<EventDomain>),
    /// A function.
    Func(Callee),
}

/// The domain of an event, as the callback sees it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct EventDomain {
    pub connection: Handle,
    pub event: Raised,
}

/// A piece of memory.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Block {
    pub kind: Kind,
    /// The variable's name, or the function that made it.
    pub name: Arc<str>,
    /// What it holds, as far as that is known.
    pub ty: Option<Type>,
    pub made: Span,
    /// Where it was freed.
    pub gone: Option<Span>,
    pub bytes: Vec<u8>,
    set: Vec<bool>,
    /// Which results of calls lie where.
    from: Vec<(u32, u32)>,
}

/// Why memory cannot be used so.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Trouble {
    Null,
    /// An address at which there is nothing: a variable that is no longer there, or a number made up.
    Nowhere,
    /// The name of what was freed, and where.
    Gone(String, Span),
    /// Name, its bytes, and the first byte outside.
    Outside(String, u64, i64),
    /// What was never given a value.
    Unset(String),
    /// Only libvirt knows what is inside.
    Opaque(String),
    /// A string of the listing, or libvirt's own.
    ReadOnly(String),
    Full,
}

/// All pieces.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    blocks: OrdMap<u32, Arc<Block>>,
    next: u32,
    used: usize,
}

/// The address of a place in a piece.
pub(crate) fn address(id: u32, offset: i64) -> u64 {
    (u64::from(id) << 32) | ((MIDDLE + offset) as u64 & 0xffff_ffff)
}

/// The piece and the place in it.
pub(crate) fn place(address: u64) -> (u32, i64) {
    ((address >> 32) as u32, (address & 0xffff_ffff) as i64 - MIDDLE)
}

impl Memory {
    /// A new piece; `set` says whether its bytes count as written.
    pub fn make(
        &mut self,
        kind: Kind,
        name: &str,
        made: Span,
        bytes: Vec<u8>,
        set: bool,
    ) -> Result<u32, Trouble> {
        self.used += bytes.len();
        if self.used > MEMORY_MAX || self.next >= BLOCKS_MAX {
            return Err(Trouble::Full);
        }
        self.next += 1;
        let set = vec![set; bytes.len()];
        let block =
            Block { kind, name: name.into(), ty: None, made, gone: None, bytes, set, from: Vec::new() };
        self.blocks.insert(self.next, block.into());
        Ok(self.next)
    }

    /// A piece, freed or not.
    pub fn get(&self, id: u32) -> Option<&Block> {
        self.blocks.get(&id).map(|block| &**block)
    }

    /// Every piece, in the order in which they were made.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Block)> {
        self.blocks.iter().map(|(id, block)| (*id, &**block))
    }

    /// A piece, to be changed.
    pub fn get_mut(&mut self, id: u32) -> Option<&mut Block> {
        self.blocks.get_mut(&id).map(Arc::make_mut)
    }

    /// A variable is no longer there.
    pub fn remove(&mut self, id: u32) {
        if let Some(block) = self.blocks.remove(&id) {
            self.used -= block.bytes.len();
        }
    }

    /// A piece is freed: what it was is remembered, what was in it is not.
    pub fn free(&mut self, id: u32, at: Span) {
        let Some(block) = self.blocks.get_mut(&id).map(Arc::make_mut) else { return };
        self.used -= block.bytes.len();
        block.bytes = Vec::new();
        block.set = Vec::new();
        block.from = Vec::new();
        block.gone = Some(at);
    }

    /// The piece at an address and the place in it, if so many bytes are there.
    pub fn find(&self, at: u64, count: u64) -> Result<(u32, usize), Trouble> {
        let (id, offset) = place(at);
        if id == 0 {
            return Err(if at < 0x1_0000 { Trouble::Null } else { Trouble::Nowhere });
        }
        let Some(block) = self.get(id) else { return Err(Trouble::Nowhere) };
        if let Some(gone) = block.gone {
            return Err(Trouble::Gone(block.name.to_string(), gone));
        }
        if matches!(block.kind, Kind::Handle(..) | Kind::Event(_) | Kind::Func(_)) {
            return Err(Trouble::Opaque(block.name.to_string()));
        }
        let size = block.bytes.len() as u64;
        let inside = u64::try_from(offset).ok().filter(|offset| offset + count <= size);
        match inside {
            Some(offset) => Ok((id, offset as usize)),
            None => {
                let first = if offset < 0 { offset } else { offset.max(size as i64) };
                Err(Trouble::Outside(block.name.to_string(), size, first))
            }
        }
    }

    /// Bytes that were all written.
    pub fn read(&self, at: u64, count: u64) -> Result<&[u8], Trouble> {
        let (id, offset) = self.find(at, count)?;
        let Some(block) = self.get(id) else { return Err(Trouble::Nowhere) };
        let range = offset..offset + count as usize;
        if !block.set[range.clone()].iter().all(|set| *set) {
            return Err(Trouble::Unset(block.name.to_string()));
        }
        Ok(&block.bytes[range])
    }

    /// Writes bytes.
    pub fn write(&mut self, at: u64, bytes: &[u8]) -> Result<(), Trouble> {
        let block = self.writable(at, bytes.len() as u64)?;
        let (_, offset) = place(at);
        let range = offset as usize..offset as usize + bytes.len();
        block.bytes[range.clone()].copy_from_slice(bytes);
        block.set[range.clone()].fill(true);
        block.from.retain(|(place, _)| !range.contains(&(*place as usize)));
        Ok(())
    }

    fn writable(&mut self, at: u64, count: u64) -> Result<&mut Block, Trouble> {
        let (id, _) = self.find(at, count)?;
        let Some(block) = self.get_mut(id) else { return Err(Trouble::Nowhere) };
        match block.kind {
            Kind::Literal | Kind::Lent => Err(Trouble::ReadOnly(block.name.to_string())),
            _ => Ok(block),
        }
    }

    /// Notes that the result of a call lies at an address.
    pub fn note(&mut self, at: u64, from: u32) {
        let (id, offset) = place(at);
        if let (true, Some(block)) = (from != 0, self.get_mut(id)) {
            block.from.push((offset as u32, from));
        }
    }

    /// Which result of a call lies at an address; 0 for none.
    pub fn noted(&self, at: u64) -> u32 {
        let (id, offset) = place(at);
        let found =
            self.get(id).and_then(|block| block.from.iter().find(|(place, _)| i64::from(*place) == offset));
        found.map_or(0, |(_, from)| *from)
    }

    /// Copies bytes with what is known of them, as an assignment of structs and `memcpy` do.
    pub fn copy(&mut self, to: u64, from: u64, count: u64) -> Result<(), Trouble> {
        let (id, offset) = self.find(from, count)?;
        let Some(block) = self.get(id) else { return Err(Trouble::Nowhere) };
        let range = offset..offset + count as usize;
        let (bytes, set) = (block.bytes[range.clone()].to_vec(), block.set[range.clone()].to_vec());
        let notes: Vec<(u32, u32)> =
            block.from.iter().filter(|(at, _)| range.contains(&(*at as usize))).copied().collect();
        self.write(to, &bytes)?;
        let (id, place) = place(to);
        if let Some(block) = self.get_mut(id) {
            block.set[place as usize..place as usize + set.len()].copy_from_slice(&set);
            for (at, from) in notes {
                block.from.push(((i64::from(at) - offset as i64 + place) as u32, from));
            }
        }
        Ok(())
    }

    /// The text at an address, without the zero at its end.
    pub fn text(&self, at: u64) -> Result<Vec<u8>, Trouble> {
        self.text_within(at, u64::MAX)
    }

    /// The text at an address, of at most so many bytes.
    pub fn text_within(&self, at: u64, limit: u64) -> Result<Vec<u8>, Trouble> {
        let (id, offset) = self.find(at, 0)?;
        let Some(block) = self.get(id) else { return Err(Trouble::Nowhere) };
        let (bytes, set) = (&block.bytes[offset..], &block.set[offset..]);
        let mut text = Vec::new();
        for (byte, set) in bytes.iter().zip(set).take(usize::try_from(limit).unwrap_or(usize::MAX)) {
            if !set {
                return Err(Trouble::Unset(block.name.to_string()));
            }
            if *byte == 0 {
                return Ok(text);
            }
            text.push(*byte);
        }
        if (text.len() as u64) < limit {
            return Err(Trouble::Outside(
                block.name.to_string(),
                block.bytes.len() as u64,
                block.bytes.len() as i64,
            ));
        }
        Ok(text)
    }
}
