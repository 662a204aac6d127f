//! One connection: packets in, answers and events out, in one task and without a hand-over between threads.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf as _, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};
use tracing::{debug, warn};

use crate::peer::{Accepted, Peer, Transport, ping};
use crate::wire::{LENGTH_BYTES, frame_rest};
use crate::worlds::{Door, Event, Worlds};

/// Bytes of answers that wait to be written before the next packet is looked at: who does not read is not served.
const ANSWERS_WAITING_MAX: usize = 64 * 1024;
/// Bytes that wait to be written, events with them, before the client is dropped: more than the largest packet, so that
/// who is only slow is not meant.
const OUTPUT_MAX: usize = 40 * 1024 * 1024;
/// Events that wait to be made packets.
const EVENTS_WAITING_MAX: usize = 1024;
/// Room that is made to read into; a connection that says nothing holds no more.
const READ_BYTES: usize = 2048;
/// A buffer that has grown beyond this is not kept once it is empty.
const BUFFER_KEPT_MAX: usize = 64 * 1024;

/// When a silent peer is asked for a sign of life, and how often before it is taken for dead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keepalive {
    /// How long a peer may be silent.
    pub interval: Duration,
    /// How many questions may stay unanswered.
    pub count: u32,
}

/// What every connection of a daemon needs.
pub(super) struct Common {
    pub worlds: Arc<Worlds>,
    /// None asks nobody.
    pub keepalive: Option<Keepalive>,
    /// True once the daemon is about to end.
    pub drain: watch::Receiver<bool>,
}

/// How a client came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub transport: Transport,
    pub read_only: bool,
}

/// Serves a client until one of the two ends it.
pub(super) async fn serve<S: AsyncRead + AsyncWrite>(stream: S, way: Way, common: Arc<Common>) {
    let (door, events) = Door::new(common.worlds.clone(), EVENTS_WAITING_MAX);
    let client = door.client();
    debug!(
        client = client.0,
        "came by {:?}{}",
        way.transport,
        if way.read_only { ", to look only" } else { "" }
    );
    let accepted = Accepted { client, read_only_socket: way.read_only, transport: way.transport };
    let mut connection = Connection {
        peer: Peer::new(accepted),
        door,
        input: BytesMut::new(),
        output: BytesMut::new(),
        closing: false,
        beside: 0,
        draining: false,
        silent: 0,
        stalled: 0,
    };
    let why = connection.run(stream, events, &common).await;
    connection.peer.gone(&mut connection.door);
    match why {
        End::Closed => debug!(client = client.0, "left"),
        End::Dropped(why) => warn!(client = client.0, "was dropped: {why}"),
    }
}

/// Waits until the daemon is to end.
pub(super) async fn told_to_end(drain: &mut watch::Receiver<bool>) {
    // Without a sender the daemon has ended.
    let _ = drain.wait_for(|drain| *drain).await;
}

/// Why a connection ended.
enum End {
    /// The client, or a call of it, or the daemon's end.
    Closed,
    /// The daemon had enough of it.
    Dropped(String),
}

struct Connection {
    peer: Peer,
    door: Door,
    input: BytesMut,
    output: BytesMut,
    /// Nothing more is read; what is in `output` is still written.
    closing: bool,
    /// Bytes that come beside a packet that was answered, and say nothing.
    beside: usize,
    /// The daemon is about to end: what has come is answered, and nothing more is read.
    draining: bool,
    /// Intervals without a word of the client.
    silent: u32,
    /// Intervals in which it took nothing of what waits for it.
    stalled: u32,
}

