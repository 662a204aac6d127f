//! What the documents of a call have that nobody reads.

use crate::api::{Call, Kind, Value};
use crate::ground::schema::{Grammar, Unread};
use crate::ground::{ErrorDomain, xml};
use crate::{domain, network, storage};

/// The grammar of the documents with a root, and its rule for them, which is libvirt's name of the schema. Parts of a domain have
/// rules of their names.
pub fn grammar_of(root: &str) -> (Grammar, &str) {
    match root {
        "network" => (network::schema::GRAMMAR, root),
        "pool" => (storage::schema::GRAMMAR, "storagepool"),
        "volume" => (storage::schema::VOLUME_GRAMMAR, "storagevol"),
        _ => (domain::schema::GRAMMAR, root),
    }
}

/// Elements and attributes in the documents of a call that libvirt's schemas have no place for: a call that does not check the
/// document against the schema passes over them. Of what belongs to a namespace nothing is said.
pub fn unread(call: &Call) -> Vec<Unread> {
    let documents = call.function.row().params.iter().zip(&call.args);
    let documents = documents.filter(|(param, _)| matches!(param.kind, Kind::Document));
    let texts = documents.filter_map(|(_, value)| match value {
        Value::Text(text) => Some(text),
        _ => None,
    });
    let roots = texts.filter_map(|text| Some((xml::parse(ErrorDomain::Xml, text).ok()?, text)));
    roots.flat_map(|(root, _)| of(&root)).collect()
}

fn of(root: &xml::Element<'_>) -> Vec<Unread> {
    let (grammar, start) = grammar_of(&root.name);
    grammar.unread(start, root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(call: &str) -> Vec<String> {
        let all = unread(&call.parse().unwrap());
        all.into_iter().map(|it| format!("{} {} {}", it.what, it.of, it.line)).collect()
    }

    #[test]
    fn what_nobody_reads_is_told() {
        let document = "<domain type='test'>\\n<name>a</name><vcpus/><nonsense><a/></nonsense>\\n<devices>\\n<disk mood='1' type='file'>\\n<source file='/a'/><target dev='a'/><x/></disk>\\n</devices><metadata><a b='c'/></metadata></domain>";
        let expected = ["<nonsense> nonsense 2", "@mood disk 4", "<x> x 5"];
        assert_eq!(told(&format!("virDomainDefineXML(conn1, \"{document}\")")), expected);
        let test = "<domain type='test' xmlns:t='http://libvirt.org/schemas/domain/test/1.0'><t:domstate>5</t:domstate></domain>";
        assert_eq!(told(&format!("virDomainDefineXML(conn1, \"{test}\")")), [""; 0]);
        assert_eq!(told("virNetworkDefineXML(conn1, \"<network><names/></network>\")"), ["<names> names 1"]);
        let pool = "<pool type='dir'><name>a</name><colour/><target><path mood='1'>/a</path></target></pool>";
        assert_eq!(
            told(&format!("virStoragePoolDefineXML(conn1, \"{pool}\", 0)")),
            ["<colour> colour 1", "@mood path 1"]
        );
        let volume = "<volume><name>a</name><capacity>1</capacity><colour/></volume>";
        assert_eq!(told(&format!("virStorageVolCreateXML(pool1, \"{volume}\", 0)")), ["<colour> colour 1"]);
        assert_eq!(told("virDomainAttachDevice(dom1, \"<disk colour='red'/>\")"), ["@colour disk 1"]);
        assert_eq!(told("virDomainDefineXML(conn1, \"<unheard/>\")"), [""; 0]);
        assert_eq!(told("virDomainDefineXML(conn1, NULL)"), [""; 0]);
    }
}
