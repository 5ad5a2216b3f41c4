use crate::component::Components;
use crate::cut::Column;

/// The columns of all components.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profiles {
    /// Those of one component after those of the other.
    columns: Vec<Column>,
    /// Where those of each component begin, and where the last ones end.
    starts: Vec<usize>,
}

impl Profiles {
    /// Measures the ink of the components in each column.
    pub(crate) fn measure(&mut self, components: &Components) {
        self.starts.clear();
        self.starts.push(0);
        let mut end = 0;
        for component in components.list() {
            end += component.bounds.width();
            self.starts.push(end);
        }
        self.columns.clear();
        self.columns.resize(end, Column::default());
        for run in components.runs() {
            let Some(component) = run.component else {
                continue;
            };
            let left = components.list()[component].bounds.columns.start;
            let start = self.starts[component] + run.start - left;
            for column in &mut self.columns[start..start + run.end - run.start] {
                // Rows come in increasing order.
                if column.count == 0 {
                    column.top = run.row as u32;
                }
                column.bottom = run.row as u32;
                column.count += 1;
            }
        }
    }

    /// The columns of a component. Each has ink, since a component hangs together.
    pub(crate) fn of(&self, component: usize) -> &[Column] {
        &self.columns[self.starts[component]..self.starts[component + 1]]
    }

    /// Where the columns of a component are among those of all.
    pub(crate) fn start(&self, component: usize) -> usize {
        self.starts[component]
    }
}
