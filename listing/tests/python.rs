//! Python listings: what they print is what real Python printed with real libvirt-python (tests/recordings/listings/{python,language}/,
//! made by `cargo xtask record listings`); steps, messages and bounds.

#![allow(clippy::disallowed_methods)] // It reads listings from files.

mod common;

use std::path::{Path, PathBuf};

use virtlab_core::world::{ClientId, World};
use virtlab_listing::{Dialect, Ended, Run, Severity, run};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn run_it(source: &str) -> Run {
    run(source, Dialect::Python, &World::builtin(1), ClientId(0))
}

fn told(run: &Run) -> Vec<String> {
    run.diagnostics.iter().map(ToString::to_string).collect()
}

/// Every listing of a folder, by name.
fn listings(folder: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "py"));
    paths.sort();
    let name = |path: &PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

fn prints_what_was_recorded(folder: &str, below: &str, least: usize) -> Vec<Run> {
    let (mut runs, mut wrong) = (Vec::new(), Vec::new());
    for (name, source) in listings(folder) {
        let run = run_it(&source);
        let Ended::Exit(status) = run.ended else { panic!("{name}: {:?}", told(&run)) };
        let printed = format!("exit {status}\n--- stdout\n{}--- stderr\n{}", run.stdout(), run.stderr());
        let recorded = root().join(format!("tests/recordings/listings/{below}/{name}.txt"));
        let recorded = std::fs::read_to_string(recorded).unwrap();
        if printed != recorded {
            wrong.push(format!("{name}:\n{printed}---- recorded:\n{recorded}"));
        }
        runs.push(run);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(runs.len() >= least, "{}", runs.len());
    runs
}

#[test]
fn listings_print_what_real_libvirt_python_made_them_print() {
    for run in prints_what_was_recorded("listings/python", "python", 11) {
        let worse: Vec<_> = run.diagnostics.iter().filter(|told| told.severity > Severity::Advice).collect();
        assert!(worse.is_empty(), "{:?}", told(&run));
    }
}

#[test]
fn the_language_is_as_real_python_has_it() {
    prints_what_was_recorded("listing/tests/language", "language", 7);
}

const STEPPED: &str = "import libvirt

def twice(n):
    result = n * 2
    return result

conn = libvirt.open('test:///default')
n = 1
dom = conn.lookupByName('test')
n = twice(n + 1)
if dom.suspend() == 0:
    print('paused')
for i in range(2):
    pass
conn.close()
";

fn variables(run: &Run, step: usize) -> String {
    let shown = run.variables(step).into_iter();
    let shown = shown.map(|v| format!("{} {} = {}", v.ty, v.name, v.value.unwrap_or_default()));
    shown.collect::<Vec<_>>().join("; ")
}

#[test]
fn steps_follow_the_lines_into_functions_and_back() {
    let run = run_it(STEPPED);
    let lines: Vec<u32> = run.steps.iter().map(|step| step.span.line).collect();
    // The last is Python's own: what the variables still held is let go.
    assert_eq!(lines, [7, 8, 9, 10, 4, 5, 10, 11, 12, 13, 13, 13, 15, 15], "{:?}", told(&run));
    let functions: Vec<_> = run.steps.iter().map(|step| (&*step.function, step.depth)).collect();
    assert_eq!(functions[3..6], [("<module>", 1), ("twice", 2), ("twice", 2)]);
    assert_eq!(variables(&run, 0), "virConnect conn = → conn1");
    assert_eq!(
        variables(&run, 5),
        "virConnect conn = → conn1; virDomain dom = → dom1; int n = 2; int result = 4"
    );
    assert!(run.variables(5)[0].global && !run.variables(5)[2].global);
    assert_eq!(variables(&run, 6), "virConnect conn = → conn1; int n = 4; virDomain dom = → dom1");
    let calls: Vec<String> = run.calls_of(7).iter().map(|made| made.call.to_string()).collect();
    assert_eq!(calls, ["virDomainSuspend(dom1)"]);
    assert!(run.output_until(7).is_empty());
    assert_eq!(run.output_until(8)[0].text, "paused\n");
    let freed: Vec<String> = run.calls_of(13).iter().map(|made| made.call.to_string()).collect();
    assert_eq!(freed, ["virDomainFree(dom1)"]);
    assert!(run.variables(12).iter().any(|variable| &*variable.name == "conn" && variable.dangling));
}

#[test]
fn the_world_of_a_step_is_exact_forwards_and_back() {
    common::worlds_are_exact(&run_it(STEPPED));
}

#[test]
fn what_no_variable_holds_is_freed_as_pythons_counting_does() {
    let freed = |source: &str| {
        let run =
            run_it(&format!("import libvirt\nc = libvirt.open('test:///default')\n{source}\nc.isAlive()\n"));
        let calls: Vec<&str> = run.calls().iter().map(|made| made.call.function.c_name()).collect();
        let end = calls.iter().rposition(|name| *name == "virConnectIsAlive").unwrap();
        calls[..end].iter().filter(|name| name.ends_with("Free")).count()
    };
    assert_eq!(freed("d = c.lookupByName('test')"), 0);
    assert_eq!(freed("c.lookupByName('test')"), 1);
    assert_eq!(freed("d = c.lookupByName('test')\nd = None"), 1);
    assert_eq!(freed("d = c.lookupByName('test')\ne = [d]\ndel d"), 0);
    assert_eq!(freed("d = c.lookupByName('test')\nf = d.name\ndel d"), 0);
    assert_eq!(freed("def f():\n    d = c.lookupByName('test')\n    return d.name()\nf()"), 1);
    assert_eq!(freed("for d in c.listAllDomains():\n    pass"), 0);
    assert_eq!(freed("[d.name() for d in c.listAllDomains()]"), 1);
}

/// Runs and compares what is told: line, column, and which word.
#[track_caller]
fn tells(source: &str, expected: &[(u32, u32, &str)]) {
    let run = run_it(source);
    let found: Vec<_> =
        run.diagnostics.iter().map(|told| (told.span.line, told.span.column, told.word.key())).collect();
    assert_eq!(found, expected, "{:#?}", told(&run));
}

#[test]
fn mistakes_of_writing_are_told_where_they_are() {
    tells("if True:\nprint(1)\n", &[(2, 1, "IndentMissing")]);
    tells("print(1)\n  print(2)\n", &[(2, 3, "IndentNone")]);
    tells("if True:\n    print(1)\n  print(2)\n", &[(3, 3, "IndentBad")]);
    tells("print((1)\n", &[(1, 6, "BracketOpen")]);
    tells("print('a)\n", &[(1, 7, "QuoteOpen")]);
    tells("if x = 1:\n    pass\n", &[(1, 6, "EqualsAlone")]);
    tells("for x in y\n    pass\n", &[(1, 11, "Missing")]);
    tells("class A:\n    pass\n", &[(1, 1, "PythonNotInSubset")]);
    tells("def f():\n    yield 1\n", &[(2, 5, "PythonNotInSubset")]);
    tells("x = (n for n in [1])\n", &[(1, 5, "PythonNotInSubset")]);
    tells("import os\n", &[(1, 8, "ModuleUnknown")]);
    tells("x = “a”\n", &[(1, 5, "PythonOtherChar")]);
    tells("x.def = 1\n", &[(1, 3, "PythonKeyword")]);
    tells("return 1\n", &[(1, 1, "StandsOutside")]);
    tells("break\n", &[(1, 1, "StandsOutside")]);
    tells("f(1) = 2\n", &[(1, 1, "TargetBad")]);
    tells("try:\n    pass\n", &[(1, 1, "TryAlone")]);
    tells("f(a=1, 2)\n", &[(1, 8, "NamedBefore")]);
    tells("def f(a=1, b):\n    pass\n", &[(1, 12, "DefaultMissing")]);
    tells("", &[(1, 1, "PythonEmpty")]);
    tells("x = 10 ** 50\n", &[(1, 5, "NumberHuge")]);
    tells("x = open('f')\n", &[(1, 5, "PythonNotInSubset")]);
    tells("zip([1], [2], strict=True)\n", &[(1, 1, "PythonNotInSubset")]);
    tells("'a'.isnumeric()\n", &[(1, 5, "PythonNotInSubset")]);
    tells("x = [].__len__\n", &[(1, 8, "PythonNotInSubset")]);
    tells("print(a=1, a=2)\n", &[(1, 12, "TwiceDeclared")]);
}

#[test]
fn what_python_would_keep_to_itself_is_told() {
    let conn = |rest: &str| format!("import libvirt\nc = libvirt.open('test:///default')\n{rest}\n");
    tells(&conn("c.lookupByName('no')"), &[(3, 1, "ErrorUncaught")]);
    tells(&conn("print(1 / 0)"), &[(3, 7, "ExceptionUncaught")]);
    tells(
        &conn("try:\n    c.lookupByName('no')\nexcept libvirt.libvirtError:\n    pass"),
        &[(5, 1, "ExceptionDropped")],
    );
    tells(&conn("c.getDomainByName('test')"), &[(3, 3, "ExceptionUncaught")]);
    let meant = [
        ("c.virDomainLookupByName('test')", "lookupByName()"),
        ("c.lookupByNmae('test')", "lookupByName()"),
        ("c.lookupByName('test').getName()", "name()"),
        ("c.lookupByName('test').getXMLDesc()", "XMLDesc()"),
        ("c.suspend()", "virDomain.suspend()"),
        ("libvirt.opn()", "libvirt.open"),
        ("libvirt.VIR_DOMAIN_RUNING", "libvirt.VIR_DOMAIN_RUNNING"),
    ];
    for (source, name) in meant {
        let run = run_it(&conn(source));
        let found = run.diagnostics.iter().find(|told| told.word.key() == "MethodMeant");
        assert_eq!(found.map(|told| &*told.args[2]), Some(name), "{source}: {:#?}", told(&run));
    }
    tells(&conn("c.listAllDevices()"), &[(3, 1, "MethodNotCarried")]);
    tells(&conn("d = c.lookupByName('test')\nc.close()"), &[(4, 1, "StillHeld")]);
}

#[test]
fn an_exception_that_nobody_catches_ends_as_in_python() {
    let run = run_it(
        "import libvirt\nc = libvirt.open('test:///default')\ndef f():\n    c.lookupByName('no')\nf()\n",
    );
    assert_eq!(run.ended, Ended::Exit(1));
    let stderr = run.stderr();
    assert_eq!(stderr.lines().next(), Some("libvirt: Test Driver error : Domain not found"));
    assert_eq!(stderr.lines().last(), Some("libvirt.libvirtError: Domain not found"));
    assert!(
        stderr.contains("line 5, in <module>\n    f()\n  File \"listing.py\", line 4, in f\n"),
        "{stderr}"
    );
}

#[test]
fn a_run_is_bounded_also_in_its_stack() {
    // As large as a program of wasm has it.
    let small = std::thread::Builder::new().stack_size(1024 * 1024);
    small.spawn(bounded).unwrap().join().unwrap();
}

fn bounded() {
    let ends = |source: &str, word: &str| {
        let run = run_it(source);
        let last = run.diagnostics.iter().find(|told| told.severity == Severity::Error);
        assert_eq!(last.map(|told| told.word.key()), Some(word), "{source}");
    };
    ends("while True:\n    pass\n", "TooManySteps");
    ends("def f(n):\n    return f(n + 1)\nf(0)\n", "RecursionDeep");
    ends("f = lambda n: f(n)\nf(0)\n", "RecursionDeep");
    ends("[x for x in range(10 ** 12)]\n", "TooLong");
    ends("x = 'a'\nwhile True:\n    x += x\n", "MemoryFull");
    ends("x = []\nwhile True:\n    x += x + [1]\n", "MemoryFull");
    ends("x = 'a' * 10 ** 12\n", "MemoryFull");
    ends("print('%99999999d' % 1)\n", "MemoryFull");
    ends("x = ['a' * 2000000] * 100000\n','.join(x)\n", "MemoryFull");
    ends("x = ['a' * 2000000] * 100000\nprint(*x)\n", "MemoryFull");
    ends(&format!("x = 'a' * 2000000\nf'{}'\n", "{x}".repeat(1000)), "MemoryFull");
    ends("while True:\n    print('a' * 10000)\n", "OutputFull");
    ends("import libvirt\nc = libvirt.open('test:///default')\nwhile True: c.isAlive()\n", "TooManyCalls");
    ends("a = [1]\nfor i in range(40):\n    a = [a, a]\nprint(a)\n", "OutputFull");
    ends("a = [1]\nb = [1]\nfor i in range(40):\n    a = [a, a]\n    b = [b, b]\nprint(a == b)\n", "TooLong");
    ends(
        "a = []\nfor i in range(2000):\n    a = [a]\nb = []\nfor i in range(2000):\n    b = [b]\na == b\n",
        "RecursionDeep",
    );
    for deep in ["t = (t,)", "t = ValueError(t)", "t = lambda x=t: 1", "t = (t.count,) if t else (1,)"] {
        let run = run_it(&format!("t = ()\nfor i in range(9000):\n    {deep}\nprint('made')\n"));
        assert_eq!((run.stdout(), run.ended), ("made\n".to_owned(), Ended::Exit(0)), "{deep}");
    }
    for (open, close) in
        [("(", ")"), ("[", "]"), ("{", "}"), ("-", ""), ("not ", ""), ("f'{", "}'"), ("lambda: ", "")]
    {
        let deep = format!("x = {}1{}\n", open.repeat(20_000), close.repeat(20_000));
        assert_eq!(run_it(&deep).ended, Ended::NotRun, "{open}");
    }
    assert_eq!(run_it(&format!("x = 1{}\n", " + 1".repeat(15_000))).ended, Ended::NotRun);
    assert_eq!(run_it(&format!("x = a{}\n", ".b".repeat(15_000))).ended, Ended::NotRun);
    let indented: String = (0..300).map(|n| format!("{}if 1:\n", " ".repeat(n))).collect();
    assert_eq!(run_it(&indented).ended, Ended::NotRun);
}
