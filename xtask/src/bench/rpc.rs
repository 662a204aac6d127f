//! `cargo xtask bench --rpc`: the daemon and real libvirtd behind their Unix sockets, by turns, with libvirt's own client;
//! then crowds of clients at both.

use super::table::{self, Lines};
use super::{numbers, source};
use crate::daemon::{self, Profile};
use crate::record::oracle;
use crate::sh::{self, Result, cmd};
use std::process::Stdio;

/// How many domains there are while the calls are timed, and how often each call is made: real libvirtd takes some
/// milliseconds for a list.
const DEFAULTS: [&str; 2] = ["1000", "2000"];
/// Clients that call at once, and that only hold their connections.
const CROWD: [usize; 2] = [1000, 10_000];
/// Each of the programs runs so often; medians are printed.
const ROUNDS: &str = "3";
/// Runs where real libvirtd is: the reference program and the crowds at all sockets. Standard input is an archive of them
/// and of the daemon, which listens once its first line is there. `floor` is a server that answers from memory, and so what
/// the client leaves to any. libvirtd gets a smaller crowd of idle clients, since it takes a minute to let 4,000 in.
const SCRIPT: &str = r#"set -e; cd "$(mktemp -d)"; tar x; rounds=$1 clients=$2 idle=$3 cpu=$4; shift 4
libvirtd=$(cat /run/libvirtd.pid); pin() { [ -z "$cpu" ] || taskset -apc "$1" "$2" >/dev/null; }
trap 'kill $daemon $canned; pin "$all" $libvirtd; rm -rf "$PWD"' EXIT
all=$(taskset -pc $libvirtd | sed 's/.*: //'); pin "$cpu" $$; pin "$cpu" $libvirtd
{ command -v gcc || apt-get install -y -q --no-install-recommends gcc libc6-dev; } >/dev/null 2>&1
gcc -O2 -o lifecycle *.c -lvirt; mkdir at; mkfifo said; ulimit -n "$(ulimit -Hn)"
./virtlab serve --unix "$PWD/at/virtlab" --max-clients 16000 >said & daemon=$!; read -r _ <said
./canned "$PWD/at/floor" "$PWD/at/virtlab" >said & canned=$!; read -r _ <said
ln -s /run/libvirt/libvirt-sock at/libvirt
for _ in $(seq "$rounds"); do for who in virtlab libvirt floor; do
  echo "== $who"; ./lifecycle "test+unix:///default?socket=$PWD/at/$who" "$@"
done; done
echo == virtlab; ./crowd "$PWD/at/virtlab" $daemon "$clients" "$idle"
echo == libvirt; ./crowd "$PWD/at/libvirt" $libvirtd "$clients" $((idle > 1000 ? 1000 : idle))"#;

/// `cargo xtask bench --rpc [--one-cpu] [--clients N] [--idle N] [POPULATION [CYCLES]]`
pub fn run(args: &[String]) -> Result {
    let (mut crowd, mut cpu, mut rest) = (CROWD, "", Vec::new());
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let place = match arg.as_str() {
            "--clients" => 0,
            "--idle" => 1,
            "--one-cpu" => {
                cpu = "0";
                continue;
            }
            _ => {
                rest.push(arg.clone());
                continue;
            }
        };
        let number = args.next().and_then(|number| number.parse().ok());
        crowd[place] = number.ok_or_else(|| format!("{arg} wants a number"))?;
    }
    let numbers = numbers(&rest, DEFAULTS);
    let printed = measure(&[ROUNDS, &crowd[0].to_string(), &crowd[1].to_string(), cpu], &numbers)?;
    let of = |name: &str| Lines::of(table::sections(&printed, name));
    table::print(&format!("at {} domains", numbers[0]), &of("virtlab"), &of("libvirt"), Some(&of("floor")));
    Ok(())
}

fn measure(how: &[&str], numbers: &[&str]) -> Result<String> {
    let program = daemon::build(Profile::Release)?;
    let examples = ["build", "--quiet", "--locked", "--release", "--package", "virtlab", "--examples"];
    sh::run(cmd("cargo").args(examples))?;
    let source = source();
    let (Some(built), Some(folder), Some(name)) = (program.parent(), source.parent(), source.file_name())
    else {
        return Err(format!("{} is no file in a folder", source.display()));
    };
    let mut tar = cmd("tar");
    tar.args(["c", "-C"]).arg(built).arg("virtlab");
    tar.arg("-C").arg(built.join("examples")).args(["crowd", "canned"]).arg("-C").arg(folder).arg(name);
    let mut packed = tar.stdout(Stdio::piped()).spawn().map_err(|e| format!("cannot run tar: {e}"))?;
    let archive = packed.stdout.take().ok_or("tar has no standard output")?;
    let mut command = cmd(oracle()?);
    command.args(["run", "sh", "-c", SCRIPT, "sh"]).args(how).args(numbers);
    let printed = sh::capture_fed(&mut command, Stdio::from(archive))?;
    packed.wait().map_err(|e| format!("tar: {e}"))?;
    Ok(printed)
}
