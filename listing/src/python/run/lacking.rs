//! What Python's own types have, and listings do without: it is told as that, and not as if Python had it not.

/// Of `int`, and so of `bool`.
const OF_WHOLE: &[&str] = &[
    "as_integer_ratio",
    "conjugate",
    "denominator",
    "from_bytes",
    "imag",
    "is_integer",
    "numerator",
    "real",
    "to_bytes",
];

/// Names of attributes, by type.
const LACKING: &[(&str, &[&str])] = &[
    (
        "str",
        &[
            "expandtabs",
            "format_map",
            "isdecimal",
            "isidentifier",
            "isnumeric",
            "isprintable",
            "istitle",
            "maketrans",
            "translate",
        ],
    ),
    (
        "bytes",
        &[
            "fromhex",
            "find",
            "index",
            "count",
            "join",
            "replace",
            "split",
            "splitlines",
            "strip",
            "startswith",
            "endswith",
            "upper",
            "lower",
            "rstrip",
            "lstrip",
        ],
    ),
    ("int", OF_WHOLE),
    ("bool", OF_WHOLE),
    ("float", &["as_integer_ratio", "conjugate", "fromhex", "hex", "imag", "real"]),
    ("dict", &["fromkeys"]),
    ("set", &["difference_update", "intersection_update", "pop", "symmetric_difference_update"]),
    ("range", &["count", "index", "start", "step", "stop"]),
    ("dict_keys", &["isdisjoint", "mapping"]),
    ("dict_items", &["isdisjoint", "mapping"]),
    ("dict_values", &["mapping"]),
    ("generator", &["close", "send", "throw", "gi_frame", "gi_running"]),
    ("type", &["mro"]),
    (
        "TextIOWrapper",
        &[
            "buffer",
            "close",
            "closed",
            "encoding",
            "errors",
            "fileno",
            "isatty",
            "line_buffering",
            "mode",
            "name",
            "newlines",
            "reconfigure",
            "writable",
            "writelines",
        ],
    ),
    ("builtin_function_or_method", &[]),
    ("StopIteration", &["value"]),
    ("NameError", &["name"]),
    ("UnboundLocalError", &["name"]),
    ("AttributeError", &["name", "obj"]),
    ("ImportError", &["name", "path", "msg"]),
    ("OSError", &["errno", "strerror", "filename", "filename2"]),
    ("UnicodeDecodeError", &["encoding", "object", "start", "end", "reason"]),
];

/// Whether Python has an attribute that listings do without.
pub(super) fn lacks(class: &str, name: &str) -> bool {
    let special = name.len() > 4 && name.starts_with("__") && name.ends_with("__");
    let exception = crate::python::class::is_kind_of(class, "BaseException");
    special
        || exception && matches!(name, "add_note" | "with_traceback")
        || LACKING.iter().any(|(of, names)| *of == class && names.contains(&name))
}
