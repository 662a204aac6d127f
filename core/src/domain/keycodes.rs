//! The key codes that libvirt knows: `virDomainSendKey` takes no others.

/// The sets in the order of `virKeycodeSet`: its name, and the codes that it has, ranges of them joined by a dash.
const SETS: [(&str, &str); 10] = [
    ("linux", "0-265 272-279 288-299 303-318 320-327 330-337 352-439 448-451 464-484 497-506 512-524"),
    // It is the same as the next one: libvirt took it in by mistake.
    ("xt", XT),
    ("atset1", XT),
    (
        "atset2",
        "0-1 3-7 9-15 17-22 26-30 33-39 41-47 49-55 58-63 65-70 73-78 81-82 84-85 88-91 93 95 97-100 \
         102-103 105-109 112-127 131 241-242 57360-57362 57364-57365 57368 57375-57377 57379 57383-57384 \
         57387 57391-57392 57394 57396 57399-57400 57402-57403 57407-57408 57416 57418 57421 57424 57434 \
         57438 57449 57451-57452 57455-57458 57460-57461 57463 57465-57466 57469",
    ),
    ("atset3", "0 7-63 65-71 73-79 82 84-103 105-118 121-122 124-131 133-135 139-142 145 147-152 154-163"),
    ("os_x", "0-51 53-65 67 69 71-76 78-107 109-111 113-126 255"),
    (
        "xt_kbd",
        "0-95 99-109 111-112 115-121 123 125-126 241-242 257-268 270-272 274-297 299-310 312-351 355-365 \
         367-377 379 381",
    ),
    ("usb", "0 4-48 50-119 121-125 133 135-140 144-148 182-183 224-251"),
    (
        "win32",
        "0-2 4-6 8-9 13 17-22 26-29 32-42 44-57 65-93 95-135 144-145 160-161 163 165-180 186-192 219-222 \
         226 242 250-251",
    ),
    (
        "qnum",
        "0-95 99-109 111-121 123 125-126 129-140 142-144 146-169 171-182 184-223 227-237 239-249 251 253",
    ),
];

const XT: &str = "0-95 99-109 111-112 115-121 123 125-126 241-242 57345-57356 57358-57360 57362-57385 57387-57398 \
    57400-57439 57443-57453 57455-57465 57467 57469";

/// The name of a set of key codes, if there is one of the number.
pub fn set_name(set: u32) -> Option<&'static str> {
    SETS.get(usize::try_from(set).ok()?).map(|(name, _)| *name)
}

/// Whether a set has a code. `virKeycodeValueTranslate` of libvirt, from a set to itself.
pub fn is_known(set: u32, code: u32) -> bool {
    let within = |range: &str| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        first.parse().is_ok_and(|first| code >= first) && last.parse().is_ok_and(|last: u32| code <= last)
    };
    usize::try_from(set)
        .ok()
        .and_then(|set| SETS.get(set))
        .is_some_and(|(_, codes)| codes.split(' ').any(within))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_set_has_its_codes() {
        let count = |set| (0..=u32::from(u16::MAX)).filter(|code| is_known(set, *code)).count();
        let counts: Vec<usize> = (0..10).map(count).collect();
        // As many as libvirt 12.8.0 takes of each, found out by sending it every number.
        assert_eq!(counts, [454, 236, 236, 146, 141, 121, 236, 163, 150, 236]);
        assert_eq!((set_name(5), set_name(10)), (Some("os_x"), None));
        assert!(!is_known(10, 0) && !is_known(0, u32::MAX));
    }
}
