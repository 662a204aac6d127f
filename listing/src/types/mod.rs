//! C's types on x86-64 Linux: sizes, layout, names.

mod resolve;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ast::Basic;

/// A whole number's type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::enum_variant_names)] // They are C's names.
pub(crate) enum Int {
    Bool,
    Char,
    SChar,
    UChar,
    Short,
    UShort,
    Int,
    UInt,
    Long,
    ULong,
    LLong,
    ULLong,
}

impl Int {
    pub fn size(self) -> u64 {
        match self {
            Self::Bool | Self::Char | Self::SChar | Self::UChar => 1,
            Self::Short | Self::UShort => 2,
            Self::Int | Self::UInt => 4,
            _ => 8,
        }
    }

    pub fn signed(self) -> bool {
        !matches!(self, Self::Bool | Self::UChar | Self::UShort | Self::UInt | Self::ULong | Self::ULLong)
    }

    /// The bits of a number as this type keeps it, widened to 64 bits.
    pub fn wrap(self, bits: u64) -> u64 {
        match (self, self.size(), self.signed()) {
            (Self::Bool, ..) => u64::from(bits != 0),
            (_, 1, true) => bits as i8 as u64,
            (_, 1, false) => u64::from(bits as u8),
            (_, 2, true) => bits as i16 as u64,
            (_, 2, false) => u64::from(bits as u16),
            (_, 4, true) => bits as i32 as u64,
            (_, 4, false) => u64::from(bits as u32),
            _ => bits,
        }
    }

    /// The type in which it is computed with: at least `int`.
    pub fn promoted(self) -> Self {
        if self.size() < 4 { Self::Int } else { self }
    }

    /// The type in which two are computed with together.
    pub fn common(self, other: Self) -> Self {
        let (one, two) = (self.promoted(), other.promoted());
        let (low, high) = if one.rank() <= two.rank() { (one, two) } else { (two, one) };
        if high.signed() && !low.signed() && low.size() == high.size() {
            return if high == Self::LLong { Self::ULLong } else { Self::ULong };
        }
        if high.rank() == low.rank() && !low.signed() { low } else { high }
    }

    fn rank(self) -> u8 {
        match self {
            Self::Bool => 0,
            Self::Char | Self::SChar | Self::UChar => 1,
            Self::Short | Self::UShort => 2,
            Self::Int | Self::UInt => 3,
            Self::Long | Self::ULong => 4,
            Self::LLong | Self::ULLong => 5,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "_Bool",
            Self::Char => "char",
            Self::SChar => "signed char",
            Self::UChar => "unsigned char",
            Self::Short => "short",
            Self::UShort => "unsigned short",
            Self::Int => "int",
            Self::UInt => "unsigned int",
            Self::Long => "long",
            Self::ULong => "unsigned long",
            Self::LLong => "long long",
            Self::ULLong => "unsigned long long",
        }
    }
}

/// A function's type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Signature {
    pub returns: Type,
    pub params: Vec<Type>,
    pub variadic: bool,
}

/// A type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    Void,
    Int(Int),
    /// A double, or a float if it is so.
    Float(bool),
    /// A pointer, and whether what it points to is const.
    Pointer(Arc<Type>, bool),
    Array(Arc<Type>, u64),
    /// A struct or union, by its number.
    Struct(usize),
    Func(Arc<Signature>),
}

impl Type {
    pub const INT: Self = Self::Int(Int::Int);
    pub const SIZE: Self = Self::Int(Int::ULong);
    pub const DOUBLE: Self = Self::Float(false);

    pub fn pointer(self) -> Self {
        Self::Pointer(self.into(), false)
    }

    pub fn const_pointer(self) -> Self {
        Self::Pointer(self.into(), true)
    }

    pub fn char_pointer() -> Self {
        Self::Int(Int::Char).pointer()
    }

    /// What a pointer points to, and what an array holds.
    pub fn target(&self) -> Option<&Arc<Self>> {
        match self {
            Self::Pointer(to, _) | Self::Array(to, _) => Some(to),
            _ => None,
        }
    }

    pub fn is_pointer(&self) -> bool {
        matches!(self, Self::Pointer(..))
    }

    pub fn is_number(&self) -> bool {
        matches!(self, Self::Int(_) | Self::Float(_))
    }

    pub fn is_scalar(&self) -> bool {
        self.is_number() || self.is_pointer()
    }

    pub fn is_char(&self) -> bool {
        matches!(self, Self::Int(Int::Char | Int::SChar | Int::UChar))
    }

