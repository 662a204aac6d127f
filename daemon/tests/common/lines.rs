//! A client of ours at a house, without sockets.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::io::{Read, Write};
use std::rc::Rc;

use virtlab_core::ground::Result;
use virtlab_rpc::client::{Connector, Pipe, Way};

use super::House;

/// A house, and what it has sent that was not read yet.
pub struct Street {
    pub house: House,
    letters: BTreeMap<u32, VecDeque<u8>>,
    last: u32,
}

/// Connects to a house.
#[derive(Clone)]
pub struct Door(pub Rc<RefCell<Street>>);

impl Door {
    pub fn of(house: House) -> Self {
        Self(Rc::new(RefCell::new(Street { house, letters: BTreeMap::new(), last: 0 })))
    }
}

impl Connector for Door {
    fn connect(&mut self, uri: Option<&str>, _read_only: bool) -> Result<Option<Way>> {
        let mut street = self.0.borrow_mut();
        street.last += 1;
        let line = Line { street: self.0.clone(), number: street.last, said: Vec::new() };
        Ok(Some(Way {
            pipe: Box::new(line),
            daemon_uri: uri.map(str::to_owned),
            uri: uri.unwrap_or_default().to_owned(),
            encrypted: false,
            secure: true,
        }))
    }
}

/// Both ways of one connection.
struct Line {
    street: Rc<RefCell<Street>>,
    number: u32,
    said: Vec<u8>,
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.said.extend_from_slice(bytes);
        while let Some(length) = self.said.first_chunk::<4>().map(|word| u32::from_be_bytes(*word) as usize)
            && self.said.len() >= length
        {
            let rest = self.said.split_off(length);
            let packet = std::mem::replace(&mut self.said, rest);
            let mut street = self.street.borrow_mut();
            for (to, sent) in street.house.receive(self.number, &packet[4..]) {
                let letters = street.letters.entry(to).or_default();
                letters.extend((sent.len() as u32 + 4).to_be_bytes());
                letters.extend(sent);
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Pipe for Line {
    fn takes_file(&self, _file: i32) -> Result<()> {
        Ok(())
    }

    fn send_file(&mut self, _file: i32) -> Result<()> {
        Ok(())
    }
}

impl Read for Line {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let mut street = self.street.borrow_mut();
        street.letters.entry(self.number).or_default().read(bytes)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.street.borrow_mut().house.hung_up(self.number);
    }
}
