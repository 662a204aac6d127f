//! What is learnt and tried with virtlab: goals, which are declared and looked at in a world; exercises, which have one; and
//! lessons, whose steps wait for one. Pure, as the core is: texts come in and go out, for every face.

pub mod exercise;
pub mod given;
pub mod goal;
pub mod grade;
pub mod lesson;
pub mod pack;
pub mod scorm;

pub use virtlab_scenario::Fault;

/// A parameter that a call leaves out and C would not. The page shows calls as they are written.
#[cfg(test)]
fn left_out(call: &virtlab_core::api::Call) -> Option<&'static str> {
    use virtlab_core::api::Kind;
    let mut rest = call.function.row().params.iter().skip(call.args.len());
    rest.find(|param| !matches!(param.kind, Kind::Out(_))).map(|param| param.name)
}
