//! The tree of a domain's snapshots or checkpoints: `virDomainMomentObjList` of libvirt. Children stand in libvirt's order,
//! the newest first.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use imbl::{OrdMap, Vector};

use super::{Moment, MomentDef};
use crate::ground::limits::MOMENTS_MAX;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// A moment and its place in the tree.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
struct Node<T> {
    moment: Arc<T>,
    children: Vector<Arc<str>>,
}

/// Moments by name, the roots of their trees, and the current one. Cloning is O(1).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct MomentTree<T: Clone> {
    nodes: OrdMap<Arc<str>, Node<T>>,
    roots: Vector<Arc<str>>,
    current: Option<Arc<str>>,
}

impl<T: Clone> Default for MomentTree<T> {
    fn default() -> Self {
        Self { nodes: OrdMap::new(), roots: Vector::new(), current: None }
    }
}

impl<T: Moment> MomentTree<T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The moment of a name.
    pub fn get(&self, name: &str) -> Option<&Arc<T>> {
        self.nodes.get(name).map(|node| &node.moment)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<T>> {
        self.nodes.values().map(|node| &node.moment)
    }

    /// The current one.
    pub fn current(&self) -> Option<&Arc<T>> {
        self.get(self.current.as_deref()?)
    }

    /// Makes one the current one; with `None`, none is.
    pub fn set_current(&mut self, name: Option<&str>) {
        self.current = name.and_then(|name| self.nodes.get_key_value(name)).map(|(name, _)| name.clone());
    }

    /// The children of one, or the roots.
    pub fn children(&self, of: Option<&str>) -> Vec<&Arc<T>> {
        self.child_names(of).iter().filter_map(|name| self.get(name)).collect()
    }

    /// The descendants of one, or of all roots: each before its own children.
    pub fn descendants(&self, of: Option<&str>) -> Vec<&Arc<T>> {
        let mut found = Vec::new();
        let mut waiting: Vec<&Arc<str>> = self.child_names(of).iter().rev().collect();
        while let Some(name) = waiting.pop() {
            found.extend(self.get(name));
            waiting.extend(self.child_names(Some(name)).iter().rev());
        }
        found
    }

    fn child_names(&self, of: Option<&str>) -> &Vector<Arc<str>> {
        of.and_then(|name| self.nodes.get(name)).map_or(&self.roots, |node| &node.children)
    }

    /// Whether one has children.
    pub fn has_children(&self, name: &str) -> bool {
        self.nodes.get(name).is_some_and(|node| !node.children.is_empty())
    }

    /// Whether a moment may be put into the tree where it says. `virDomainMomentCheckCycles`.
    ///
    /// # Errors
    /// `VIR_ERR_INVALID_ARG` for a parent that is missing, itself, or below it.
    pub fn check_place(&self, moment: &MomentDef) -> Result<()> {
        let refuse = |detail: String| Err(VirError::new(ErrorDomain::Domain, ErrorCode::InvalidArg, detail));
        let Some(parent) = &moment.parent else { return Ok(()) };
        let name = &moment.name;
        if parent == name {
            return refuse(format!("cannot set moment {name} as its own parent"));
        }
        let Some(mut above) = self.get(parent) else {
            return refuse(format!("parent {parent} for moment {name} not found"));
        };
        while let Some(next) = &above.base().parent {
            if next == name {
                return refuse(format!("parent {} would create cycle to {name}", above.base().name));
            }
            let Some(found) = self.get(next) else { break };
            above = found;
        }
        Ok(())
    }

    /// Adds one below its parent. `virDomainMomentAssignDef` and `virDomainMomentLinkParent`.
    ///
    /// # Errors
    /// `VIR_ERR_OPERATION_FAILED` if there is one of the name.
    pub fn add(&mut self, moment: T) -> Result<()> {
        let fail = |detail| Err(VirError::new(ErrorDomain::Domain, ErrorCode::OperationFailed, detail));
        let name = moment.base().name.clone();
        if self.nodes.contains_key(&name) {
            return fail(format!("domain moment {name} already exists"));
        }
        if self.len() >= MOMENTS_MAX {
            return fail(format!("a domain of the lab has at most {MOMENTS_MAX} of these"));
        }
        self.link(&name, moment.base().parent.clone());
        self.nodes.insert(name, Node { moment: Arc::new(moment), children: Vector::new() });
        Ok(())
    }

    /// Puts another in the place of the one of its name, which keeps its children. To be called after
    /// [`MomentTree::check_place`]; adds it if there is none.
    ///
    /// # Errors
    /// As [`MomentTree::add`].
    pub fn replace(&mut self, moment: T) -> Result<()> {
        let name = moment.base().name.clone();
        if !self.nodes.contains_key(&name) {
            return self.add(moment);
        }
        self.unlink(&name);
        self.link(&name, moment.base().parent.clone());
        if let Some(node) = self.nodes.get_mut(&name) {
            node.moment = Arc::new(moment);
        }
        Ok(())
    }

    fn siblings_mut(&mut self, parent: Option<&str>) -> &mut Vector<Arc<str>> {
        match parent.and_then(|name| self.nodes.get_mut(name)) {
            Some(node) => &mut node.children,
            None => &mut self.roots,
        }
    }

    fn link(&mut self, name: &Arc<str>, parent: Option<Arc<str>>) {
        self.siblings_mut(parent.as_deref()).push_front(name.clone());
    }

    fn unlink(&mut self, name: &str) {
        let parent = self.get(name).and_then(|moment| moment.base().parent.clone());
        self.siblings_mut(parent.as_deref()).retain(|other| &**other != name);
    }

    /// Forgets one; its children become its parent's. If it was current, its parent is.
    pub fn delete(&mut self, name: &str) {
        let Some(node) = self.nodes.get(name).cloned() else { return };
        let parent = node.moment.base().parent.clone();
        for child in &node.children {
            if let Some(node) = self.nodes.get_mut(child) {
                Arc::make_mut(&mut node.moment).base_mut().parent.clone_from(&parent);
            }
        }
        let siblings = self.siblings_mut(parent.as_deref());
        siblings.retain(|other| &**other != name);
        let mut moved = node.children;
        moved.append(siblings.clone());
        *siblings = moved;
        self.forget(name, parent);
    }

    fn forget(&mut self, name: &str, parent: Option<Arc<str>>) {
        if self.current.as_deref() == Some(name) {
            self.set_current(parent.as_deref());
        }
        self.nodes.remove(name);
    }

    /// Forgets all that is below one. If one of them was current, it is.
    pub fn delete_below(&mut self, name: &str) {
        let below: Vec<Arc<str>> =
            self.descendants(Some(name)).into_iter().map(|moment| moment.base().name.clone()).collect();
        if self.current.as_ref().is_some_and(|current| below.contains(current)) {
            self.set_current(Some(name));
        }
        for gone in &below {
            self.nodes.remove(gone);
        }
        if let Some(node) = self.nodes.get_mut(name) {
            node.children = Vector::new();
        }
    }
}