impl Connection {
    async fn run<S: AsyncRead + AsyncWrite>(
        &mut self,
        stream: S,
        mut events: mpsc::Receiver<Event>,
        common: &Common,
    ) -> End {
        let stream = pin!(stream);
        let (mut reader, mut writer) = tokio::io::split(stream);
        let mut drain = common.drain.clone();
        let mut told_to_end = pin!(told_to_end(&mut drain));
        // Without keepalive there is still an end to waiting for a client that does not read.
        let pace = common.keepalive.unwrap_or(Keepalive { interval: Duration::from_secs(5), count: 5 });
        let mut tick = pin!(sleep_until(Instant::now() + pace.interval));
        let mut ticking = false;
        loop {
            let waiting = !self.output.is_empty();
            if self.closing && !waiting {
                return End::Closed;
            }
            let asks = common.keepalive.is_some() && self.peer.keepalive();
            if (waiting || asks) && !ticking {
                tick.as_mut().reset(Instant::now() + pace.interval);
                (ticking, self.silent, self.stalled) = (true, 0, 0);
            }
            let reads = !self.closing && !self.draining && self.output.len() < ANSWERS_WAITING_MAX;
            if reads {
                self.input.reserve(READ_BYTES);
            }
            tokio::select! {
                biased;
                written = writer.write(&self.output), if waiting => match written {
                    Ok(0) | Err(_) => return End::Closed,
                    Ok(bytes) => self.written(bytes),
                },
                Some(event) = events.recv() => {
                    if let Some(end) = self.hear(event) {
                        return end;
                    }
                }
                read = reader.read_buf(&mut self.input), if reads => match read {
                    Ok(0) | Err(_) => return End::Closed,
                    Ok(_) => self.silent = 0,
                },
                () = &mut tick, if ticking => {
                    ticking = false;
                    if let Some(end) = self.tick(pace, asks) {
                        return end;
                    }
                    if waiting || asks {
                        tick.as_mut().reset(Instant::now() + pace.interval);
                        ticking = true;
                    }
                }
                () = &mut told_to_end, if !self.draining => {
                    self.draining = true;
                    self.read_what_came(&mut reader).await;
                }
            }
            if let Some(end) = self.answer() {
                return end;
            }
            self.flow();
        }
    }

    /// Answers the packets that are there whole, as long as the answers are taken.
    fn answer(&mut self) -> Option<End> {
        while !self.closing && self.output.len() < ANSWERS_WAITING_MAX {
            let beside = self.beside.min(self.input.len());
            self.input.advance(beside);
            self.beside -= beside;
            let whole = match self.input.first_chunk().map(|length| frame_rest(*length)).transpose() {
                Ok(rest) => rest.map(|rest| LENGTH_BYTES + rest),
                Err(error) => return Some(End::Dropped(error.to_string())),
            };
            let Some(whole) = whole.filter(|whole| *whole <= self.input.len()) else {
                // Who is in the middle of a packet when the daemon ends has made no call.
                self.closing = self.draining;
                break;
            };
            let reply = self.peer.receive(&mut self.door, &self.input[LENGTH_BYTES..whole]);
            self.input.advance(whole);
            if self.input.is_empty() && self.input.capacity() > BUFFER_KEPT_MAX {
                self.input = BytesMut::new();
            }
            reply.send.iter().for_each(|packet| self.output.extend_from_slice(packet));
            self.closing = reply.close;
            self.beside = reply.beside;
        }
        None
    }

    /// The next packet of the client's streams, if it has read all that was for it.
    fn flow(&mut self) {
        if self.output.is_empty()
            && !self.closing
            && let Some(packet) = self.peer.flow(&mut self.door)
        {
            self.output.extend_from_slice(&packet);
        }
    }

    fn written(&mut self, bytes: usize) {
        self.output.advance(bytes);
        self.stalled = 0;
        if self.output.is_empty() && self.output.capacity() > BUFFER_KEPT_MAX {
            self.output = BytesMut::new();
        }
    }

    fn hear(&mut self, event: Event) -> Option<End> {
        match event {
            Event::Overrun => return Some(End::Dropped("it did not take its events".into())),
            Event::Delivered(delivered) => {
                if let Some(packet) = self.peer.event(&delivered) {
                    self.output.extend_from_slice(&packet);
                }
            }
        }
        let waiting = self.output.len();
        (waiting > OUTPUT_MAX).then(|| End::Dropped(format!("{waiting} bytes wait for it to read")))
    }

    /// An interval has passed.
    fn tick(&mut self, pace: Keepalive, asks: bool) -> Option<End> {
        if !self.output.is_empty() {
            self.stalled += 1;
            if self.stalled > pace.count {
                let bytes = self.output.len();
                return Some(End::Dropped(format!("it reads nothing of the {bytes} bytes that wait for it")));
            }
        } else if asks {
            if self.silent > pace.count {
                return Some(End::Dropped("it gives no sign of life".into()));
            }
            if self.silent > 0 {
                self.output.extend_from_slice(&ping());
            }
        }
        self.silent += 1;
        None
    }

    /// What the client sent before the daemon was told to end is in flight, and answered.
    async fn read_what_came(&mut self, reader: &mut (impl AsyncRead + Unpin)) {
        loop {
            self.input.reserve(READ_BYTES);
            tokio::select! {
                biased;
                read = reader.read_buf(&mut self.input) => if !matches!(read, Ok(1..)) { return },
                () = std::future::ready(()) => return,
            }
        }
    }
}
