//! Which counts may be shown so that no small one is told, nor can be got from those that are (pure).
//!
//! Against a reader who holds every report of a period, of every place: the totals of each report are shown, so each
//! row of counts is an equation, and where a report above adds up those below, each column is one, too. A hidden count
//! is known exactly when it is a bridge in the graph whose points are the equations and whose lines are the hidden
//! counts, each between its row and its column: cutting it would leave a side of which everything else is known. So
//! more is hidden until no hidden count is a bridge, and until no line of hidden counts is known to be all noughts.

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
        let mut more: Vec<Cell> = (0..N).flat_map(|measure| table.weak(&hidden, measure)).collect();
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
    /// What to hide so that one measure of what is hidden cannot be got: for each count that can, one more.
    fn weak(&self, hidden: &[Vec<bool>], measure: usize) -> Vec<Cell> {
        let bridges = self.bridges(hidden, measure).into_iter().filter_map(|cell| self.helper(hidden, cell));
        let noughts = (0..self.rows.len()).filter_map(|row| self.revealing(hidden, measure, row));
        bridges.chain(noughts).collect()
    }

    /// The best of what is still shown beside a cell: in its row, else in its column.
    fn helper(&self, hidden: &[Vec<bool>], (row, column): Cell) -> Option<Cell> {
        let cost = |&(r, c): &Cell| {
            let cell = self.rows[r][c];
            let alone = !hidden.iter().any(|row| row[c]);
            (cell.iter().all(|n| *n == 0), alone, cell.iter().sum::<i64>(), r, c)
        };
        let shown = |&(r, c): &Cell| !hidden[r][c];
        let in_row = (0..self.rest.len()).map(|c| (row, c)).filter(shown).min_by_key(cost);
        in_row.or_else(|| (0..self.rows.len()).map(|r| (r, column)).filter(shown).min_by_key(cost))
    }

    /// All hidden counts of a row are noughts, and the shown ones tell it: one of them that is none.
    fn revealing(&self, hidden: &[Vec<bool>], measure: usize, row: usize) -> Option<Cell> {
        let cells = self.rows[row].iter().map(|cell| cell[measure]).zip(&hidden[row]).enumerate();
        let left: i64 = cells.clone().filter(|(_, (_, hidden))| **hidden).map(|(_, (n, _))| n).sum();
        let any = hidden[row].contains(&true);
        let shown = cells.filter(|(_, (n, hidden))| !**hidden && *n > 0).map(|(column, (n, _))| (n, column));
        shown.min().filter(|_| any && left == 0).map(|(_, column)| (row, column))
    }

    /// The hidden counts that follow from what is shown.
    fn bridges(&self, hidden: &[Vec<bool>], measure: usize) -> Vec<Cell> {
        let (rows, columns) = (self.rows.len(), self.rest.len());
        // Points: the rows, what belongs to no unit, and the columns; where nothing adds up a column is no equation, and
        // all of them are one point from which nothing follows.
        let point_of = |column: usize| rows + 1 + if self.added_up { column } else { 0 };
        let mut lines: Vec<(usize, usize, Option<Cell>)> = vec![];
        for (row, cells) in hidden.iter().enumerate() {
            let of_row = (0..columns).filter(|column| cells[*column]);
            lines.extend(of_row.map(|column| (row, point_of(column), Some((row, column)))));
        }
        if self.rest.iter().map(|cell| cell[measure]).sum::<i64>() > 0 {
            lines.extend((0..columns).map(|column| (rows, point_of(column), None)));
        }
        let mut at: Vec<Vec<(usize, usize)>> = vec![vec![]; rows + 1 + columns];
        for (i, (a, b, _)) in lines.iter().enumerate() {
            at[*a].push((*b, i));
            at[*b].push((*a, i));
        }
        bridges(&at).into_iter().filter_map(|i| lines[i].2).collect()
    }
}

/// The lines of a graph without which a point could not be reached from another; `at`: who is reached from each point,
/// by which line.
fn bridges(at: &[Vec<(usize, usize)>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let (mut seen, mut low) = (vec![NONE; at.len()], vec![NONE; at.len()]);
    let (mut found, mut time) = (vec![], 0);
    for start in 0..at.len() {
        if seen[start] != NONE {
            continue;
        }
        // Point, the line by which it was reached, how many of its lines were looked at.
        let mut path = vec![(start, NONE, 0)];
        (seen[start], low[start], time) = (time, time, time + 1);
        while let Some((point, by, next)) = path.pop() {
            if let Some((to, line)) = at[point].get(next).copied() {
                path.push((point, by, next + 1));
                if line == by {
                    continue;
                }
                if seen[to] == NONE {
                    (seen[to], low[to], time) = (time, time, time + 1);
                    path.push((to, line, 0));
                } else {
                    low[point] = low[point].min(seen[to]);
                }
            } else if let Some((above, ..)) = path.last() {
                low[*above] = low[*above].min(low[point]);
                if low[point] > seen[*above] {
                    found.push(by);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
