//! The command `virtlab`.

use std::process::ExitCode;

fn main() -> ExitCode {
    virtlab_rpc::cli::main()
}
