//! Jobs that move blocks between images, and what sets the size of disks.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::scale::scale_integer;
use virtlab_core::ground::xml::Writer;
use virtlab_core::ground::{ErrorCode, TypedParam, number as numbers};

use super::calls::{member, number, or_null, out, text};
use super::values::in_units;
use super::{Done, Failed, Run, extra, fail, say};

/// The bandwidth: a number, which may be negative and then wraps, or a size with a unit, which is in bytes.
fn bandwidth(run: &mut Run<'_>) -> Result<u64, Failed> {
    let Some(text) = run.given("bandwidth") else { return Ok(0) };
    let plain = numbers::to_u64(&text, 10).or_else(|| numbers::to_i64(&text, 10).map(|n| n as u64));
    if let Some(plain) = plain {
        return Ok(plain);
    }
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    match numbers::to_u64(number, 10).map(|number| scale_integer(number, unit, 1, u64::MAX)) {
        Some(Ok(bytes)) => Ok(if run.has("bytes") { bytes } else { bytes >> 20 }),
        failed => {
            run.last_error = failed.and_then(Result::err);
            fail!(run, "Scaled numeric value '{text}' for <--bandwidth> option is malformed or out of range")
        }
    }
}

/// The seconds of `--timeout` in milliseconds.
pub(super) fn timeout(run: &mut Run<'_>) -> Result<Option<i32>, Failed> {
    let Some(seconds) = run.uint("timeout")? else { return Ok(None) };
    match i32::try_from(seconds).ok().filter(|n| *n > 0).and_then(|n| n.checked_mul(1000)) {
        Some(milliseconds) => Ok(Some(milliseconds)),
        None => {
            fail!(run, "Numeric value '{seconds}' for <timeout> option is malformed or out of range")
        }
    }
}

/// Whether the job is to be waited for; what only makes sense then is refused.
fn waits(run: &mut Run<'_>, ends: [&str; 2]) -> Result<bool, Failed> {
    let limited = timeout(run)?.is_some();
    let waits = limited || run.has("wait") || ends.iter().any(|option| run.has(option));
    for option in ["verbose", "async"] {
        if !waits && run.has(option) {
            let [one, other] = ends;
            fail!(run, "--{option} requires at least one of --timeout, --wait, --{one}, or --{other}");
        }
    }
    Ok(waits)
}

/// Tells that a job began. Where virsh would wait for its end, this shell says how to follow it.
fn began(run: &mut Run<'_>, what: &str, waits: bool) -> Done {
    if waits {
        fail!(
            run,
            "{what} started; this shell does not wait for it: blockjob tells how far it is, and ends it"
        );
    }
    extra!(run, "{what} started");
    Ok(())
}

pub(crate) fn blockcommit(run: &mut Run<'_>) -> Done {
    run.exclusive("pivot", "keep-overlay")?;
    let path = run.needed("path")?;
    let (base, top) = (run.text("base")?, run.text("top")?);
    let speed = bandwidth(run)?;
    let active = ["active", "pivot", "keep-overlay"].iter().any(|option| run.has(option));
    let options = [("shallow", 1), ("delete", 2), ("keep-relative", 8), ("bytes", 16)];
    let flags = run.flags(&options) | if active { 4 } else { 0 };
    let waits = waits(run, ["pivot", "keep-overlay"])?;
    let domain = run.domain()?;
    let args = [domain, path.into(), or_null(base), or_null(top), speed.into(), flags.into()];
    run.call(FunctionId::DomainBlockCommit, args)?;
    began(run, if active { "Active Block Commit" } else { "Block Commit" }, waits)
}

/// The description of where a copy goes.
fn destination(run: &Run<'_>, to: &str, format: Option<&str>) -> String {
    let (kind, attribute) = if run.has("blockdev") { ("block", "dev") } else { ("file", "file") };
    let mut w = Writer::new();
    w.start("disk").attr("type", kind).inside(|w| {
        w.start("source").attr(attribute, to).empty();
        if let Some(format) = format {
            w.start("driver").attr("type", format).empty();
        }
    });
    w.finish()
}

/// What `blockcopy` was given.
struct Copy {
    path: String,
    to: Option<String>,
    format: Option<String>,
    document: Option<String>,
    speed: u64,
    granularity: u32,
    buffer: u64,
}

impl Copy {
    /// Whether only virDomainBlockCopy can do it.
    fn is_new(&self, run: &Run<'_>) -> bool {
        let options = ["transient-job", "synchronous-writes", "print-xml", "dest-is-zero"];
        self.granularity != 0
            || self.buffer != 0
            || self.format.as_ref().is_some_and(|format| format != "raw")
            || self.document.is_some()
            || options.iter().any(|option| run.has(option))
    }

