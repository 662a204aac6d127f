//! What goes through the guest, and pictures of its screen.

use virtlab_core::api::{FunctionId, Value};

use super::calls::{items, member, number, out, text};
use super::{Done, Run, extra, fail, say};
use crate::grid::Grid;
use crate::run::moment::date;

pub(crate) fn domtime(run: &mut Run<'_>) -> Done {
    run.exclusive("time", "now")?;
    run.exclusive("time", "sync")?;
    run.exclusive("now", "sync")?;
    let domain = run.domain()?;
    let mut seconds = run.long("time")?;
    if run.has("now") {
        let Some(now) = run.face.now_ms() else {
            fail!(run, "--now is not there in this shell: a world has a clock of its own")
        };
        seconds = Some(now.div_euclid(1000));
    }
    if seconds.is_some() || run.has("sync") {
        let flags = run.flags(&[("sync", 1)]);
        let args = [domain, seconds.unwrap_or(0).into(), 0.into(), flags.into()];
        run.call(FunctionId::DomainSetTime, args)?;
        return Ok(());
    }
    let got = run.call(FunctionId::DomainGetTime, [domain])?;
    let seconds = number(out(&got, "seconds"));
    if run.has("pretty") {
        say!(run, "Time: {}", date(seconds));
    } else {
        say!(run, "Time: {seconds}");
    }
    Ok(())
}

pub(crate) fn domhostname(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let flags = match run.text("source")?.as_deref() {
        None => 0,
        Some("lease") => 1,
        Some("agent") => 2,
        Some(other) => fail!(run, "Unknown data source '{other}'"),
    };
    let got = run.call_or(FunctionId::DomainGetHostname, [domain, flags.into()], "failed to get hostname")?;
    say!(run, "{}\n", text(&got.ret));
    Ok(())
}

/// Freezes or thaws the file systems that were named, or all.
fn file_systems(run: &mut Run<'_>, id: FunctionId, done: &str, failed: &str) -> Done {
    let points = run.many("mountpoint");
    let domain = run.domain()?;
    let count = Value::from(points.len() as u64);
    let points = match points.is_empty() {
        true => Value::Null,
        false => Value::List(points.iter().map(Value::text).collect()),
    };
    let got = run.call_or(id, [domain, points, count, 0.into()], failed)?;
    extra!(run, "{done} {} filesystem(s)\n", number(&got.ret));
    Ok(())
}

pub(crate) fn fsfreeze(run: &mut Run<'_>) -> Done {
    file_systems(run, FunctionId::DomainFSFreeze, "Froze", "Unable to freeze filesystems")
}

pub(crate) fn fsthaw(run: &mut Run<'_>) -> Done {
    file_systems(run, FunctionId::DomainFSThaw, "Thawed", "Unable to thaw filesystems")
}

pub(crate) fn fstrim(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let least = run.ulong("minimum")?.unwrap_or(0);
    let point = run.text("mountpoint")?.map_or(Value::Null, Value::from);
    run.call_or(
        FunctionId::DomainFSTrim,
        [domain, point, least.into(), 0.into()],
        "Unable to invoke fstrim",
    )?;
    Ok(())
}

pub(crate) fn fsinfo(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let failed = "Unable to get filesystem information";
    let got = run.call_or(FunctionId::DomainGetFSInfo, [domain, Value::Out, 0.into()], failed)?;
    let systems = items(out(&got, "info"));
    if systems.is_empty() {
        extra!(run, "No filesystems are mounted in the domain");
        return Ok(());
    }
    let mut grid = Grid::new(&["Mountpoint", "Name", "Type", "Target"]);
    for system in systems {
        let targets: Vec<String> = items(member(system, "devAlias")).iter().map(text).collect();
        let of = |name: &str| text(member(system, name));
        grid.row([of("mountpoint"), of("name"), of("fstype"), targets.join(",")]);
    }
    run.table(&grid);
    Ok(())
}

pub(crate) fn screenshot(run: &mut Run<'_>) -> Done {
    let file = run.text("file")?;
    let screen = run.uint("screen")?.unwrap_or(0);
    let domain = run.domain()?;
    let name = run.given("domain").unwrap_or_default();
    let stream = run.call(FunctionId::StreamNew, [run.conn(), 0.into()])?.ret;
    let failed = format!("could not take a screenshot of {name}");
    let args = [domain.clone(), stream.clone(), screen.into(), 0.into()];
    let mime = text(&run.call_or(FunctionId::DomainScreenshot, args, &failed)?.ret);
    let file = match file {
        Some(file) => file,
        None => {
            let kind = match &mime[..] {
                "image/x-portable-pixmap" => ".ppm",
                "image/png" => ".png",
                _ => "",
            };
            format!("{}{kind}", run.name_of(&domain))
        }
    };
    let failed = format!("could not receive data from domain '{name}'");
    let args = [stream.clone(), "virshStreamSink".into(), Value::Null];
    let got = run.call_or(FunctionId::StreamRecvAll, args, &failed)?;
    let picture = super::transfer::received(&got);
    if run.face.write_file(&file, &picture).is_err() {
        fail!(run, "cannot create file {file}");
    }
    run.call_or(FunctionId::StreamFinish, [stream], &format!("cannot close stream on domain '{name}'"))?;
    extra!(run, "Screenshot saved to {file}, with type of {mime}");
    Ok(())
}
