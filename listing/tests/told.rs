//! What is told of a listing: mistakes in it, and what C would keep to itself.

use virtlab_core::world::{ClientId, World};
use virtlab_listing::{Dialect, Ended, Run, Severity, run};

fn run_it(source: &str) -> Run {
    run(source, Dialect::C, &World::builtin(1), ClientId(0))
}

/// A body of `main` with a connection and a domain.
fn with_domain(body: &str) -> String {
    format!(
        "#include <libvirt/libvirt.h>\nint main(void) {{\nvirConnectPtr conn = virConnectOpen(\"test:///default\");\n\
         if (!conn) return 1;\nvirDomainPtr dom = virDomainLookupByName(conn, \"test\");\nif (!dom) return 1;\n{body}\n\
         if (dom) virDomainFree(dom);\nvirConnectClose(conn);\nreturn 0;\n}}\n"
    )
}

/// Runs and compares what is told: line, how bad, and which word.
#[track_caller]
fn told(source: &str, expected: &[(u32, Severity, &str)]) {
    let run = run_it(source);
    let found: Vec<_> =
        run.diagnostics.iter().map(|told| (told.span.line, told.severity, told.word.key())).collect();
    assert_eq!(found, expected, "{:#?}", run.diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>());
}

#[track_caller]
fn in_main(body: &str, expected: &[(u32, Severity, &str)]) {
    told(&with_domain(body), expected);
}

use Severity::{Advice, Error, Warning};

#[test]
fn a_right_listing_is_told_nothing() {
    in_main("printf(\"%s\\n\", virDomainGetName(dom));", &[]);
}

#[test]
fn handles_are_watched() {
    in_main("virDomainFree(dom); virDomainGetName(dom); dom = NULL;", &[(7, Error, "HandleFreed")]);
    in_main("virDomainFree(dom); virDomainFree(dom); dom = NULL;", &[(7, Error, "HandleFreed")]);
    in_main("dom = NULL;", &[(9, Advice, "StillReferenced"), (5, Warning, "HandleLeft")]);
    in_main("free(dom);", &[(7, Error, "FreedHandle")]);
    told(
        "int main(void) { virConnectPtr c = virConnectOpen(NULL); return c == NULL; }",
        &[(1, Warning, "ConnectionLeft")],
    );
}

#[test]
fn memory_is_watched() {
    in_main("char *s = virDomainGetOSType(dom); free(s); free(s);", &[(7, Error, "FreedTwice")]);
    in_main("char *s = virDomainGetOSType(dom); printf(\"%s\", s);", &[(7, Warning, "MemoryLeft")]);
    in_main("char *s = malloc(4); strcpy(s, \"long\"); free(s);", &[(7, Error, "OutsideArray")]);
    in_main("int n[2]; n[2] = 1;", &[(7, Error, "OutsideArray")]);
    in_main("int n; printf(\"%d\", n);", &[(7, Error, "Unset")]);
    in_main("int n = n; printf(\"%d\", n);", &[(7, Error, "Unset")]);
    in_main("char *s = calloc(4, sizeof(*s)); free(s);", &[]);
    in_main("virDomainInfo info; printf(\"%d\", info.state);", &[(7, Error, "Unset")]);
    in_main("char *s = NULL; *s = 1;", &[(7, Error, "NullUsed")]);
    in_main("const char *name = virDomainGetName(dom); ((char *)name)[0] = 'x';", &[(7, Error, "ReadOnly")]);
    in_main("const char *name = virDomainGetName(dom); free((char *)name);", &[(7, Error, "FreedForeign")]);
    in_main("int ids[1]; virConnectListDomains(conn, ids, 10);", &[(7, Warning, "ArraySmall")]);
    in_main("char uuid[8]; virDomainGetUUIDString(dom, uuid);", &[(7, Error, "OutsideArray")]);
    in_main("int *p; { int here = 1; p = &here; } printf(\"%d\", *p);", &[(7, Error, "WildPointer")]);
}

#[test]
fn results_are_watched() {
    let lookup = "virDomainPtr no = virDomainLookupByName(conn, \"no\"); virDomainGetID(no);";
    in_main(lookup, &[(7, Warning, "FailureUsed"), (7, Warning, "ErrorLost"), (8, Warning, "ErrorLost")]);
    in_main("virDomainResume(dom);", &[(7, Warning, "FailureIgnored"), (8, Warning, "ErrorLost")]);
    in_main("if (virDomainResume(dom) < 0) puts(virGetLastErrorMessage());", &[]);
    in_main("if (virDomainResume(dom) < 0) puts(\"no\");", &[(8, Advice, "ErrorLost")]);
    in_main(
        "virDomainPtr no = virDomainLookupByName(conn, \"no\"); printf(\"%s\", virDomainGetName(no));",
        &[
            (7, Warning, "FailureUsed"),
            (7, Warning, "ErrorLost"),
            (7, Warning, "FailureUsed"),
            (8, Warning, "ErrorLost"),
        ],
    );
}

