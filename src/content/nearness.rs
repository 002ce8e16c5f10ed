//! How near a half-typed name is to a name of the list, in single typing errors.

/// Whether some beginning of `name` is at most `slips` single typing errors from `typed`.
pub(super) fn begins_within(name: &str, typed: &str, slips: usize) -> bool {
    let typed: Vec<char> = typed.chars().collect();
    let name: Vec<char> = name.chars().take(typed.len() + slips).collect();
    if name.len() + slips < typed.len() || name.first() != typed.first() {
        return false;
    }
    // One row of edit distances at a time: the last row holds the distance to each beginning.
    let mut row: Vec<usize> = (0..=name.len()).collect();
    for (i, typed_char) in typed.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (j, name_char) in name.iter().enumerate() {
            let changed = row.get(j).copied().unwrap_or(usize::MAX) + usize::from(typed_char != name_char);
            let left_out = row.get(j + 1).copied().unwrap_or(usize::MAX).saturating_add(1);
            let added = next.last().copied().unwrap_or(usize::MAX).saturating_add(1);
            next.push(changed.min(left_out).min(added));
        }
        if next.iter().min().is_none_or(|least| *least > slips) {
            return false;
        }
        row = next;
    }
    row.iter().min().is_some_and(|least| *least <= slips)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_slips_still_find_a_name_but_another_first_letter_does_not() {
        assert!(begins_within("carbamazepine", "carbamezapine", 2));
        assert!(begins_within("carbamazepine", "carbmaz", 2));
        assert!(!begins_within("carbamazepine", "xarbamazepine", 2));
        assert!(!begins_within("carbamazepine", "clonazepam", 2));
    }
}
