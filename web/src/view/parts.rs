//! Every part on one page, for whoever works on the parts. Only in development builds; its words need no translation.

use crate::editor::{Problem, XmlEditor};
use crate::shell::{Tone, use_announce};
use crate::ui::*;
use yew::prelude::*;

const BEFORE: &str = "<domain type='test'>\n  <!-- a guest -->\n  <name>demo</name>\n  <memory unit='KiB'>65536</memory>\n  \
    <currentMemory unit='KiB'>65536</currentMemory>\n  <vcpu placement='static'>1</vcpu>\n  <os>\n    \
    <type arch='i686'>hvm</type>\n    <boot dev='hd'/>\n  </os>\n  <description>a &amp; b</description>\n</domain>\n";
const ROWS: usize = 10_000;

/// The page of parts.
#[component]
pub fn Parts() -> Html {
    html! {
        <div class="sheet">
            <States /><Buttons /><Lists /><Code />
            <h2>{ "Editor" }</h2>
            <Editing />
        </div>
    }
}

#[component]
fn States() -> Html {
    let badge = |look: Look| {
        html! { <p><StateBadge {look} word={look.slug()} reason="booted" />{ " " }<StateBadge {look} word={look.slug()} transient=true /></p> }
    };
    html! { <><h2>{ "States" }</h2>{ for Look::ALL.into_iter().map(badge) }</> }
}

#[component]
fn Buttons() -> Html {
    let open = use_state_eq(|| false);
    let announce = use_announce();
    let set = |to: bool| {
        let open = open.clone();
        Callback::from(move |()| open.set(to))
    };
    let say = |tone: Tone| {
        let announce = announce.clone();
        Callback::from(move |()| {
            if let Some(announce) = &announce {
                announce.say(tone, format!("A note of tone {tone:?}."))
            }
        })
    };
    html! {
        <>
            <h2>{ "Buttons" }</h2>
            <p class="row">
                <Button kind={ButtonKind::Primary} icon="play" onclick={set(true)}>{ "Open a dialog" }</Button>
                <Button onclick={say(Tone::Done)}>{ "Say" }</Button>
                <Button onclick={say(Tone::Problem)}>{ "Complain" }</Button>
                <Button kind={ButtonKind::Plain} icon="export">{ "Plain" }</Button>
                <Button reason="the domain is not running">{ "Off" }</Button>
                <IconButton icon="copy" label="Copy" />
            </p>
            if *open {
                <Dialog title="Credentials" on_close={set(false)}>
                    <form method="dialog">
                        <label class="label" for="parts-user">{ "User" }</label>
                        <input class="input" id="parts-user" autocomplete="off" />
                        <div class="dialog-buttons">
                            <Button onclick={set(false)}>{ "Cancel" }</Button>
                            <Button kind={ButtonKind::Primary} onclick={set(false)}>{ "Answer" }</Button>
                        </div>
                    </form>
                </Dialog>
            }
        </>
    }
}

#[component]
fn Lists() -> Html {
    let chosen = use_state_eq(|| Some(2_usize));
    let on_choose = {
        let chosen = chosen.clone();
        Callback::from(move |n| chosen.set(Some(n)))
    };
    let row = Callback::from(|n: usize| ListRow {
        body: html! { <><StateMark look={Look::ALL[n % 8]} /><span>{ format!("guest-{n:05}") }</span></> },
        class: classes!((n == 4).then_some("changed")),
    });
    let pairs = vec![
        Pair::new("code", "55").noted("VIR_ERR_OPERATION_INVALID"),
        Pair::new("domain", "12").changed(true),
        Pair::new("message", "Requested operation is not valid: domain is already running"),
    ];
    html! {
        <>
            <h2>{ "Lists" }</h2>
            <Disclosure title="Domain · life cycle" note="12" open=true><p>{ "What is inside." }</p></Disclosure>
            <div class="parts-list">
                <WindowedList label="Ten thousand" count={ROWS} row_px={32} {row} chosen={*chosen} {on_choose} />
            </div>
            <Pairs {pairs} />
        </>
    }
}

#[component]
fn Code() -> Html {
    let after = BEFORE.replace("<currentMemory unit='KiB'>65536", "<currentMemory unit='KiB'>32768");
    html! {
        <>
            <h2>{ "XML" }</h2>
            <XmlView xml={BEFORE} label="Domain XML" />
            <h2>{ "Difference" }</h2>
            <DiffView before={BEFORE} {after} label="What changed" around={1} />
        </>
    }
}

#[component]
fn Editing() -> Html {
    let text = use_state_eq(|| AttrValue::from(BEFORE));
    let on_change = {
        let text = text.clone();
        Callback::from(move |new| text.set(new))
    };
    let problem =
        (!text.contains("<name>")).then(|| Problem { line: 3, column: 3, message: "missing name".into() });
    html! { <XmlEditor label="Domain XML" value={(*text).clone()} {on_change} {problem} /> }
}
