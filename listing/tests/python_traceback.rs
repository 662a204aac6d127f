//! Exceptions that nobody catches: what Python 3.14 printed of each, without the marks below its lines.

use virtlab_core::world::{ClientId, World};
use virtlab_listing::{Dialect, Ended, run};

/// Programs, and what they print to stderr.
const UNCAUGHT: &[(&str, &str)] = &[
    (
        r#"try:
    1 / 0
except ZeroDivisionError:
    raise ValueError('second')
"#,
        r#"Traceback (most recent call last):
  File "listing.py", line 2, in <module>
    1 / 0
ZeroDivisionError: division by zero

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "listing.py", line 4, in <module>
    raise ValueError('second')
ValueError: second
"#,
    ),
    (
        r#"try:
    1 / 0
except ZeroDivisionError as e:
    raise ValueError('second') from e
"#,
        r#"Traceback (most recent call last):
  File "listing.py", line 2, in <module>
    1 / 0
ZeroDivisionError: division by zero

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "listing.py", line 4, in <module>
    raise ValueError('second') from e
ValueError: second
"#,
    ),
    (
        r#"def f():
    raise KeyError('x')
try:
    f()
finally:
    print('fin')
"#,
        r#"Traceback (most recent call last):
  File "listing.py", line 4, in <module>
    f()
  File "listing.py", line 2, in f
    raise KeyError('x')
KeyError: 'x'
"#,
    ),
    (
        r#"def f():
    try:
        1 / 0
    except Exception:
        g()
def g():
    return [][0]
f()
"#,
        r#"Traceback (most recent call last):
  File "listing.py", line 3, in f
    1 / 0
ZeroDivisionError: division by zero

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "listing.py", line 8, in <module>
    f()
  File "listing.py", line 5, in f
    g()
  File "listing.py", line 7, in g
    return [][0]
IndexError: list index out of range
"#,
    ),
    (
        r#"def f():
    try:
        g()
    except Exception:
        raise
def g():
    return [][0]
f()
"#,
        r#"Traceback (most recent call last):
  File "listing.py", line 8, in <module>
    f()
  File "listing.py", line 3, in f
    g()
  File "listing.py", line 7, in g
    return [][0]
IndexError: list index out of range
"#,
    ),
    (
        r#"def f():
    try:
        g()
    except Exception as e:
        raise e
def g():
    return [][0]
f()
"#,
        r#"Traceback (most recent call last):
  File "listing.py", line 8, in <module>
    f()
  File "listing.py", line 5, in f
    raise e
  File "listing.py", line 3, in f
    g()
  File "listing.py", line 7, in g
    return [][0]
IndexError: list index out of range
"#,
    ),
    (
        r#"try:
    try:
        [][0]
    except IndexError:
        {}['a']
except KeyError as e:
    raise ValueError('c') from e
"#,
        r#"Traceback (most recent call last):
  File "listing.py", line 3, in <module>
    [][0]
IndexError: list index out of range

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "listing.py", line 5, in <module>
    {}['a']
KeyError: 'a'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "listing.py", line 7, in <module>
    raise ValueError('c') from e
ValueError: c
"#,
    ),
    (
        r#"try:
    try:
        raise ValueError(1)
    except ValueError:
        try:
            raise KeyError(2)
        except KeyError:
            pass
        raise
except ValueError:
    [][0]
"#,
        r#"Traceback (most recent call last):
  File "listing.py", line 3, in <module>
    raise ValueError(1)
ValueError: 1

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "listing.py", line 11, in <module>
    [][0]
IndexError: list index out of range
"#,
    ),
    (
        r#"def f():
    try:
        raise ValueError(1)
    except ValueError:
        g()
def g():
    try:
        raise KeyError(2)
    except KeyError:
        raise TypeError(3)
f()
"#,
        r#"Traceback (most recent call last):
  File "listing.py", line 3, in f
    raise ValueError(1)
ValueError: 1

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "listing.py", line 8, in g
    raise KeyError(2)
KeyError: 2

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "listing.py", line 11, in <module>
    f()
  File "listing.py", line 5, in f
    g()
  File "listing.py", line 10, in g
    raise TypeError(3)
TypeError: 3
"#,
    ),
];

#[test]
fn what_nobody_catches_is_told_with_its_lines_and_what_was_before() {
    for (source, expected) in UNCAUGHT {
        let run = run(source, Dialect::Python, &World::builtin(1), ClientId(0));
        assert_eq!(run.ended, Ended::Exit(1), "{source}");
        assert_eq!(run.stderr(), *expected, "{source}");
    }
}

#[test]
fn a_call_that_fails_in_a_function_is_told_with_the_cause() {
    let source = "import libvirt
def look(c, name):
    try:
        return c.lookupByName(name)
    except libvirt.libvirtError as e:
        raise RuntimeError('no ' + name) from e
with libvirt.open('test:///default') as c:
    look(c, 'y')
";
    let run = run(source, Dialect::Python, &World::builtin(1), ClientId(0));
    let expected = "libvirt: Test Driver error : Domain not found
Traceback (most recent call last):
  File \"listing.py\", line 4, in look
    return c.lookupByName(name)
libvirt.libvirtError: Domain not found

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File \"listing.py\", line 8, in <module>
    look(c, 'y')
  File \"listing.py\", line 6, in look
    raise RuntimeError('no ' + name) from e
RuntimeError: no y
";
    assert_eq!(run.stderr(), expected);
}
