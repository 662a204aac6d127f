//! What libvirt-python calls libvirt's functions, as it was recorded: which function of C's each is.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use virtlab_core::api::{FunctionId, Kind, Param, functions};

/// The functions of libvirt-python: class (or `-`), name, parameters (`?` behind those that may be left out).
const NAMES: &str = include_str!("../../../tests/recordings/python.txt");

/// A function of libvirt-python.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Its parameters' names, and which may be left out.
    pub params: Vec<(&'static str, bool)>,
}

impl Method {
    /// How many parameters it wants at least, and at most.
    pub fn wants(&self) -> (usize, usize) {
        (self.params.iter().filter(|(_, optional)| !optional).count(), self.params.len())
    }
}

/// Parameters that say how long an array is: in Python that goes without saying.
const COUNTS: [&str; 13] = [
    "maxids",
    "maxnames",
    "maxinfo",
    "maplen",
    "ncpumaps",
    "nr_stats",
    "nparams",
    "maxerrors",
    "nfiles",
    "npages",
    "nkeys",
    "nmountpoints",
    "nfds",
];

/// Whether Python has no such parameter, since it goes without saying: where to write to, how long an array is, what frees data.
pub fn says_how_many(param: &Param) -> bool {
    let grown = matches!(param.kind, Kind::Int(c_type, _) if c_type.ends_with('*'));
    let out = matches!(param.kind, Kind::Out(_) | Kind::SizeOf(_) | Kind::Callback("virFreeCallback"));
    out || grown || COUNTS.contains(&param.name)
}

type Names = BTreeMap<(&'static str, String), Method>;

/// The functions by class and name in small letters, which are capital here and there; they are read once.
fn names() -> &'static Names {
    static READ: OnceLock<Names> = OnceLock::new();
    let read = |line: &'static str| {
        let mut words = line.split(' ');
        let (class, name) = (words.next()?, words.next()?);
        let params = words.map(|word| match word.strip_suffix('?') {
            Some(name) => (name, true),
            None => (word, false),
        });
        Some(((class, name.to_ascii_lowercase()), Method { name, params: params.collect() }))
    };
    READ.get_or_init(|| NAMES.lines().filter_map(read).collect())
}

/// The method of a class, or the function of the module (`-`), that C's function is in Python.
pub fn method(c_name: &str, class: &str) -> Option<&'static Method> {
    let special = match c_name {
        "virConnectOpen" => Some("open"),
        "virConnectOpenReadOnly" => Some("openReadOnly"),
        "virConnectOpenAuth" => Some("openAuth"),
        "virConnectListDomains" => Some("listDomainsID"),
        "virDomainGetConnect" | "virNetworkGetConnect" => Some("connect"),
        "virStreamNew" => Some("newStream"),
        "virStorageVolCreateXML" => Some("createXML"),
        "virStorageVolCreateXMLFrom" => Some("createXMLFrom"),
        _ => None,
    };
    let find = |wanted: &str| {
        names().iter().find(|((of, name), _)| *of == class && *name == wanted.to_ascii_lowercase())
    };
    let find = |wanted: &str| find(wanted).map(|(_, method)| method);
    if let Some(name) = special {
        return find(name);
    }
    let of_class = c_name.strip_prefix(class);
    let of_node = c_name.strip_prefix("virNode").filter(|_| class == "virConnect");
    let of_domain =
        c_name.strip_prefix("virDomain").filter(|_| class == "virConnect" || class == "virDomain");
    let plain = c_name.strip_prefix("vir");
    let tails = [of_class, of_node, of_domain, plain];
    let without_get = tails.iter().flatten().filter_map(|tail| tail.strip_prefix("Get"));
    let mut candidates = tails.iter().flatten().copied().chain(without_get).chain([c_name]);
    candidates.find_map(find)
}

/// A function of C's as it is called in Python.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub method: &'static Method,
    pub id: FunctionId,
}

/// The functions of C's by class and Python's name; they are found once.
fn bound() -> &'static BTreeMap<(&'static str, &'static str), Bound> {
    static FOUND: OnceLock<BTreeMap<(&'static str, &'static str), Bound>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut found = BTreeMap::new();
        for row in functions() {
            let handle = row.params.iter().find(|param| matches!(param.kind, Kind::Handle(_)));
            let class = match row.id {
                // Methods of what the first parameter is not.
                FunctionId::DomainRevertToSnapshot => "virDomain",
                FunctionId::DomainListGetStats => "virConnect",
                _ => handle.map_or("-", |param| param.c_type().trim_end_matches("Ptr")),
            };
            let by_c_name = method(row.id.c_name(), class);
            if let Some(method) = by_c_name {
                found.entry((class, method.name)).or_insert(Bound { method, id: row.id });
            }
        }
        found
    })
}

/// C's function of a method; none if the table has none.
pub(super) fn function_of(class: &str, name: &str) -> Option<Bound> {
    let (_, found) = bound().iter().find(|((of, method), _)| *of == class && *method == name)?;
    Some(*found)
}

/// A method by its exact name.
pub(super) fn named(class: &str, name: &str) -> Option<&'static Method> {
    names().iter().find(|((of, _), method)| *of == class && method.name == name).map(|(_, method)| method)
}

/// The names of all methods of a class.
pub(super) fn all(class: &str) -> impl Iterator<Item = &'static str> {
    names().iter().filter(move |((of, _), _)| *of == class).map(|(_, method)| method.name)
}