    /// virDomainBlockRebase.
    fn rebase(self, run: &mut Run<'_>, domain: Value) -> Done {
        /// `VIR_DOMAIN_BLOCK_REBASE_COPY` and `_COPY_RAW`.
        const COPY: u32 = 8;
        const RAW: u32 = 4;
        let options = [("shallow", 1), ("reuse-external", 2), ("blockdev", 32), ("bytes", 64)];
        let raw = if self.format.is_some() { RAW } else { 0 };
        let flags = COPY | raw | run.flags(&options);
        let args = [domain, self.path.into(), or_null(self.to), self.speed.into(), flags.into()];
        run.call(FunctionId::DomainBlockRebase, args)?;
        Ok(())
    }

    /// virDomainBlockCopy; tells the description only, with `--print-xml`.
    fn copy(self, run: &mut Run<'_>, domain: Value) -> Done {
        let mut params = Vec::new();
        if self.speed != 0 {
            let limit = u64::MAX >> 20;
            let bytes = if run.has("bytes") { Some(self.speed) } else { self.speed.checked_mul(1 << 20) };
            let Some(bytes) = bytes else { fail!(run, "bandwidth must be less than {limit}") };
            params.push(TypedParam::new("bandwidth", bytes));
        }
        params.extend((self.granularity != 0).then(|| TypedParam::new("granularity", self.granularity)));
        params.extend((self.buffer != 0).then(|| TypedParam::new("buf_size", self.buffer)));
        let to = self.to.unwrap_or_default();
        let document = self.document.unwrap_or_else(|| destination(run, &to, self.format.as_deref()));
        if run.has("print-xml") {
            say!(run, "{document}");
            return Ok(());
        }
        let options = [
            ("shallow", 1),
            ("reuse-external", 2),
            ("transient-job", 4),
            ("synchronous-writes", 8),
            ("dest-is-zero", 16),
        ];
        let (flags, count) = (run.flags(&options), params.len() as u64);
        let params = if params.is_empty() { Value::Null } else { params.into() };
        let args = [domain, self.path.into(), document.into(), params, count.into(), flags.into()];
        run.call(FunctionId::DomainBlockCopy, args)?;
        Ok(())
    }
}

pub(crate) fn blockcopy(run: &mut Run<'_>) -> Done {
    let path = run.needed("path")?;
    let (to, xml, format) = (run.text("dest")?, run.text("xml")?, run.text("format")?);
    let speed = bandwidth(run)?;
    let granularity = run.uint("granularity")?.unwrap_or(0);
    let buffer = run.ulong("buf-size")?.unwrap_or(0);
    timeout(run)?;
    for (one, other) in [("dest", "xml"), ("format", "xml"), ("blockdev", "xml"), ("pivot", "finish")] {
        run.exclusive(one, other)?;
    }
    if to.is_none() && xml.is_none() {
        fail!(run, "need either --dest or --xml");
    }
    let waits = waits(run, ["pivot", "finish"])?;
    let domain = run.domain()?;
    let document = xml.map(|file| run.read_file(&file)).transpose()?;
    let copy = Copy { path, to, format, document, speed, granularity, buffer };
    if copy.is_new(run) {
        copy.copy(run, domain)?;
    } else {
        copy.rebase(run, domain)?;
    }
    if run.has("print-xml") {
        return Ok(());
    }
    began(run, "Block Copy", waits)
}

pub(crate) fn blockpull(run: &mut Run<'_>) -> Done {
    /// `VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES`, and of a rebase.
    const IN_BYTES: u32 = 64;
    run.requires("verbose", "wait")?;
    run.requires("async", "wait")?;
    let path = run.needed("path")?;
    let base = run.text("base")?;
    let speed = bandwidth(run)?;
    timeout(run)?;
    let flags = run.flags(&[("keep-relative", 16)]);
    let domain = run.domain()?;
    let in_bytes = if run.has("bytes") { IN_BYTES } else { 0 };
    if base.is_some() || flags != 0 {
        let args = [domain, path.into(), or_null(base), speed.into(), (flags | in_bytes).into()];
        run.call(FunctionId::DomainBlockRebase, args)?;
    } else {
        run.call(FunctionId::DomainBlockPull, [domain, path.into(), speed.into(), in_bytes.into()])?;
    }
    let waits = run.has("wait");
    began(run, "Block Pull", waits)
}

/// How far a job is, as virsh puts it for people and, with `--raw`, for programs.
fn tell(run: &mut Run<'_>, info: &Value, speed: u64) {
    let kinds = ["Unknown job", "Block Pull", "Block Copy", "Block Commit", "Active Block Commit", "Backup"];
    let kind = usize::try_from(number(member(info, "type"))).unwrap_or(0);
    let count = |name: &str| member(info, name).as_u64().unwrap_or(0);
    let (now, end) = (count("cur"), count("end"));
    if run.has("raw") {
        let kind = kinds.get(kind).copied().unwrap_or("unknown").to_owned();
        say!(run, " type={kind}\n bandwidth={}\n cur={now}\n end={end}\n", count("bandwidth"));
        return;
    }
    let left = end.saturating_sub(now);
    let done = if left == 0 { 100.0 } else { (100.0 - left as f64 * 100.0 / end as f64).min(99.99) };
    let kind = kinds.get(kind).copied().unwrap_or("Unknown job").to_owned();
    let progress = format!("\r{kind}: [{:5.2} %]", (done * 100.0).trunc() / 100.0);
    run.ran.print(crate::shell::Stream::Err, &progress);
    if speed != 0 {
        say!(run, "    Bandwidth limit: {speed} bytes/s ({}/s)", in_units(speed, 3));
    }
    say!(run, "\n");
}

