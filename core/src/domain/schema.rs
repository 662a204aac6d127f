//! What a document about a guest may look like: what libvirt's schemas for its public XML accept, in our own words.
//!
//! libvirt checks against these only when it is asked to (`VIR_DOMAIN_DEFINE_VALIDATE` and the like) and for checkpoints
//! always; what its parser itself refuses is in `xml`.

use crate::ground::schema::Grammar;

const TEXT: &str = concat!(
    include_str!("../ground/schema/common.txt"),
    include_str!("../ground/schema/storage.txt"),
    include_str!("../netdev/schema.txt"),
    include_str!("schema/domain.txt"),
    include_str!("schema/tuning.txt"),
    include_str!("schema/devices.txt"),
    include_str!("schema/storage.txt"),
    include_str!("schema/streams.txt"),
    include_str!("schema/moment.txt"),
);

/// Rules `domain`, `domainsnapshot` and `domaincheckpoint`.
pub const GRAMMAR: Grammar = Grammar(TEXT);

#[cfg(test)]
mod tests {
    use super::GRAMMAR;
    use crate::ground::schema::Fault;
    use crate::ground::xml;
    use crate::ground::{ErrorCode, ErrorDomain};

    fn check(document: &str) -> Result<(), Fault> {
        GRAMMAR.check("domain", &xml::parse(ErrorDomain::Domain, document).unwrap())
    }

    fn domain(inside: &str) -> String {
        format!("<domain type='test'><name>a</name><os><type>hvm</type></os>{inside}</domain>")
    }

    #[test]
    fn the_grammar_is_sound() {
        assert_eq!(GRAMMAR.faults(), Vec::<String>::new());
    }

    #[test]
    fn what_is_wrong_is_told() {
        let child = |name: &str, together| Err(Fault::Child { name: name.into(), together });
        assert_eq!(check(&domain("<memory unit='MiB'>64</memory><!-- --><vcpu>2</vcpu>")), Ok(()));
        assert_eq!(check(&domain("<nonsense/>")), Err(Fault::Unknown("nonsense".into())));
        assert_eq!(check(&domain("<memory unit='ell'>64</memory>")), child("memory", true));
        assert_eq!(check(&domain("<memory> 64 </memory>")), child("memory", true));
        assert_eq!(check(&domain("<features><acpi>x</acpi></features>")), child("features", false));
        assert_eq!(check(&domain("<clock offset='utc'/><clock offset='utc'/>")), child("clock", false));
        assert_eq!(check(&domain("words")), Err(Fault::Text));
        assert_eq!(
            check("<domain type='test' mood='good'><name>a</name></domain>"),
            Err(Fault::Attribute("mood".into()))
        );
        assert_eq!(check("<domain type='test'><memory>64</memory></domain>"), Err(Fault::Missing("name")));
        assert_eq!(check("<domain type='test' xmlns='x'><name>a</name></domain>"), Err(Fault::Root));
    }

    #[test]
    fn namespaces_and_nesting() {
        let qemu = "http://libvirt.org/schemas/domain/qemu/1.0";
        let arg = format!("<x:commandline xmlns:x='{qemu}'><x:arg value='a'/></x:commandline>");
        assert_eq!(check(&domain(&arg)), Ok(()));
        assert_eq!(check(&domain(&arg.replace("1.0", "2.0"))), Err(Fault::Unknown("commandline".into())));
        assert_eq!(check(&domain("<metadata><a:b xmlns:a='x' a:c='d'>e<f/></a:b></metadata>")), Ok(()));
        let mut chain = String::from("<backingStore/>");
        for _ in 0..40 {
            chain = format!(
                "<backingStore type='file'><format type='raw'/><source file='/a'/>{chain}</backingStore>"
            );
        }
        let disk =
            |chain: &str| domain(&format!("<devices><disk><target dev='hda'/>{chain}</disk></devices>"));
        assert_eq!(check(&disk(&chain)), Ok(()));
        let deep = chain.replace("<backingStore/>", "<backingStore><x/></backingStore>");
        assert!(check(&disk(&deep)).is_err());
    }

    #[test]
    fn children_that_libxml2_loses() {
        let among = "<memory>1</memory><on_reboot>destroy</on_reboot><vcpu>1</vcpu>";
        assert_eq!(check(&domain(among)), Ok(()));
        let lost = domain(&format!("{among}<on_crash>destroy</on_crash>"));
        assert_eq!(check(&lost), Err(Fault::Child { name: "vcpu".into(), together: false }));
    }

    #[test]
    fn the_error_is_libvirts() {
        let text = domain("<nonsense/>");
        let root = xml::parse(ErrorDomain::Domain, &text).unwrap();
        let error = GRAMMAR.validate("domain", &root).unwrap_err();
        assert_eq!((error.code, error.domain), (ErrorCode::XmlInvalidSchema, ErrorDomain::Xml));
        let first = error.message.lines().next();
        let expected = "XML document failed to validate against schema: \
                        Unable to validate doc against /usr/share/libvirt/schemas/domain.rng";
        assert_eq!(first, Some(expected));
    }
}
