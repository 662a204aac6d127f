//! Stepping: what a step shows is what was there when it was done.

mod common;

use virtlab_core::world::{ClientId, World};
use virtlab_listing::{Dialect, Run, run};

const LISTING: &str = "#include <libvirt/libvirt.h>
static int twice(int n)
{
    int result = n * 2;
    return result;
}
int main(void)
{
    virConnectPtr conn = virConnectOpen(\"test:///default\");
    virDomainPtr dom;
    int n = 1;
    if (!conn)
        return 1;
    dom = virDomainLookupByName(conn, \"test\");
    n = twice(n + 1);
    if (dom && virDomainSuspend(dom) == 0)
        puts(\"paused\");
    virDomainFree(dom);
    virConnectClose(conn);
    return 0;
}
";

fn listing() -> Run {
    run(LISTING, Dialect::C, &World::builtin(1), ClientId(0))
}

fn lines(run: &Run) -> Vec<u32> {
    run.steps.iter().map(|step| step.span.line).collect()
}

/// The step of a line; the last if there are several.
fn step_of(run: &Run, line: u32) -> usize {
    run.steps.iter().rposition(|step| step.span.line == line).unwrap()
}

fn variables(run: &Run, step: usize) -> String {
    let shown = run
        .variables(step)
        .into_iter()
        .map(|v| format!("{} {} = {}", v.ty, v.name, v.value.unwrap_or("?".into())));
    shown.collect::<Vec<_>>().join("; ")
}

#[test]
fn steps_follow_the_lines_into_functions_and_back() {
    let run = listing();
    assert_eq!(lines(&run), [9, 11, 12, 14, 15, 4, 5, 15, 16, 17, 18, 19, 20]);
    let functions: Vec<_> = run.steps.iter().map(|step| (&*step.function, step.depth)).collect();
    assert_eq!(functions[4..8], [("main", 1), ("twice", 2), ("twice", 2), ("main", 1)]);
}

#[test]
fn a_step_shows_variables_calls_output_and_world_of_its_moment() {
    let run = listing();
    assert_eq!(variables(&run, 0), "virConnectPtr conn = → conn1; virDomainPtr dom = ?");
    assert_eq!(variables(&run, 1), "virConnectPtr conn = → conn1; virDomainPtr dom = ?; int n = 1");
    assert_eq!(variables(&run, 5), "int n = 2; int result = 4");
    assert_eq!(variables(&run, 7), "virConnectPtr conn = → conn1; virDomainPtr dom = → dom1; int n = 4");
    let suspend = step_of(&run, 16);
    let calls: Vec<String> = run.calls_of(suspend).iter().map(|made| made.call.to_string()).collect();
    assert_eq!(calls, ["virDomainSuspend(dom1)"]);
    assert!(run.output_until(suspend).is_empty());
    assert_eq!(run.output_until(suspend + 1)[0].text, "paused\n");
    let freed = run.variables(step_of(&run, 18)).into_iter().find(|v| &*v.name == "dom").unwrap();
    assert!(freed.dangling);
}

#[test]
fn the_world_of_a_step_is_exact_forwards_and_back() {
    common::worlds_are_exact(&listing());
}

#[test]
fn a_long_run_keeps_little() {
    let body = "int i; for (i = 0; i < 4000; i++) { int j = i; j++; }";
    let run =
        run(&format!("int main(void) {{ {body} return 0; }}"), Dialect::C, &World::builtin(1), ClientId(0));
    assert!(run.steps.len() > 16_000, "{}", run.steps.len());
    let last = run.variables(run.steps.len() - 1);
    assert_eq!(last[0].value.as_deref(), Some("4000"));
}
