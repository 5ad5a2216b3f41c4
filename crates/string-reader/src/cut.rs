use crate::SegmentError;

/// Where components are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CutRule {
    /// Components of at most so many columns stay whole.
    pub(crate) whole: usize,
    /// The most rows from contour to contour where a minimum of their distance is a cut.
    pub(crate) most_rows: usize,
    /// The least columns between two cuts, and between a cut and an end of the component.
    pub(crate) spacing: usize,
}

/// The ink of a component in one column.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Column {
    /// Pixels of ink.
    pub(crate) count: u32,
    /// Rows of the first and the last of them.
    pub(crate) top: u32,
    pub(crate) bottom: u32,
}

impl Column {
    /// The rows from the upper contour to the lower one.
    fn distance(&self) -> u32 {
        self.bottom + 1 - self.top
    }
}

impl CutRule {
    pub(crate) fn check(&self) -> Result<(), SegmentError> {
        match self.spacing {
            0 => Err(SegmentError::NoSpacing),
            _ => Ok(()),
        }
    }

    /// Writes the columns of a component that begin a new piece, in increasing order.
    ///
    /// Section V: cuts are "minima in the vertical projection profile, or minima of the distance
    /// between the upper and lower contours". Of two that are too near, the one through less ink
    /// stays, and of equal ones the left one.
    pub(crate) fn cut(&self, columns: &[Column], cuts: &mut Vec<usize>) {
        cuts.clear();
        if columns.len() <= self.whole {
            return;
        }
        minima(columns, |column| column.count, |_| true, cuts);
        let is_low = |column: &Column| column.distance() as usize <= self.most_rows;
        minima(columns, Column::distance, is_low, cuts);
        cuts.sort_unstable_by_key(|&cut| (columns[cut].count, cut));
        let mut n_kept = 0;
        for index in 0..cuts.len() {
            let cut = cuts[index];
            let mut kept = cuts[..n_kept].iter().copied().chain([0, columns.len()]);
            let is_apart = kept.all(|other| cut.abs_diff(other) >= self.spacing);
            if is_apart {
                cuts[n_kept] = cut;
                n_kept += 1;
            }
        }
        cuts.truncate(n_kept);
        cuts.sort_unstable();
    }
}

/// Appends the middle of each plateau that is lower than the columns on both sides of it.
fn minima(
    columns: &[Column],
    height: impl Fn(&Column) -> u32,
    may_cut: impl Fn(&Column) -> bool,
    cuts: &mut Vec<usize>,
) {
    // Where the plateau begins, if the column before it is higher.
    let mut plateau = None;
    for (at, pair) in (1..).zip(columns.windows(2)) {
        let (before, here) = (height(&pair[0]), height(&pair[1]));
        if here < before {
            plateau = Some(at);
        } else if here > before
            && let Some(start) = plateau.take()
        {
            let middle = usize::midpoint(start, at);
            if may_cut(&columns[middle]) {
                cuts.push(middle);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: CutRule = CutRule {
        whole: 7,
        most_rows: 14,
        spacing: 3,
    };

    /// Cuts of a component with that ink in each column, all in one stroke from row 2 on.
    fn cuts(counts: &[u32]) -> Vec<usize> {
        cuts_with(RULE, &counts.iter().map(|&n| (n, n)).collect::<Vec<_>>())
    }

    /// Of counts and distances.
    fn cuts_with(rule: CutRule, profile: &[(u32, u32)]) -> Vec<usize> {
        let column = |&(count, distance): &(u32, u32)| Column {
            count,
            top: 2,
            bottom: 1 + distance,
        };
        let columns: Vec<Column> = profile.iter().map(column).collect();
        let mut cuts = vec![99];
        rule.cut(&columns, &mut cuts);
        cuts
    }

    #[test]
    fn a_cut_is_at_the_lowest_column() {
        assert_eq!(cuts(&[5, 4, 3, 2, 1, 2, 3, 4, 5]), [4]);
    }

    #[test]
    fn a_cut_is_in_the_middle_of_a_plateau() {
        assert_eq!(cuts(&[5, 5, 5, 1, 1, 1, 1, 5, 5, 5]), [5]);
        assert_eq!(cuts(&[5, 5, 5, 1, 1, 1, 5, 5, 5]), [4]);
    }

    #[test]
    fn a_slope_and_the_ends_are_no_minima() {
        assert_eq!(cuts(&[1, 1, 1, 1, 2, 3, 3, 3, 4, 5]), [0usize; 0]);
        assert_eq!(cuts(&[5, 4, 4, 4, 3, 2, 1, 1, 1, 1]), [0usize; 0]);
        assert_eq!(cuts(&[1, 1, 1, 1, 3, 3, 1, 1, 1, 1]), [0usize; 0]);
    }

    #[test]
    fn narrow_components_stay_whole() {
        assert_eq!(cuts(&[5, 5, 5, 1, 5, 5, 5]), [0usize; 0]);
        assert_eq!(cuts(&[5, 5, 5, 1, 5, 5, 5, 5]), [3]);
    }

    #[test]
    fn of_two_near_minima_the_one_with_less_ink_stays_and_of_equal_ones_the_left() {
        assert_eq!(cuts(&[9, 9, 9, 9, 2, 9, 1, 9, 9, 9, 9]), [6]);
        assert_eq!(cuts(&[9, 9, 9, 9, 1, 9, 1, 9, 9, 9, 9]), [4]);
        assert_eq!(cuts(&[9, 9, 9, 9, 1, 9, 9, 2, 9, 9, 9]), [4, 7]);
    }

    #[test]
    fn pieces_are_not_narrower_than_the_spacing() {
        assert_eq!(cuts(&[9, 9, 1, 9, 9, 9, 9, 9, 9, 9, 9]), [0usize; 0]);
        assert_eq!(cuts(&[9, 9, 9, 9, 9, 9, 9, 9, 9, 1, 9]), [0usize; 0]);
        assert_eq!(cuts(&[9, 9, 9, 1, 9, 9, 9, 9, 1, 9, 9, 9]), [3, 8]);
    }

    #[test]
    fn contours_cut_where_few_rows_remain_whatever_the_ink_between_them() {
        // A ring that is narrow in column 5: as much ink as beside it.
        let ring = |rows| [&[(4, 18); 5][..], &[(4, rows)], &[(4, 18); 5]].concat();
        assert_eq!(cuts_with(RULE, &ring(14)), [5]);
        assert_eq!(cuts_with(RULE, &ring(15)), [0usize; 0]);
    }

    #[test]
    fn the_ink_count_cuts_however_many_rows_remain() {
        let mut profile = [(6, 20); 11];
        profile[5] = (2, 20);
        assert_eq!(cuts_with(RULE, &profile), [5]);
    }
}
