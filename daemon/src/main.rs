//! The command `virtlab`.

use std::process::ExitCode;

fn main() -> ExitCode {
    eprintln!("virtlab: nothing is served yet");
    ExitCode::FAILURE
}
