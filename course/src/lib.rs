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
