//! Starts the page; all of it is in the library, so that tests can reach it.

fn main() {
    virtlab_web::run();
}
