//! C's own functions, and those of libvirt's that never leave the client's process.

mod double;
mod heap;
mod params;
mod print;
mod text;

pub(crate) use print::{Wants, conversions};

use crate::ir::Ex;
use crate::run::{Machine, Val};
use crate::span::Span;

type Result<T> = std::result::Result<T, crate::run::Stop>;

/// What a function does.
type Work = fn(&mut Machine<'_>, &Call<'_>) -> Result<u64>;

/// A call of one of them.
pub(crate) struct Call<'c> {
    pub span: Span,
    pub name: &'static str,
    pub args: &'c [Ex],
    pub given: &'c [Val],
}

impl Call<'_> {
    /// An argument; what is missing is zero.
    pub fn arg(&self, i: usize) -> Val {
        self.given.get(i).copied().unwrap_or_default()
    }
}

macro_rules! library {
    ($($name:ident => $work:path),* $(,)?) => {
        /// Their names; the headers have their prototypes.
        pub(crate) const NAMES: &[&str] = &[$(stringify!($name)),*];
        const WORK: &[Work] = &[$($work),*];
    };
}

library! {
    malloc => heap::malloc,
    calloc => heap::calloc,
    realloc => heap::realloc,
    free => heap::free,
    exit => heap::exit,
    abort => heap::abort,
    getenv => heap::nothing,
    sleep => heap::sleep,
    usleep => heap::sleep,
    memset => heap::memset,
    memcpy => heap::memcpy,
    memmove => heap::memcpy,
    memcmp => heap::memcmp,
    atoi => text::atoi,
    strtol => text::strtol,
    strtoul => text::strtol,
    strlen => text::strlen,
    strcmp => text::strcmp,
    strncmp => text::strncmp,
    strcasecmp => text::strcasecmp,
    strcpy => text::strcpy,
    strncpy => text::strncpy,
    strcat => text::strcat,
    strncat => text::strncat,
    strdup => text::strdup,
    strndup => text::strndup,
    strchr => text::strchr,
    strrchr => text::strrchr,
    strstr => text::strstr,
    isdigit => text::of_char,
    isalpha => text::of_char,
    isspace => text::of_char,
    toupper => text::of_char,
    tolower => text::of_char,
    abs => text::of_char,
    printf => print::printf,
    fprintf => print::fprintf,
    sprintf => print::sprintf,
    snprintf => print::snprintf,
    puts => print::puts,
    putchar => print::putchar,
    fputs => print::fputs,
    fputc => print::fputc,
    fflush => heap::nothing,
    perror => print::perror,
    virInitialize => heap::nothing,
    virResetError => params::reset_error,
    virTypedParamsClear => params::clear,
    virTypedParamsFree => params::free,
    virTypedParamsGet => params::get,
    virTypedParamsGetInt => params::get_value,
    virTypedParamsGetUInt => params::get_value,
    virTypedParamsGetLLong => params::get_value,
    virTypedParamsGetULLong => params::get_value,
    virTypedParamsGetDouble => params::get_value,
    virTypedParamsGetBoolean => params::get_value,
    virTypedParamsGetString => params::get_value,
    virDomainStatsRecordListFree => params::free_records,
    virDomainFSInfoFree => params::free_with_members,
    virNetworkDHCPLeaseFree => params::free_with_members,
}

impl Machine<'_> {
    /// A call of one of them.
    pub fn call_library(&mut self, span: Span, number: usize, args: &[Ex], given: &[Val]) -> Result<Val> {
        let name = NAMES[number];
        for (value, ex) in given.iter().zip(args) {
            // To free what a failed call gave is right: it is NULL.
            if name != "free" {
                self.used(ex.span, value.from, matches!(name, "malloc" | "calloc"));
            }
        }
        WORK[number](self, &Call { span, name, args, given }).map(Val::new)
    }
}
