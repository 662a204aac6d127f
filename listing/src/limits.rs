//! Bounds on a listing and its run, by name: exceeding one is a message, never a crash or unbounded growth.

/// Bytes of a listing.
pub const SOURCE_BYTES_MAX: usize = 64 * 1024;
/// Tokens of a listing after its macros are put in.
pub const TOKENS_MAX: usize = 64 * 1024;
/// Brackets, blocks and operators inside one another.
pub const NESTING_MAX: u32 = 64;
/// Steps of one run.
pub const STEPS_MAX: usize = 20_000;
/// Operations of one run, so that a long expression or string cannot hold the page up.
pub const WORK_MAX: u64 = 2_000_000;
/// Calls of the API in one run.
pub const CALLS_MAX: usize = 2_000;
/// Statements and expressions of a run inside one another, functions' calls included.
pub const DEPTH_MAX: u32 = 320;
/// Bytes of the stack that a run in Python may take, of the 1 MiB that a program of wasm has.
pub const STACK_MAX: usize = 600 * 1024;
/// Bytes of a listing's memory that are in use at once.
pub const MEMORY_MAX: usize = 2 * 1024 * 1024;
/// Pieces of memory made in one run.
pub const BLOCKS_MAX: u32 = 60_000;
/// Bytes that a run may print.
pub const OUTPUT_MAX: usize = 256 * 1024;
/// Messages of one run.
pub const DIAGNOSTICS_MAX: usize = 100;
/// A copy of the world is kept every so many calls; the ones between are a short replay away.
pub const KEEP_EVERY: usize = 32;