#[test]
fn types_are_checked() {
    in_main("virDomainSuspend(conn);", &[(7, Error, "PointerMismatch")]);
    in_main("virDomainSuspend();", &[(7, Error, "ArgumentCount")]);
    in_main("virDomainSuspnd(dom);", &[(7, Error, "FunctionMeant")]);
    in_main("virSecretLookupByUUIDString(conn, \"a\");", &[(7, Error, "NotBuilt")]);
    in_main("virNodeInfo info; virNodeGetInfo(conn, info);", &[(7, Error, "PointerMismatch")]);
    in_main("int flags = VIR_DOMAIN_START_PAUSE;", &[(7, Error, "NameMeant")]);
    in_main("dom->name = 0;", &[(7, Error, "Opaque")]);
    in_main("virDomainInfo info; info.status = 1;", &[(7, Error, "MemberUnknown")]);
    in_main("printf(\"%d\\n\", virDomainGetName(dom));", &[(7, Warning, "FormatType")]);
    in_main("printf(\"%s %d\\n\", \"a\");", &[(7, Warning, "FormatCount"), (7, Error, "FormatShort")]);
    in_main("if (virDomainGetName(dom) == \"test\") puts(\"?\");", &[(7, Warning, "TextCompared")]);
}

#[test]
fn mistakes_of_writing_are_told_where_they_are() {
    in_main("int a = 1\nint b = 2;", &[(7, Error, "Missing")]);
    in_main("virDomainPrt other;", &[(7, Error, "UnknownType")]);
    told("int main(void) {\n  puts(“hello”);\n}", &[(2, Error, "OtherChar")]);
    told("int main(void) {\n  puts(\"hello);\n}", &[(2, Error, "QuoteOpen")]);
    told("int main(void) {\n  puts(\"a\");\n", &[(1, Error, "BlockOpen")]);
    told("", &[(1, Error, "NoMain")]);
    told("int main(void) { else ; }", &[(1, Error, "ElseAlone")]);
}

#[test]
fn a_run_is_bounded() {
    told("int main(void) { while (1) ; return 0; }", &[(1, Error, "TooManySteps")]);
    told("int main(void) { for (;;) {} return 0; }", &[(1, Error, "TooLong")]);
    told(
        "int f(int n) { return f(n + 1); }\nint main(void) { return f(0); }",
        &[(1, Error, "RecursionDeep")],
    );
    told("int main(void) { while (1) malloc(100000); return 0; }", &[(1, Error, "MemoryFull")]);
    told("int main(void) { while (1) printf(\"%5000d\", 1); return 0; }", &[(1, Error, "OutputFull")]);
    told("int main(void) { return virConnectClose(0); while (1) ; }", &[]);
    in_main("while (1) virDomainIsActive(dom);", &[(7, Error, "TooManyCalls")]);
    let deep = format!("int main(void) {{ return {}1{}; }}", "(".repeat(30_000), ")".repeat(30_000));
    assert_eq!(run_it(&deep).ended, Ended::NotRun);
}

/// Reads a screen's picture with this body of the function that takes the data.
fn with_sink(body: &str) -> String {
    let listing = with_domain(
        "virStreamPtr st = virStreamNew(conn, 0);\nif (!st) return 1;\nchar *mime = virDomainScreenshot(dom, st, 0, 0);\n\
         if (mime && virStreamRecvAll(st, sink, NULL) == 0) virStreamFinish(st);\nfree(mime);\nvirStreamFree(st);\n\
         printf(\"%d %d\\n\", calls, bytes);",
    );
    let sink = format!(
        "#include <stdio.h>\n#include <stdlib.h>\nint calls;\nint bytes;\n\
         static int sink(virStreamPtr st, const char *data, size_t nbytes, void *opaque) {{\n{body}\n}}\nint main"
    );
    listing.replace("int main", &sink)
}

#[test]
fn a_sink_is_called_again_with_what_it_did_not_take() {
    let all = "calls++; bytes += (int)nbytes; return (int)nbytes;";
    let part = "int took = nbytes > 50 ? 50 : (int)nbytes; calls++; bytes += took; return took;";
    for (body, printed) in [(all, "1 147\n"), (part, "3 147\n")] {
        let run = run_it(&with_sink(body));
        assert_eq!(run.stdout(), printed, "{:#?}", run.diagnostics);
    }
}

#[test]
fn a_sink_that_refuses_ends_the_listing() {
    let run = run_it(&with_sink("return -1;"));
    let errors: Vec<_> = run.diagnostics.iter().filter(|told| told.severity == Error).collect();
    assert_eq!(errors.iter().map(|told| told.word.key()).collect::<Vec<_>>(), ["SinkRefused"]);
}
