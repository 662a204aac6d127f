//! Documents, scenarios and sequences of calls, whoever wrote them: what has to hold of each.

use virtlab_core::api::{Call, FunctionId, Kind, Value, functions};
use virtlab_core::ground::ErrorDomain;
use virtlab_core::ground::xml::parse;
use virtlab_core::world::{ClientId, World};
use virtlab_rpc::draw::{self, Die, Documents};
use virtlab_scenario::{Scenario, read, run, write};

const ME: ClientId = ClientId(0);
/// Of a sequence; what a world does after so many it has done before.
const CALLS_MAX: usize = 200;

/// Every function that takes a document.
pub fn readers() -> Vec<FunctionId> {
    let reads = |id: &FunctionId| id.row().params.iter().any(|param| param.kind == Kind::Document);
    functions().iter().map(|row| row.id).filter(reads).collect()
}

fn do_text(world: &mut World, call: &str) {
    world.perform(ME, &call.parse().unwrap());
}

/// A world with one of each that documents are about.
pub fn furnished() -> World {
    let mut world = World::builtin(1);
    for call in [
        "virEventRegisterDefaultImpl()",
        "virConnectOpen(\"test:///default\")",
        "virDomainLookupByName(conn1, \"test\")",
        "virNetworkLookupByName(conn1, \"default\")",
        "virDomainSnapshotCreateXML(dom1, \"<domainsnapshot><name>one</name></domainsnapshot>\", 0)",
        "virDomainCheckpointCreateXML(dom1, \"<domaincheckpoint><name>one</name></domaincheckpoint>\", 0)",
        "virStreamNew(conn1, 0)",
        "virStoragePoolLookupByName(conn1, \"default-pool\")",
        "virStorageVolCreateXML(pool1, \"<volume><name>v0</name><capacity>1</capacity></volume>\", 0)",
    ] {
        do_text(&mut world, call);
    }
    world
}

/// Gives a text to a function that takes a document, with arguments by the die. What is dumped afterwards can be read.
/// Whether the call succeeded.
pub fn read_document(die: &mut Die<'_>, world: &World, text: &str) -> bool {
    let readers = readers();
    let Some(function) = die.choose(&readers).copied() else { return false };
    let Some(mut call) = draw::call_of(die, &Documents::default(), world, function) else { return false };
    for (arg, param) in call.args.iter_mut().zip(function.row().params) {
        if param.kind == Kind::Document {
            *arg = text.into();
        }
    }
    let mut world = world.clone();
    let done = world.perform(ME, &call);
    for dump in
        ["virDomainGetXMLDesc(dom1, 0)", "virDomainGetXMLDesc(dom1, 2)", "virDomainGetXMLDesc(dom2, 1)"]
    {
        is_well_formed(&mut world, dump);
    }
    for dump in [
        "virNetworkGetXMLDesc(net2, 0)",
        "virStoragePoolGetXMLDesc(pool2, 0)",
        "virStorageVolGetXMLDesc(vol2, 0)",
    ] {
        is_well_formed(&mut world, dump);
    }
    same_again(&world);
    done.ok()
}

fn is_well_formed(world: &mut World, dump: &str) {
    if let Value::Text(xml) = world.perform(ME, &dump.parse().unwrap()).ret {
        parse(ErrorDomain::Domain, &xml).unwrap_or_else(|error| panic!("{dump}: {}\n{xml}", error.message));
    }
}

/// The world is what its image says.
fn same_again(world: &World) {
    let image = world.to_image().expect("a world can be written");
    let read =
        World::from_image(&image).unwrap_or_else(|why| panic!("what was written cannot be read: {why}"));
    assert_eq!(read.state_hash(), world.state_hash(), "the image is of another world");
}

/// Reads a scenario; if it is one, what is written of it says the same, and it runs alike each time.
/// Whether it was one.
pub fn read_scenario(text: &str) -> bool {
    let Ok(scenario) = read(text) else { return false };
    let again = read(&write(&scenario)).unwrap_or_else(|fault| panic!("{fault}\n{}", write(&scenario)));
    assert_eq!(without_lines(scenario.clone()), without_lines(again), "what was written says something else");
    let [once, twice] = [(); 2].map(|()| run(&scenario, &mut World::builtin(1)));
    assert_eq!(format!("{once:?}"), format!("{twice:?}"), "it differs from itself");
    true
}

fn without_lines(mut scenario: Scenario) -> Scenario {
    for step in &mut scenario.steps {
        step.line = 0;
    }
    scenario
}

/// Does calls as a die chooses them: each is written and read alike, and the journal of them makes the same world.
/// How many were done.
pub fn do_calls(die: &mut Die<'_>, start: &World) -> usize {
    let mut world = start.clone();
    let (mut calls, documents) = (Vec::new(), Documents::default());
    while calls.len() < CALLS_MAX {
        let Some(call) = draw::call(die, &documents, &world, |_| true) else { break };
        let text = call.to_string();
        let again = text.parse::<Call>().unwrap_or_else(|error| panic!("{text}: {error:?}"));
        assert_eq!(again.to_string(), text);
        let outcome = world.perform(ME, &call);
        calls.push((again, outcome));
    }
    same_again(&world);
    let mut second = start.clone();
    for (call, outcome) in &calls {
        assert_eq!(&second.perform(ME, call), outcome, "{call}");
    }
    assert_eq!(world.state_hash(), second.state_hash(), "the same calls made another world");
    calls.len()
}
