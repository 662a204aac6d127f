//! The storage pools of a host: what each is, the calls of its life, and its volumes.

use virtlab_core::api::{Call, FunctionId, Value};
use virtlab_core::ground::{ErrorDomain, scale};
use virtlab_core::storage::rules::Verb;
use virtlab_core::storage::{self, Pool, PoolList};
use yew::prelude::*;

use super::holdings::{Holdings, HoldingsProps, Line, Moves, SHOWN, Words, buttons, section, state};
use super::moves::{Press, View};
use crate::i18n::{I18n, use_i18n};
use crate::session::documents::{POOL_XML, VOLUME_XML};
use crate::ui::Icon;
use crate::{msg, t};

/// The calls of a pool's life that need no document, and the words for them.
const LIFE: [(Verb, FunctionId, &str); 3] = [
    (Verb::Create, FunctionId::StoragePoolCreate, msg!("network-create")),
    (Verb::Destroy, FunctionId::StoragePoolDestroy, msg!("network-destroy")),
    (Verb::Undefine, FunctionId::StoragePoolUndefine, msg!("network-undefine")),
];

/// The words of the list.
const WORDS: Words = Words {
    id: "world-pools",
    title: msg!("world-pools"),
    define: msg!("world-pool-define"),
    none: msg!("world-pools-none"),
};

/// The storage pools of a host, as a client sees them.
pub fn holdings(view: View<'_>, pools: &PoolList) -> Holdings<Pool> {
    let define = view.connection().map(|connection| {
        let args = [connection.into(), Value::text(POOL_XML), 0.into()];
        Press::Draft(Call::new(FunctionId::StoragePoolDefineXML, args))
    });
    Holdings::new(pools.iter(), |pool| moves(view, pool), define)
}

fn moves(view: View<'_>, pool: &Pool) -> Moves {
    let Some((look_up, handle)) = view.handle_of_pool(pool) else { return Vec::new() };
    let can = |verb: &Verb| storage::check(*verb, pool, ErrorDomain::Storage).is_ok();
    let with = |call: Call| Press::Perform(look_up.iter().cloned().chain([call]).collect());
    let mut found: Moves = LIFE
        .iter()
        .filter(|(verb, ..)| can(verb))
        .map(|(_, function, word)| (*word, with(Call::new(*function, [handle.into()]))))
        .collect();
    // A volume's document is for its reader to complete, which needs a handle that is there.
    if pool.active && look_up.is_empty() {
        let args = [handle.into(), Value::text(VOLUME_XML), 0.into()];
        found.push((msg!("pool-volume"), Press::Draft(Call::new(FunctionId::StorageVolCreateXML, args))));
    }
    found
}

/// The storage pools, with a button that defines another.
#[component]
pub fn Pools(props: &HoldingsProps<Pool>) -> Html {
    let i18n = use_i18n();
    section(&i18n, &WORDS, props, |line| row(&i18n, line, &props.on_press))
}

/// Bytes in the greatest unit in which they are a whole number.
fn size(bytes: u64) -> String {
    let (number, unit) = scale::pretty(bytes);
    format!("{number} {unit}")
}

fn row(i18n: &I18n, line: &Line<Pool>, on_press: &Callback<Press>) -> Html {
    let pool = &*line.of;
    let kind = if pool.persistent { t!(i18n, "persistent") } else { t!(i18n, "transient") };
    let more = pool.volume_count().saturating_sub(SHOWN);
    let taken = t!(i18n, "pool-taken", taken = size(pool.space.allocation), all = size(pool.space.capacity));
    html! {
        <>
            <li key={pool.def.uuid.to_string()} class="moment moment--0">
                <bdi class="moment-name">{ &*pool.def.name }</bdi>
                { state(i18n, pool.active) }
                <small class="network-facts">
                    { kind }{ " · " }{ pool.def.kind.to_string() }
                    if let Some(target) = &pool.def.target { { " · " }<code>{ &**target }</code> }
                    { " · " }{ taken }
                    if pool.autostart { { " · " }<Icon name="autostart" />{ t!(i18n, "autostart") } }
                </small>
                { buttons(i18n, &pool.def.name, &line.moves, on_press) }
            </li>
            { for pool.volumes().take(SHOWN).map(|volume| html! {
                <li key={format!("{}/{}", pool.def.uuid, volume.name)} class="moment moment--1">
                    <bdi class="moment-name">{ &*volume.name }</bdi>
                    <small class="network-facts">
                        { t!(i18n, "pool-taken", taken = size(volume.allocation), all = size(volume.capacity)) }
                        if let Some(format) = volume.format { { " · " }{ format.to_string() } }
                    </small>
                </li>
            }) }
            if more > 0 { <li class="moment moment--1 hint">{ t!(i18n, "call-more", count = more) }</li> }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::host::HostKey;
    use virtlab_core::world::{ClientId, World};

    fn lines(world: &World) -> Holdings<Pool> {
        let host = HostKey::from("test");
        let pools = world.host(&host).unwrap().pools.clone();
        holdings(View { world, client: ClientId(0), host: &host }, &pools)
    }

    #[test]
    fn a_pool_offers_what_its_state_allows_and_the_calls_work() {
        let mut world = World::builtin(1);
        assert_eq!((lines(&world).lines.len(), lines(&world).define), (1, None));
        assert!(lines(&world).lines[0].moves.is_empty(), "there is no connection");
        let mut words = Vec::new();
        assert!(world.perform(ClientId(0), &"virConnectOpen(\"test:///default\")".parse().unwrap()).ok());
        for _ in 0..3 {
            let now = lines(&world).lines.remove(0).moves;
            words.push(now.iter().map(|(word, _)| *word).collect::<Vec<_>>());
            let Press::Perform(calls) = now[0].1.clone() else { panic!("{now:?}") };
            for call in &calls {
                assert!(world.perform(ClientId(0), call).ok(), "{call}");
            }
        }
        let inactive = vec!["network-create", "network-undefine"];
        assert_eq!(words, [vec!["network-destroy"], inactive, vec!["network-destroy", "pool-volume"]]);
    }

    #[test]
    fn sizes_are_whole() {
        assert_eq!((size(100 << 30), size(0), size(1536)), ("100 GiB".into(), "0 B".into(), "1536 B".into()));
    }
}
