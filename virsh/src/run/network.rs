//! Networks.

use virtlab_core::api::{FunctionId, Value};

use super::calls::{items, member, number, out, text};
use super::look::{NAME, UUID};
use super::options::{CONFIG, LIVE};
use super::{Done, Failed, Run, extra, fail, say};
use crate::grid::Grid;
use crate::run::moment::date;

fn name_of(run: &mut Run<'_>, network: &Value) -> String {
    run.ask_text(FunctionId::NetworkGetName, [network.clone()]).unwrap_or_default()
}

fn is(run: &mut Run<'_>, id: FunctionId, network: &Value) -> i64 {
    run.ask(id, [network.clone()])
}

/// A call on a network, and the messages of its success and failure, `{}` for the name as it was given.
fn act(run: &mut Run<'_>, id: FunctionId, done: &str, failed: &str) -> Done {
    let network = run.network()?;
    run.act("network", network, id, None, [done, failed])
}

pub(crate) fn net_start(run: &mut Run<'_>) -> Done {
    act(run, FunctionId::NetworkCreate, "Network {} started\n", "Failed to start network {}")
}

pub(crate) fn net_destroy(run: &mut Run<'_>) -> Done {
    act(run, FunctionId::NetworkDestroy, "Network {} destroyed\n", "Failed to destroy network {}")
}

pub(crate) fn net_undefine(run: &mut Run<'_>) -> Done {
    let (done, failed) = ("Network {} has been undefined\n", "Failed to undefine network {}");
    act(run, FunctionId::NetworkUndefine, done, failed)
}

pub(crate) fn net_autostart(run: &mut Run<'_>) -> Done {
    let network = run.network()?;
    run.set_autostart("network", "Network", network, FunctionId::NetworkSetAutostart)
}

fn make(run: &mut Run<'_>, ids: [FunctionId; 2], verb: &str, done: &str) -> Done {
    let from = run.needed("file")?;
    let document = Value::from(run.read_file(&from)?);
    let failed = format!("Failed to {verb} network from {from}");
    let conn = run.conn();
    let made = match run.has("validate") {
        true => run.call_or(ids[1], [conn, document, 1.into()], &failed)?,
        false => run.call_or(ids[0], [conn, document], &failed)?,
    };
    let name = name_of(run, &made.ret);
    extra!(run, "Network {name} {done} from {from}\n");
    Ok(())
}

pub(crate) fn net_create(run: &mut Run<'_>) -> Done {
    make(run, [FunctionId::NetworkCreateXML, FunctionId::NetworkCreateXMLFlags], "create", "created")
}

pub(crate) fn net_define(run: &mut Run<'_>) -> Done {
    make(run, [FunctionId::NetworkDefineXML, FunctionId::NetworkDefineXMLFlags], "define", "defined")
}

pub(crate) fn net_dumpxml(run: &mut Run<'_>) -> Done {
    let network = run.network()?;
    let flags = run.flags(&[("inactive", 1)]);
    let got = run.call(FunctionId::NetworkGetXMLDesc, [network, flags.into()])?;
    run.document(&text(&got.ret))
}

pub(crate) fn net_info(run: &mut Run<'_>) -> Done {
    let network = run.network()?;
    let name = name_of(run, &network);
    run.pair("Name:", name);
    let uuid = run.perform(FunctionId::NetworkGetUUIDString, [network.clone()]);
    run.pair("UUID:", text(out(&uuid, "buf")));
    match is(run, FunctionId::NetworkIsActive, &network) {
        -1 => {}
        active => run.yes_no("Active:", active == 1),
    }
    match is(run, FunctionId::NetworkIsPersistent, &network) {
        -1 => run.pair("Persistent:", "unknown"),
        persistent => run.yes_no("Persistent:", persistent == 1),
    }
    let autostart = run.autostart_of(&network, FunctionId::NetworkGetAutostart);
    run.pair("Autostart:", autostart);
    if let Some(bridge) = run.ask_text(FunctionId::NetworkGetBridgeName, [network]) {
        run.pair("Bridge:", bridge);
    }
    Ok(())
}

pub(crate) fn net_name(run: &mut Run<'_>) -> Done {
    let network = run.network_by(UUID)?;
    let name = name_of(run, &network);
    say!(run, "{name}\n");
    Ok(())
}

fn uuid_of(run: &mut Run<'_>, network: &Value, failed: &str) -> Result<String, Failed> {
    let got = run.call_or(FunctionId::NetworkGetUUIDString, [network.clone()], failed)?;
    Ok(text(out(&got, "buf")))
}

pub(crate) fn net_uuid(run: &mut Run<'_>) -> Done {
    let network = run.network_by(NAME)?;
    let uuid = uuid_of(run, &network, "failed to get network UUID")?;
    say!(run, "{uuid}\n");
    Ok(())
}

const FILTERS: &[(&str, u32)] =
    &[("persistent", 4), ("transient", 8), ("autostart", 16), ("no-autostart", 32)];

