//! Saving, restoring and dumping.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::TypedParam;

use super::calls::{number, text};
use super::{Done, Failed, Run, extra, fail};

const SAVE: &[(&str, u32)] = &[("bypass-cache", 1), ("running", 2), ("paused", 4), ("reset-nvram", 8)];

/// The document of the option `xml`, a file.
fn changed(run: &mut Run<'_>) -> Result<Option<String>, Failed> {
    match run.text("xml")? {
        Some(file) => run.read_file(&file).map(Some),
        None => Ok(None),
    }
}

/// The parameters that only the newest of the three calls takes, with what the others take by itself.
fn parameters(run: &mut Run<'_>, file: &str, xml: Option<&str>) -> Result<Vec<TypedParam>, Failed> {
    let mut params = Vec::new();
    params.extend(run.int("parallel-channels")?.map(|n| TypedParam::new("parallel.channels", n)));
    if run.has("image-format") {
        params.extend(run.text("image-format")?.map(|format| TypedParam::new("image_format", &format[..])));
    }
    if !params.is_empty() {
        params.push(TypedParam::new("file", file));
        params.extend(xml.map(|xml| TypedParam::new("dxml", xml)));
    }
    Ok(params)
}

fn count(params: &[TypedParam]) -> Value {
    Value::from(params.len() as u64)
}

pub(crate) fn save(run: &mut Run<'_>) -> Done {
    let flags = run.flags(SAVE);
    let domain = run.domain()?;
    let name = run.given("domain").unwrap_or_default();
    let to = run.needed("file")?;
    let xml = changed(run)?;
    let params = parameters(run, &to, xml.as_deref())?;
    let failed = format!("Failed to save domain '{name}' to {to}");
    if !params.is_empty() {
        let count = count(&params);
        run.call_or(FunctionId::DomainSaveParams, [domain, params.into(), count, flags.into()], &failed)?;
    } else if flags != 0 || xml.is_some() {
        let xml = xml.map_or(Value::Null, Value::from);
        run.call_or(FunctionId::DomainSaveFlags, [domain, to[..].into(), xml, flags.into()], &failed)?;
    } else {
        run.call_or(FunctionId::DomainSave, [domain, to[..].into()], &failed)?;
    }
    extra!(run, "\nDomain '{name}' saved to {to}\n");
    Ok(())
}

pub(crate) fn restore(run: &mut Run<'_>) -> Done {
    let flags = run.flags(SAVE);
    let from = run.needed("file")?;
    let xml = changed(run)?;
    let params = parameters(run, &from, xml.as_deref())?;
    let failed = format!("Failed to restore domain from {from}");
    let conn = run.conn();
    if !params.is_empty() {
        let count = count(&params);
        run.call_or(FunctionId::DomainRestoreParams, [conn, params.into(), count, flags.into()], &failed)?;
    } else if flags != 0 || xml.is_some() {
        let xml = xml.map_or(Value::Null, Value::from);
        run.call_or(FunctionId::DomainRestoreFlags, [conn, from[..].into(), xml, flags.into()], &failed)?;
    } else {
        run.call_or(FunctionId::DomainRestore, [conn, from[..].into()], &failed)?;
    }
    extra!(run, "Domain restored from {from}\n");
    Ok(())
}

pub(crate) fn managedsave(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let name = run.given("domain").unwrap_or_default();
    let flags = run.flags(SAVE);
    let failed = format!("Failed to save domain '{name}' state");
    run.call_or(FunctionId::DomainManagedSave, [domain, flags.into()], &failed)?;
    extra!(run, "\nDomain '{name}' state saved by libvirt\n");
    Ok(())
}

pub(crate) fn managedsave_remove(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let name = run.given("domain").unwrap_or_default();
    let args = [domain.clone(), 0.into()];
    let failed = "Failed to check for domain managed save image";
    let has = run.call_or(FunctionId::DomainHasManagedSaveImage, args, failed)?;
    if number(&has.ret) == 0 {
        extra!(run, "Domain '{name}' has no manage save image; removal skipped");
        return Ok(());
    }
    let failed = format!("Failed to remove managed save image for domain '{name}'");
    run.call_or(FunctionId::DomainManagedSaveRemove, [domain, 0.into()], &failed)?;
    extra!(run, "Removed managedsave image for domain '{name}'");
    Ok(())
}

pub(crate) fn managedsave_dumpxml(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let flags = run.flags(&[("security-info", 1)]);
    let got = run.call(FunctionId::DomainManagedSaveGetXMLDesc, [domain, flags.into()])?;
    run.document(&text(&got.ret))
}

pub(crate) fn save_image_dumpxml(run: &mut Run<'_>) -> Done {
    let file = run.needed("file")?;
    let flags = run.flags(&[("security-info", 1)]);
    let got = run.call(FunctionId::DomainSaveImageGetXMLDesc, [run.conn(), file.into(), flags.into()])?;
    run.document(&text(&got.ret))
}

/// The formats of `virDomainCoreDumpFormat`; the first, raw, has no name here.
const FORMATS: &[&str] = &["", "kdump-zlib", "kdump-lzo", "kdump-snappy", "win-dmp"];

pub(crate) fn dump(run: &mut Run<'_>) -> Done {
    /// `VIR_DUMP_MEMORY_ONLY`.
    const MEMORY_ONLY: u32 = 16;
    let domain = run.domain()?;
    let name = run.given("domain").unwrap_or_default();
    let to = run.needed("file")?;
    let flags = run.flags(&[
        ("crash", 1),
        ("live", 2),
        ("bypass-cache", 4),
        ("reset", 8),
        ("memory-only", MEMORY_ONLY),
    ]);
    let mut format = 0;
    if run.has("format") {
        if flags & MEMORY_ONLY == 0 {
            fail!(run, "--format only works with --memory-only");
        }
        let wanted = run.given("format").unwrap_or_default();
        format = match FORMATS.iter().position(|known| *known == wanted) {
            Some(at) => at as u64,
            None if wanted == "elf" => 0,
            None => fail!(
                run,
                "format '{wanted}' is not supported, expecting 'kdump-zlib', 'kdump-lzo', \
                 'kdump-snappy', 'win-dmp' or 'elf'"
            ),
        };
    }
    let failed = format!("Failed to core dump domain '{name}' to {to}");
    let path = Value::text(&to);
    if format != 0 {
        let args = [domain, path, format.into(), flags.into()];
        run.call_or(FunctionId::DomainCoreDumpWithFormat, args, &failed)?;
    } else {
        run.call_or(FunctionId::DomainCoreDump, [domain, path, flags.into()], &failed)?;
    }
    extra!(run, "\nDomain '{name}' dumped to {to}\n");
    Ok(())
}
