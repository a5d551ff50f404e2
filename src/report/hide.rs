//! Which counts may be shown so that no small one is told, nor can be got from those that are (pure).
//!
//! Against a reader who holds every report of a period, of every place, and knows that no count is below nought: the totals
//! of each report are shown, so each row of counts is an equation, and where a report above adds up those below, each
//! column is one, too. The hidden counts are what flows from rows to columns (and on to the sums): one of them could be
//! another number exactly when it lies on a circle along which something can be moved, more along an arrow, less against
//! it and not below nought. So more is hidden until every small count lies on one.

use std::cmp::Reverse;

/// Counts of some columns, for each unit that has a report of its own, and for what belongs to no unit.
pub struct Counts<const N: usize> {
    /// By unit and column.
    pub units: Vec<Vec<[i64; N]>>,
    /// By column; told by nobody, but each of its totals is what remains of the totals that are.
    pub rest: Vec<[i64; N]>,
    /// A report adds up the units, column by column.
    pub added_up: bool,
}

impl<const N: usize> Counts<N> {
    /// Column by column, what the report above shows.
    pub fn sums(&self) -> Vec<[i64; N]> {
        let sum = |column: usize| {
            let of_units = self.units.iter().map(|unit| unit[column]);
            of_units.fold(self.rest[column], |sum, more| std::array::from_fn(|m| sum[m] + more[m]))
        };
        (0..self.rest.len()).map(sum).collect()
    }
}

/// What is hidden.
#[derive(Debug, PartialEq, Eq)]
pub struct Hidden {
    /// By unit and column.
    pub units: Vec<Vec<bool>>,
    /// By column, in the report that adds up.
    pub sums: Vec<bool>,
}

/// One count that can be shown or hidden: its row (the last one is the sums') and its column.
type Cell = (usize, usize);

/// Hides whatever is smaller than `small` and not a nought, and what would tell it.
pub fn hide<const N: usize>(counts: &Counts<N>, small: i64) -> Hidden {
    let columns = counts.rest.len();
    let mut rows = counts.units.clone();
    if counts.added_up {
        rows.push(counts.sums());
    }
    let is_small = |cell: &[i64; N]| cell.iter().any(|n| (1..small).contains(n));
    let mut hidden: Vec<Vec<bool>> = rows.iter().map(|row| row.iter().map(is_small).collect()).collect();
    let table = Table { rows: &rows, rest: &counts.rest, added_up: counts.added_up };
    // Each turn hides one more in every row in which it must; there are only so many.
    loop {
        // With one column a row's only count is its total, which is shown anyway.
        if columns < 2 {
            hidden.iter_mut().for_each(|row| row.fill(false));
            break;
        }
        let mut more: Vec<Cell> = (0..N).flat_map(|measure| table.weak(&hidden, measure, small)).collect();
        more.sort_unstable();
        more.dedup_by_key(|(row, _)| *row);
        if more.is_empty() {
            break;
        }
        more.into_iter().for_each(|(row, column)| hidden[row][column] = true);
    }
    let sums = if counts.added_up { hidden.pop().unwrap_or_default() } else { vec![false; columns] };
    Hidden { units: hidden, sums }
}

struct Table<'a, const N: usize> {
    rows: &'a [Vec<[i64; N]>],
    rest: &'a [[i64; N]],
    added_up: bool,
}