pub(crate) fn net_list(run: &mut Run<'_>) -> Done {
    let mut flags = if run.has("inactive") { 1 } else { 2 };
    if run.has("all") {
        flags = 3;
    }
    flags |= run.flags(FILTERS);
    let shapes = ["table", "name", "uuid"].iter().filter(|shape| run.has(shape)).count();
    if shapes > 1 {
        fail!(run, "Only one argument from --table, --name and --uuid may be specified.");
    }
    let args = [run.conn(), Value::Out, flags.into()];
    let got = run.call_or(FunctionId::ConnectListAllNetworks, args, "Failed to list networks")?;
    let mut networks = Vec::new();
    for network in items(out(&got, "nets")) {
        networks.push((name_of(run, network), network.clone()));
    }
    networks.sort_by_key(|(name, _)| name.to_ascii_lowercase());
    if run.has("uuid") || run.has("name") {
        for (name, network) in networks {
            let shown = match run.has("uuid") {
                true => uuid_of(run, &network, "Failed to get network's UUID")?,
                false => name,
            };
            say!(run, "{shown}\n");
        }
        return Ok(());
    }
    let with_title = run.has("title");
    let mut header = vec!["Name", "State", "Autostart", "Persistent"];
    header.extend(with_title.then_some("Title"));
    let mut grid = Grid::new(&header);
    for (name, network) in networks {
        let autostart = run.autostart_of(&network, FunctionId::NetworkGetAutostart).to_owned();
        let active = is(run, FunctionId::NetworkIsActive, &network) != 0;
        let persistent = is(run, FunctionId::NetworkIsPersistent, &network) != 0;
        let mut row = vec![
            name,
            if active { "active" } else { "inactive" }.to_owned(),
            autostart,
            if persistent { "yes" } else { "no" }.to_owned(),
        ];
        if with_title {
            row.push(super::metadata::NETWORK.tell(run, &network, true, 0)?);
        }
        grid.row(row);
    }
    run.table(&grid);
    Ok(())
}

const COMMANDS: &[&str] = &["none", "modify", "delete", "add-last", "add-first"];
const SECTIONS: &[&str] = &[
    "none",
    "bridge",
    "domain",
    "ip",
    "ip-dhcp-host",
    "ip-dhcp-range",
    "forward",
    "forward-interface",
    "forward-pf",
    "portgroup",
    "dns-host",
    "dns-txt",
    "dns-srv",
];

/// What `net-update` knows, for completion.
pub(crate) fn update_words(option: &str) -> &'static [&'static str] {
    match option {
        "command" => &COMMANDS[1..],
        "section" => &SECTIONS[1..],
        _ => &[],
    }
}

fn choice(known: &[&str], word: &str) -> Option<u64> {
    known.iter().position(|one| *one == word).filter(|at| *at > 0).map(|at| at as u64)
}

pub(crate) fn net_update(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let network = run.network()?;
    let word = run.needed("command")?;
    let command = match &word[..] {
        "add" => choice(COMMANDS, "add-last"),
        word => choice(COMMANDS, word),
    };
    let Some(command) = command else { fail!(run, "unrecognized command name '{word}'") };
    let word = run.needed("section")?;
    let Some(section) = choice(SECTIONS, &word) else { fail!(run, "unrecognized section name '{word}'") };
    let parent = run.int("parent-index")?.unwrap_or(-1);
    let mut document = run.needed("xml")?;
    if !document.starts_with('<') {
        document = run.read_file(&document)?;
    }
    // libvirt numbers the two the other way round for networks: live 1, config 2 as for domains.
    let args =
        [network.clone(), command.into(), section.into(), parent.into(), document.into(), flags.into()];
    if !run.perform(FunctionId::NetworkUpdate, args).ok() {
        let name = run.keeping_error(|run| name_of(run, &network));
        fail!(run, "Failed to update network {name}");
    }
    let name = name_of(run, &network);
    let what = match (flags & CONFIG != 0, flags & LIVE != 0) {
        (true, true) => "persistent config and live state",
        (true, false) => "persistent config",
        (false, true) => "live state",
        (false, false) if is(run, FunctionId::NetworkIsActive, &network) != 0 => "live state",
        (false, false) => "persistent config",
    };
    extra!(run, "Updated network {name} {what}");
    Ok(())
}

pub(crate) fn net_dhcp_leases(run: &mut Run<'_>) -> Done {
    let mac = run.text("mac")?.map_or(Value::Null, Value::from);
    let network = run.network()?;
    let name = run.given("network").unwrap_or_default();
    let failed = format!("Failed to get leases info for {name}");
    let args = [network, mac, Value::Out, 0.into()];
    let got = run.call_or(FunctionId::NetworkGetDHCPLeases, args, &failed)?;
    let mut grid =
        Grid::new(&["Expiry Time", "MAC address", "Protocol", "IP address", "Hostname", "Client ID or DUID"]);
    let mut leases = items(out(&got, "leases")).to_vec();
    leases.sort_by_key(|lease| text(member(lease, "mac")).to_ascii_lowercase());
    for lease in &leases {
        let of = |name: &str| Some(text(member(lease, name))).filter(|text| !text.is_empty());
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let kind = if number(member(lease, "type")) == 1 { "ipv6" } else { "ipv4" };
        let address = format!("{}/{}", of("ipaddr").unwrap_or_default(), number(member(lease, "prefix")));
        grid.row([
            date(number(member(lease, "expirytime"))),
            or_dash(of("mac")),
            kind.to_owned(),
            address,
            or_dash(of("hostname")),
            or_dash(of("clientid")),
        ]);
    }
    run.table(&grid);
    Ok(())
}
