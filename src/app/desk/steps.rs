//! What was done and can be taken back, and what was taken back and can be done again.

/// Steps in order, the last one last.
pub struct Steps<T> {
    done: Vec<T>,
    undone: Vec<T>,
}

impl<T> Default for Steps<T> {
    fn default() -> Self {
        Self { done: Vec::new(), undone: Vec::new() }
    }
}

impl<T: Clone> Steps<T> {
    /// Something was done: what was taken back before can't be done again.
    pub fn did(&mut self, step: T) {
        self.done.push(step);
        self.undone.clear();
    }

    /// The step that is taken back now.
    pub fn undo(&mut self) -> Option<T> {
        let step = self.done.pop()?;
        self.undone.push(step.clone());
        Some(step)
    }

    /// The step that is done again now.
    pub fn redo(&mut self) -> Option<T> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }

    /// Whether there is something to take back, and something to do again.
    pub fn ways(&self) -> (bool, bool) {
        (!self.done.is_empty(), !self.undone.is_empty())
    }

    /// The step that would be taken back, and the one that would be done again.
    pub fn next(&self) -> (Option<&T>, Option<&T>) {
        (self.done.last(), self.undone.last())
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.done.clear();
        self.undone.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_back_is_done_again_in_order_until_something_else_is_done() {
        let mut steps = Steps::default();
        assert_eq!((steps.undo(), steps.redo()), (None, None));
        steps.did(1);
        steps.did(2);
        assert_eq!((steps.undo(), steps.undo(), steps.undo()), (Some(2), Some(1), None));
        assert_eq!((steps.redo(), steps.ways()), (Some(1), (true, true)));
        steps.did(3);
        assert_eq!((steps.redo(), steps.ways()), (None, (true, false)));
        assert_eq!((steps.undo(), steps.undo()), (Some(3), Some(1)));
    }
}
