//! `send-key`: keys by name or by code.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::domain::keycodes::set_name;
use virtlab_core::ground::number;

use super::{Done, Run, fail};

/// `VIR_DOMAIN_SEND_KEY_MAX_KEYS`.
const KEYS_MAX: usize = 16;

/// The names of keys that libvirt knows, with their codes, by set. In place of `KEY` and `VK` before `_` stands nothing.
const NAMES: &str = include_str!("../keys.txt");

/// The code of a key's name.
fn named(set: &str, name: &str) -> Option<u32> {
    let short = match set {
        "linux" => name.strip_prefix("KEY").filter(|rest| rest.starts_with('_')).unwrap_or(name),
        "win32" => name.strip_prefix("VK").filter(|rest| rest.starts_with('_')).unwrap_or(name),
        _ => name,
    };
    let mut here = false;
    for line in NAMES.lines() {
        let words = match line.split_once(": ") {
            Some((of, words)) => {
                here = of == set;
                words
            }
            None => line,
        };
        let code = words.split_whitespace().filter(|_| here).find_map(|word| {
            let (known, code) = word.rsplit_once('=')?;
            (known == short).then_some(code)
        });
        if let Some(code) = code {
            return code.parse().ok();
        }
    }
    None
}

pub(crate) fn send_key(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let wanted = run.given("codeset").filter(|set| !set.is_empty()).unwrap_or_else(|| "linux".to_owned());
    let hold = run.uint("holdtime")?.unwrap_or(0);
    // The set was once called so.
    let wanted = if wanted == "rfb" { "qnum".to_owned() } else { wanted };
    let Some(set) = (0..).map_while(set_name).position(|set| set == wanted) else {
        fail!(run, "unknown codeset: '{wanted}'")
    };
    let keys = run.many("keycode");
    let mut codes = Vec::new();
    for key in &keys {
        if codes.len() == KEYS_MAX {
            fail!(run, "too many keycodes");
        }
        let code = number::to_u32(key, 0).filter(|code| *code <= 0xffff).or_else(|| named(&wanted, key));
        match code {
            Some(code) => codes.push(Value::from(code)),
            None => fail!(run, "invalid keycode: '{key}'"),
        }
    }
    let count = codes.len() as u64;
    let args = [domain, (set as u64).into(), hold.into(), Value::List(codes), count.into(), 0.into()];
    run.call(FunctionId::DomainSendKey, args)?;
    Ok(())
}