impl<const N: usize> Table<'_, N> {
    /// What to hide so that no small count of one measure can be got: for each that can, one more.
    fn weak(&self, hidden: &[Vec<bool>], measure: usize, small: i64) -> Vec<Cell> {
        let flow = self.flow(hidden, measure);
        let is_small = |&(r, c): &Cell| hidden[r][c] && (1..small).contains(&self.rows[r][c][measure]);
        let cells = (0..self.rows.len()).flat_map(|r| (0..self.rest.len()).map(move |c| (r, c)));
        let told = cells.filter(is_small).filter(|cell| !flow.can_be_another(*cell));
        told.filter_map(|cell| self.helper(hidden, cell)).collect()
    }

    /// The best of what is still shown beside a cell: in its row, else in its column, else anywhere.
    fn helper(&self, hidden: &[Vec<bool>], (row, column): Cell) -> Option<Cell> {
        let cost = |&(r, c): &Cell| {
            let cell = self.rows[r][c];
            let alone = !hidden.iter().any(|row| row[c]);
            // Of equals the last: which one it is says nothing, and must not look as if it did.
            (cell.iter().all(|n| *n == 0), alone, cell.iter().sum::<i64>(), Reverse(r), Reverse(c))
        };
        let shown = |&(r, c): &Cell| !hidden[r][c];
        let (rows, columns) = (0..self.rows.len(), 0..self.rest.len());
        let in_row = columns.clone().map(|c| (row, c)).filter(shown).min_by_key(cost);
        let in_column = || rows.clone().map(|r| (r, column)).filter(shown).min_by_key(cost);
        // Of the columns that are hidden here, what is shown elsewhere in them.
        let beside = || {
            let of_row = columns.clone().filter(|c| hidden[row][*c]);
            of_row.flat_map(|c| rows.clone().map(move |r| (r, c))).filter(shown).min_by_key(cost)
        };
        let anywhere =
            || rows.clone().flat_map(|r| columns.clone().map(move |c| (r, c))).filter(shown).min_by_key(cost);
        in_row.or_else(in_column).or_else(beside).or_else(anywhere)
    }

    /// What is hidden, as what flows.
    fn flow(&self, hidden: &[Vec<bool>], measure: usize) -> Flow {
        let (rows, columns) = (self.rows.len(), self.rest.len());
        // Points: the rows, what belongs to no unit, and the columns; where nothing adds up a column is no equation, and
        // all of them are one point, through which anything can be moved.
        let point_of = |column: usize| rows + 1 + if self.added_up { column } else { 0 };
        let mut flow = Flow { at: vec![vec![]; rows + 1 + columns], lines: vec![] };
        for (row, cells) in hidden.iter().enumerate() {
            let is_sums = self.added_up && row + 1 == rows;
            for column in (0..columns).filter(|column| cells[*column]) {
                let ends = if is_sums { (point_of(column), row) } else { (row, point_of(column)) };
                flow.add(ends, self.rows[row][column][measure] > 0, Some((row, column)));
            }
        }
        for (column, cell) in self.rest.iter().enumerate() {
            flow.add((rows, point_of(column)), cell[measure] > 0, None);
        }
        flow
    }
}

/// What flows between points.
struct Flow {
    /// Who can be reached from a point, by which line: along it, because it could be more, and against it, if it could be
    /// less.
    at: Vec<Vec<(usize, usize)>>,
    /// From where to where, whether it could be less, and which count it is.
    lines: Vec<(usize, usize, bool, Option<Cell>)>,
}

impl Flow {
    fn add(&mut self, (from, to): (usize, usize), could_be_less: bool, cell: Option<Cell>) {
        let line = self.lines.len();
        self.lines.push((from, to, could_be_less, cell));
        self.at[from].push((to, line));
        if could_be_less {
            self.at[to].push((from, line));
        }
    }

    /// A count could be more, or less, with all that is shown as it is.
    fn can_be_another(&self, cell: Cell) -> bool {
        let Some(line) = self.lines.iter().position(|(.., of)| *of == Some(cell)) else { return true };
        let (from, to, could_be_less, _) = self.lines[line];
        self.reaches(to, from, line) || (could_be_less && self.reaches(from, to, line))
    }

    /// There is a way that does not use one line.
    fn reaches(&self, from: usize, to: usize, without: usize) -> bool {
        let mut seen = vec![false; self.at.len()];
        let mut left = vec![from];
        seen[from] = true;
        while let Some(point) = left.pop() {
            if point == to {
                return true;
            }
            for (next, line) in &self.at[point] {
                if *line != without && !std::mem::replace(&mut seen[*next], true) {
                    left.push(*next);
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests;