    /// Whether it is a pointer to text.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Pointer(to, _) if to.is_char())
    }
}

impl From<Basic> for Type {
    fn from(basic: Basic) -> Self {
        Self::Int(match basic {
            Basic::Void => return Self::Void,
            Basic::Float => return Self::Float(true),
            Basic::Double => return Self::Float(false),
            Basic::Bool => Int::Bool,
            Basic::Char => Int::Char,
            Basic::SChar => Int::SChar,
            Basic::UChar => Int::UChar,
            Basic::Short => Int::Short,
            Basic::UShort => Int::UShort,
            Basic::Int => Int::Int,
            Basic::UInt => Int::UInt,
            Basic::Long => Int::Long,
            Basic::ULong => Int::ULong,
            Basic::LLong => Int::LLong,
            Basic::ULLong => Int::ULLong,
        })
    }
}

/// A member of a struct and where it lies.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Field {
    pub name: Arc<str>,
    pub ty: Type,
    pub offset: u64,
}

/// A struct or union; without members it is one that only libvirt knows.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Record {
    pub tag: Arc<str>,
    pub fields: Option<Vec<Field>>,
    pub size: u64,
    pub align: u64,
}

impl Record {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().flatten().find(|field| *field.name == *name)
    }
}

/// The types that have names, and the constants of enumerations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Types {
    pub records: Vec<Record>,
    pub tags: BTreeMap<Arc<str>, usize>,
    pub typedefs: BTreeMap<Arc<str>, Type>,
    pub constants: BTreeMap<Arc<str>, i64>,
}

impl Types {
    /// Bytes of a type; none for what has no size.
    pub fn size(&self, ty: &Type) -> Option<u64> {
        Some(match ty {
            Type::Void | Type::Func(_) => return None,
            Type::Int(int) => int.size(),
            Type::Float(single) => {
                if *single {
                    4
                } else {
                    8
                }
            }
            Type::Pointer(..) => 8,
            Type::Array(of, count) => self.size(of)?.checked_mul(*count)?,
            Type::Struct(number) => {
                let record = self.records.get(*number)?;
                record.fields.as_ref().map(|_| record.size)?
            }
        })
    }

    fn align(&self, ty: &Type) -> u64 {
        match ty {
            Type::Array(of, _) => self.align(of),
            Type::Struct(number) => self.records.get(*number).map_or(1, |record| record.align.max(1)),
            other => self.size(other).unwrap_or(1).max(1),
        }
    }

    /// A struct's description.
    pub fn record(&self, ty: &Type) -> Option<&Record> {
        match ty {
            Type::Struct(number) => self.records.get(*number),
            _ => None,
        }
    }

    /// Whether a type is one whose inside only libvirt knows.
    pub fn is_opaque(&self, ty: &Type) -> bool {
        self.record(ty).is_some_and(|record| record.fields.is_none())
    }

    /// A type as C writes it, by libvirt's names for its own.
    pub fn name(&self, ty: &Type) -> String {
        match ty {
            Type::Void => "void".into(),
            Type::Int(int) => int.name().into(),
            Type::Float(single) => if *single { "float" } else { "double" }.into(),
            Type::Struct(number) => match self.records.get(*number).map(|record| &*record.tag) {
                Some(tag) => match tag.strip_prefix('_').filter(|name| self.typedefs.contains_key(*name)) {
                    Some(name) => name.into(),
                    None => format!("struct {tag}"),
                },
                None => "struct".into(),
            },
            Type::Pointer(to, constant) => self.pointer_name(to, *constant),
            Type::Array(of, count) => format!("{}[{count}]", self.name(of)),
            Type::Func(signature) => {
                let params: Vec<String> = signature.params.iter().map(|param| self.name(param)).collect();
                format!("{}({})", self.name(&signature.returns), params.join(", "))
            }
        }
    }

    fn pointer_name(&self, to: &Type, constant: bool) -> String {
        if let Type::Func(signature) = to {
            let params: Vec<String> = signature.params.iter().map(|param| self.name(param)).collect();
            return format!("{} (*)({})", self.name(&signature.returns), params.join(", "));
        }
        let name = self.name(to);
        if matches!(to, Type::Struct(_)) && !constant {
            let pointer = format!("{name}Ptr");
            if self.typedefs.contains_key(pointer.as_str()) {
                return pointer;
            }
        }
        let before = if constant && !to.is_pointer() { "const " } else { "" };
        let space = if name.ends_with('*') { "" } else { " " };
        format!("{before}{name}{space}*")
    }
}
