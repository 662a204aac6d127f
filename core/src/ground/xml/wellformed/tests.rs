//! What libxml2 says of broken documents, as libvirt 12.8.0 hands it on.

use super::*;

/// What libxml2 said of it through libvirt 12.8.0: the message, and the byte that the pointer stood under.
fn expect(xml: &str, at: usize, message: &str) {
    let fault = check(xml).expect_err(xml);
    assert_eq!((fault.message.as_str(), fault.at), (message, at), "{xml}");
}

#[test]
fn tags() {
    expect("<a", 2, "Couldn't find end of Start Tag a line 1");
    expect("<a.b-c_d:e", 10, "Couldn't find end of Start Tag e line 1");
    expect("<a:b:c", 6, "Couldn't find end of Start Tag a:b:c line 1");
    expect("<1a/>", 1, "StartTag: invalid element name");
    expect("<a><![CDATX[x]]></a>", 4, "StartTag: invalid element name");
    expect("<a><b/ ></a>", 5, "error parsing attribute name");
    expect("<a>\n<b>\n</c>\n</a>", 12, "Opening and ending tag mismatch: b line 2 and c");
    expect("<x:a><y:b></x:a>", 16, "Opening and ending tag mismatch: b line 1 and a");
    expect("<a></>", 6, "Opening and ending tag mismatch: a line 1 and unparsable");
    expect("<a></a x>", 7, "expected '>'");
    expect("<a></ a>", 6, "expected '>'");
    expect("<a/></a>", 4, "Extra content at the end of the document");
    expect("x<a/>", 0, "Start tag expected, '<' not found");
}

#[test]
fn attributes() {
    expect("<a b", 4, "Specification mandates value for attribute b");
    expect("<a b=", 5, "AttValue: \" or ' expected");
    expect("<a b=\"x'/>", 10, "AttValue: ' expected");
    expect("<a b='x'c='y'/>", 8, "attributes construct error");
    expect("<a =''/>", 3, "error parsing attribute name");
    expect("<a b='x\ny<z'/>", 9, "Unescaped '<' not allowed in attributes values");
    expect("<a b='1' c='2' b='3'>", 20, "Attribute b redefined");
    expect("<a b='\u{1}'/>", 6, "invalid character in attribute value");
}

#[test]
fn references_and_characters() {
    expect("<a b='&x;'/>", 9, "Entity 'x' not defined");
    expect("<a>& x</a>", 4, "xmlParseEntityRef: no name");
    expect("<a>&lt x</a>", 6, "EntityRef: expecting ';'");
    expect("<a>&#0;</a>", 7, "xmlParseCharRef: invalid xmlChar value 0");
    expect("<a>&#xD800;</a>", 11, "xmlParseCharRef: invalid xmlChar value 55296");
    expect("<a>&#99999999;</a>", 14, "xmlParseCharRef: character reference out of bounds");
    expect("<a>&#xZ1;</a>", 6, "CharRef: invalid hexadecimal value");
    expect("<a>&#12a;</a>", 7, "CharRef: invalid decimal value");
    expect("<a>]]></a>", 3, "Sequence ']]>' not allowed in content");
    expect("<a>\u{fffe}</a>", 3, "PCDATA invalid Char value 65534");
}

#[test]
fn the_rest() {
    expect("<!-- x -- y --><a/>", 7, "Double hyphen within comment: <!-- x ");
    expect("<a><!-- x", 9, "Comment not terminated");
    expect("<a><![CDATA[x", 13, "Unregistered error message");
    expect("<a><? x?></a>", 5, "xmlParsePI : no target name");
    expect(" <?xml version='1.0'?><a/>", 6, "XML declaration allowed only at the start of the document");
    expect("<?xml version='1.0'><a/>", 19, "Blank needed here");
    expect("<!DOCTYPE a [", 13, "Content error in the internal subset");
    expect("<a>\n\n\n", 6, "Premature end of data in tag a line 1");
    assert!(check("<?xml version='1.0'?><!DOCTYPE a><a b = '1' ><!--x--><b/><?p i?>é</a >\n").is_ok());
}
