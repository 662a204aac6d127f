//! Types: which there are, and which is a kind of which.

/// Exceptions and what each is a kind of.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("BaseException", "object"),
    ("Exception", "BaseException"),
    ("SystemExit", "BaseException"),
    ("KeyboardInterrupt", "BaseException"),
    ("ArithmeticError", "Exception"),
    ("ZeroDivisionError", "ArithmeticError"),
    ("OverflowError", "ArithmeticError"),
    ("AssertionError", "Exception"),
    ("AttributeError", "Exception"),
    ("ImportError", "Exception"),
    ("ModuleNotFoundError", "ImportError"),
    ("LookupError", "Exception"),
    ("IndexError", "LookupError"),
    ("KeyError", "LookupError"),
    ("NameError", "Exception"),
    ("UnboundLocalError", "NameError"),
    ("OSError", "Exception"),
    ("FileNotFoundError", "OSError"),
    ("PermissionError", "OSError"),
    ("TimeoutError", "OSError"),
    ("RuntimeError", "Exception"),
    ("NotImplementedError", "RuntimeError"),
    ("RecursionError", "RuntimeError"),
    ("StopIteration", "Exception"),
    ("TypeError", "Exception"),
    ("ValueError", "Exception"),
    ("UnicodeDecodeError", "ValueError"),
    ("libvirtError", "Exception"),
];

/// Types that a listing can name.
const TYPES: &[&str] = &[
    "object",
    "bool",
    "int",
    "float",
    "str",
    "bytes",
    "tuple",
    "list",
    "dict",
    "set",
    "range",
    "type",
    "enumerate",
    "zip",
    "reversed",
    "map",
    "filter",
];

/// Classes of libvirt-python's.
pub(super) const OBJECTS: &[&str] = &[
    "virConnect",
    "virDomain",
    "virDomainCheckpoint",
    "virDomainSnapshot",
    "virInterface",
    "virNWFilter",
    "virNWFilterBinding",
    "virNetwork",
    "virNetworkPort",
    "virNodeDevice",
    "virSecret",
    "virStoragePool",
    "virStorageVol",
    "virStream",
];

/// What a class is a kind of; none of `object` itself.
pub(super) fn parent(class: &str) -> Option<&'static str> {
    match class {
        "object" => None,
        "bool" => Some("int"),
        _ => Some(EXCEPTIONS.iter().find(|(name, _)| *name == class).map_or("object", |(_, parent)| parent)),
    }
}

/// Whether a class is another one, or a kind of it.
pub(super) fn is_kind_of(class: &str, other: &str) -> bool {
    let mut at = Some(class);
    while let Some(class) = at {
        if class == other {
            return true;
        }
        at = parent(class);
    }
    false
}

/// An exception's class by its name.
pub(super) fn exception(name: &str) -> Option<&'static str> {
    EXCEPTIONS.iter().map(|(found, _)| *found).find(|found| *found == name)
}

/// A class that needs no module, by its name.
pub(super) fn named(name: &str) -> Option<&'static str> {
    let exception = exception(name).filter(|name| *name != "libvirtError");
    exception.or_else(|| TYPES.iter().copied().find(|found| *found == name))
}

/// A class as Python writes its name: with the module that it comes from.
pub(super) fn full_name(class: &str) -> String {
    if class == "libvirtError" || OBJECTS.contains(&class) {
        format!("libvirt.{class}")
    } else {
        class.to_owned()
    }
}
