//! The icons: strokes on a 20 by 20 grid, in the colour of the text beside them.

use yew::prelude::*;

/// The path of an icon. A name that is not here draws nothing.
fn path(name: &str) -> &'static str {
    match name {
        "brand" => "M10 2 17 6v8l-7 4-7-4V6zM3 6l7 4 7-4M10 10v8",
        "search" => "M9 3a6 6 0 1 0 0 12A6 6 0 0 0 9 3zM13.5 13.5 18 18",
        "close" => "M5 5l10 10M15 5 5 15",
        "check" => "M4 10.5 8 15l8-10",
        "alert" => "M10 3 18 17H2zM10 8v4M10 14.4v.2",
        "info" => "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 9v5M10 6.2v.2",
        "more" => "M4.5 10h.02M10 10h.02M15.5 10h.02",
        "chevron" => "M7 4l6 6-6 6",
        "first" => "M5 4v12M15 4 8 10l7 6z",
        "back" => "M13 4 6 10l7 6z",
        "forward" => "M7 4l7 6-7 6z",
        "last" => "M15 4v12M5 4l7 6-7 6z",
        "play" => "M6 3.5v13l10.5-6.5z",
        "pause" => "M7 4v12M13 4v12",
        "branch" => "M6 3v14M6 13c0-4 8-2 8-7M14 3.5v.02M6 3.2a.02.02 0 1 0 0 .1",
        "import" => "M10 3v9M6 8.5l4 4 4-4M3 13v4h14v-4",
        "export" => "M10 12V3M6 6.5l4-4 4 4M3 13v4h14v-4",
        "fresh" => "M10 4v12M4 10h12",
        "keyboard" => "M2.5 5.5h15v9h-15zM5.5 8.5h.02M8.5 8.5h.02M11.5 8.5h.02M14.5 8.5h.02M6 11.5h8",
        "copy" => "M7 7h9v9H7zM4 13V4h9",
        "link" => {
            "M8.5 11.5a3.5 3.5 0 0 0 5 0l3-3a3.5 3.5 0 0 0-5-5l-1 1M11.5 8.5a3.5 3.5 0 0 0-5 0l-3 3a3.5 3.5 0 0 0 5 5l1-1"
        }
        "plug" => "M7 2.5v4M13 2.5v4M4.5 6.5h11v2.5a5.5 5.5 0 0 1-11 0zM10 14.5v3",
        "lock" => "M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3",
        "edit" => "M3.5 16.5l.8-3.6L13 4.2l2.8 2.8-8.7 8.7zM11.5 5.7l2.8 2.8",
        "clock" => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6.5V10l3 2",
        "bell" => "M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5h3",
        "autostart" => "M4 10a6 6 0 1 1 2 4.5M4 17v-3.5h3.5",
        "theme-auto" => "M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14M13 4.5v11",
        "theme-light" => {
            "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6 16 16M4 16l1.4-1.4M14.6 5.4 16 4"
        }
        "theme-dark" => "M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z",
        _ => "",
    }
}

#[derive(Properties, PartialEq)]
pub struct IconProps {
    /// One of the names in this file.
    pub name: &'static str,
}

/// An icon. It is decoration: the words are beside it, or in the label of its button.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    html! {
        <svg class={classes!("icon", format!("icon--{}", props.name))} viewBox="0 0 20 20" width="20" height="20"
            aria-hidden="true" focusable="false"><path d={path(props.name)} /></svg>
    }
}