/// Asks about a job, in bytes per second if the hypervisor can.
fn job_info(run: &mut Run<'_>, domain: Value, path: &str) -> Done {
    let (raw, bytes) = (run.has("raw"), run.has("bytes"));
    let ask = |run: &mut Run<'_>, flags: u32| {
        run.perform(
            FunctionId::DomainGetBlockJobInfo,
            [domain.clone(), path.into(), Value::Out, flags.into()],
        )
    };
    let mut got = ask(run, u32::from(bytes || !raw));
    let mut in_bytes = bytes || !raw;
    let may_ask_again = !bytes && !raw;
    if !got.ok()
        && may_ask_again
        && (run.failed_with(ErrorCode::InvalidArg) || run.failed_with(ErrorCode::Overflow))
    {
        run.forget();
        in_bytes = false;
        got = ask(run, 0);
    }
    if !got.ok() {
        return Err(Failed);
    }
    if number(&got.ret) == 0 {
        if !raw {
            extra!(run, "No current block job for {path}");
        }
        return Ok(());
    }
    let info = out(&got, "info").clone();
    let told = member(&info, "bandwidth").as_u64().unwrap_or(0);
    let speed = if in_bytes || raw { Some(told) } else { told.checked_mul(1 << 20) };
    let Some(speed) = speed else { fail!(run, "overflow in converting {told} MiB/s to bytes") };
    tell(run, &info, speed);
    Ok(())
}

pub(crate) fn blockjob(run: &mut Run<'_>) -> Done {
    for (one, others) in [
        ("raw", &["abort", "pivot", "async", "bandwidth"][..]),
        ("info", &["abort", "pivot", "async", "bandwidth"]),
        ("bytes", &["abort", "pivot", "async"]),
    ] {
        for other in others {
            run.exclusive(one, other)?;
        }
    }
    let domain = run.domain()?;
    let path = run.needed("path")?;
    if run.has("bandwidth") {
        let flags = run.flags(&[("bytes", 1)]);
        let args = [domain, path.into(), bandwidth(run)?.into(), flags.into()];
        run.call(FunctionId::DomainBlockJobSetSpeed, args)?;
        return Ok(());
    }
    if ["abort", "pivot", "async"].iter().any(|option| run.has(option)) {
        let flags = run.flags(&[("async", 1), ("pivot", 2)]);
        run.call(FunctionId::DomainBlockJobAbort, [domain, path.into(), flags.into()])?;
        return Ok(());
    }
    job_info(run, domain, &path)
}

pub(crate) fn blockresize(run: &mut Run<'_>) -> Done {
    /// `VIR_DOMAIN_BLOCK_RESIZE_BYTES`.
    const BYTES: u32 = 1;
    run.alternatives("size", "capacity")?;
    let path = run.needed("path")?;
    let mut size = run.scaled("size", 1024, u64::MAX)?.unwrap_or(0);
    let mut flags = run.flags(&[("capacity", 2), ("extend", 4)]);
    if !run.has("capacity") {
        match size.is_multiple_of(1024) {
            true => size /= 1024,
            false => flags |= BYTES,
        }
    }
    let domain = run.domain()?;
    let failed = format!("Failed to resize block device '{path}'");
    let args = [domain, path[..].into(), size.into(), flags.into()];
    run.call_or(FunctionId::DomainBlockResize, args, &failed)?;
    extra!(run, "Block device '{path}' is resized");
    Ok(())
}

pub(crate) fn domblkthreshold(run: &mut Run<'_>) -> Done {
    let device = run.needed("dev")?;
    let threshold = run.scaled("threshold", 1, u64::MAX)?.unwrap_or(0);
    let domain = run.domain()?;
    run.call(FunctionId::DomainSetBlockThreshold, [domain, device.into(), threshold.into(), 0.into()])?;
    Ok(())
}

pub(crate) fn backup_begin(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("reuse-external", 1), ("preserve-domain-on-shutdown", 2)]);
    let domain = run.domain()?;
    let backup = match run.text("backupxml")? {
        Some(file) => run.read_file(&file)?,
        None => "<domainbackup/>".to_owned(),
    };
    let checkpoint = run.text("checkpointxml")?.map(|file| run.read_file(&file)).transpose()?;
    run.call(FunctionId::DomainBackupBegin, [domain, backup.into(), or_null(checkpoint), flags.into()])?;
    say!(run, "Backup started\n");
    Ok(())
}

pub(crate) fn backup_dumpxml(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let got = run.call(FunctionId::DomainBackupGetXMLDesc, [domain, 0.into()])?;
    run.document(&text(&got.ret))
}
