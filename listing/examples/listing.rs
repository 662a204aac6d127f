//! Runs a listing from a file on the built-in world: `cargo run -p virtlab-listing --example listing -- FILE [--steps]`.

#![allow(clippy::disallowed_methods)] // It reads listings from files.

use virtlab_core::world::{ClientId, World};

fn main() {
    let mut args = std::env::args().skip(1);
    let (Some(file), steps) = (args.next(), args.next().is_some()) else {
        eprintln!("which listing?");
        return;
    };
    let source = match std::fs::read_to_string(&file) {
        Ok(source) => source,
        Err(error) => return eprintln!("{file}: {error}"),
    };
    let run = virtlab_listing::run(
        &source,
        virtlab_listing::Dialect::of_file(&file),
        &World::builtin(1),
        ClientId(0),
    );
    if steps {
        for (i, step) in run.steps.iter().enumerate() {
            println!("{i} {} in {}", step.span, step.function);
            for made in run.calls_of(i) {
                println!("    {} → {}", made.call, made.outcome.ret);
            }
            for variable in run.variables(i) {
                println!(
                    "    {} {} = {}",
                    variable.ty,
                    variable.name,
                    variable.value.as_deref().unwrap_or("?")
                );
            }
        }
    }
    print!("{}", run.stdout());
    eprint!("{}", run.stderr());
    for told in &run.diagnostics {
        println!("{told}");
    }
    println!("{:?} after {} steps and {} calls", run.ended, run.steps.len(), run.calls().len());
}
