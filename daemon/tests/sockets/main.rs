//! `virtlab serve` as its clients meet it: over real sockets, killed, crowded and abused.

mod abuse;
mod daemon;
mod end;
mod start;
