//! Values, and the things that can change, which lie in a heap.

use std::ops::Deref;
use std::sync::Arc;

use imbl::OrdMap;
use virtlab_core::api::{Handle, Raised};
use virtlab_core::ground::VirError;

use super::ast::Func;

/// A value. What can change is a number into the heap.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    None,
    Bool(bool),
    Int(i128),
    Float(f64),
    Str(Arc<str>),
    Bytes(Arc<[u8]>),
    Tuple(Arc<Row>),
    /// From, to, by.
    Range([i128; 3]),
    Ref(u32),
    Func(Arc<Closure>),
    /// A function of Python's or of a module's, by its name: `len`, `sys.exit`.
    Builtin(&'static str),
    /// A type, by its name.
    Class(&'static str),
    Module(&'static str),
    /// A method with the value that it is of.
    Method(Arc<(Value, Arc<str>)>),
    /// What `keys`, `values` or `items` of a dictionary gave.
    View(&'static str, u32),
    Exc(Arc<Exc>),
    /// `sys.stdout`, or `sys.stderr`.
    Stream(bool),
}

/// The values of a tuple.
#[derive(Debug)]
pub(crate) struct Row(Vec<Value>);

impl Row {
    pub fn new(items: Vec<Value>) -> Arc<Self> {
        Arc::new(Self(items))
    }
}

impl Deref for Row {
    type Target = [Value];
    fn deref(&self) -> &[Value] {
        &self.0
    }
}

/// Lets values go one after another: what holds one another in a long row would need a deep stack.
fn let_go(mut open: Vec<Value>) {
    while let Some(value) = open.pop() {
        match value {
            Value::Tuple(row) => open
                .extend(Arc::into_inner(row).map(|mut row| std::mem::take(&mut row.0)).unwrap_or_default()),
            Value::Exc(exc) => open.extend(
                Arc::into_inner(exc).map(|mut exc| std::mem::take(&mut exc.args)).unwrap_or_default(),
            ),
            Value::Func(closure) => {
                let defaults =
                    Arc::into_inner(closure).map(|mut closure| std::mem::take(&mut closure.defaults));
                open.extend(defaults.unwrap_or_default().into_iter().map(|(_, value)| value));
            }
            Value::Method(method) => open.extend(Arc::into_inner(method).map(|(of, _)| of)),
            _ => {}
        }
    }
}

impl Drop for Row {
    fn drop(&mut self) {
        let_go(std::mem::take(&mut self.0));
    }
}

impl Drop for Exc {
    fn drop(&mut self) {
        let_go(std::mem::take(&mut self.args));
    }
}

impl Drop for Closure {
    fn drop(&mut self) {
        let_go(std::mem::take(&mut self.defaults).into_iter().map(|(_, value)| value).collect());
    }
}

/// A function with the names around it.
#[derive(Debug)]
pub(crate) struct Closure {
    pub func: Arc<Func>,
    pub scope: u32,
    /// The values of parameters that may be left out, by their place.
    pub defaults: Vec<(usize, Value)>,
}

/// An exception.
#[derive(Debug)]
pub(crate) struct Exc {
    pub class: &'static str,
    pub args: Vec<Value>,
    /// What `libvirtError` found as libvirt's last error.
    pub error: Option<Box<VirError>>,
}

/// An object of libvirt-python's.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub class: &'static str,
    /// What libvirt gave; none of a connection that was closed.
    pub handle: Option<Handle>,
    /// What it is called where variables are shown.
    pub shown: Arc<str>,
    /// The object that it keeps: a domain its connection, a snapshot its domain.
    pub parent: Option<u32>,
    /// What an event said, of an object that a callback was handed.
    pub event: Option<Arc<Raised>>,
}

/// Names with their values, and the scope around.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub names: Arc<Vec<(Arc<str>, Value)>>,
    pub parent: Option<u32>,
    /// The function; none of the module's scope and of a comprehension's.
    pub func: Option<Arc<Func>>,
}

/// Something that can change.
#[derive(Clone, Debug)]
pub(crate) enum Thing {
    List(Arc<Vec<Value>>),
    Dict(Arc<Vec<(Value, Value)>>),
    Set(Arc<Vec<Value>>),
    /// What is gone through once: its name, its values, how far.
    Iter(&'static str, Arc<[Value]>, usize),
    Scope(Scope),
    Object(Object),
}

/// All that can change. Cloning it is O(1), and a step shares with the one before it what it did not change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heap {
    things: OrdMap<u32, Thing>,
    next: u32,
    /// How many of them are objects of libvirt's.
    pub objects: u32,
}

impl Heap {
    pub fn add(&mut self, thing: Thing) -> u32 {
        let id = self.next;
        self.next += 1;
        self.objects += u32::from(matches!(thing, Thing::Object(_)));
        self.things.insert(id, thing);
        id
    }

    /// How many things were ever made.
    pub fn made(&self) -> u32 {
        self.next
    }

    pub fn get(&self, id: u32) -> Option<&Thing> {
        self.things.get(&id)
    }

    pub fn get_mut(&mut self, id: u32) -> Option<&mut Thing> {
        self.things.get_mut(&id)
    }

    pub fn remove(&mut self, id: u32) {
        if let Some(Thing::Object(_)) = self.things.remove(&id) {
            self.objects -= 1;
        }
    }

    pub fn list(&self, id: u32) -> Option<&Arc<Vec<Value>>> {
        match self.get(id) {
            Some(Thing::List(items)) => Some(items),
            _ => None,
        }
    }

    pub fn dict(&self, id: u32) -> Option<&Arc<Vec<(Value, Value)>>> {
        match self.get(id) {
            Some(Thing::Dict(pairs)) => Some(pairs),
            _ => None,
        }
    }

    pub fn object(&self, id: u32) -> Option<&Object> {
        match self.get(id) {
            Some(Thing::Object(object)) => Some(object),
            _ => None,
        }
    }

    pub fn scope(&self, id: u32) -> Option<&Scope> {
        match self.get(id) {
            Some(Thing::Scope(scope)) => Some(scope),
            _ => None,
        }
    }

    pub fn scope_mut(&mut self, id: u32) -> Option<&mut Scope> {
        match self.get_mut(id) {
            Some(Thing::Scope(scope)) => Some(scope),
            _ => None,
        }
    }

    /// All objects of libvirt's, the youngest first.
    pub fn all_objects(&self) -> Vec<u32> {
        let objects = self.things.iter().filter(|(_, thing)| matches!(thing, Thing::Object(_)));
        let mut ids: Vec<u32> = objects.map(|(id, _)| *id).collect();
        ids.reverse();
        ids
    }

    /// The name of a value's type.
    pub fn class(&self, value: &Value) -> &'static str {
        match value {
            Value::None => "NoneType",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Float(_) => "float",
            Value::Str(_) => "str",
            Value::Bytes(_) => "bytes",
            Value::Tuple(_) => "tuple",
            Value::Range(_) => "range",
            Value::Func(_) => "function",
            Value::Builtin(_) => "builtin_function_or_method",
            Value::Class(_) => "type",
            Value::Module(_) => "module",
            Value::Method(_) => "method",
            Value::View(name, _) => name,
            Value::Exc(exc) => exc.class,
            Value::Stream(_) => "TextIOWrapper",
            Value::Ref(id) => match self.get(*id) {
                Some(Thing::List(_)) => "list",
                Some(Thing::Dict(_)) => "dict",
                Some(Thing::Set(_)) => "set",
                Some(Thing::Iter(name, ..)) => name,
                Some(Thing::Object(object)) => object.class,
                _ => "object",
            },
        }
    }
}

impl Value {
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Str(text.as_ref().into())
    }

    /// The number of an int or a bool.
    pub fn number(&self) -> Option<i128> {
        match self {
            Self::Int(n) => Some(*n),
            Self::Bool(yes) => Some(i128::from(*yes)),
            _ => None,
        }
    }

    /// The number as a float.
    pub fn float(&self) -> Option<f64> {
        match self {
            Self::Float(n) => Some(*n),
            other => other.number().map(|n| n as f64),
        }
    }

    /// A tuple.
    pub fn row(items: Vec<Self>) -> Self {
        Self::Tuple(Arc::new(Row(items)))
    }

    pub fn tuple(items: impl IntoIterator<Item = Self>) -> Self {
        Self::row(items.into_iter().collect())
    }
}
