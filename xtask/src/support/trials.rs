//! What trials on validation say of the settings that a row uses.

use report::is_of_settings;

/// The settings that a row uses, and the others that were to be tried.
pub struct Candidates {
    /// The row's name.
    pub row: &'static str,
    /// The settings that it uses.
    pub own: String,
    pub others: Vec<String>,
    /// Whether it uses those that the trials choose.
    pub is_chosen: bool,
}

impl Candidates {
    /// What speaks against the row's settings after these trials: settings and errors. All settings
    /// must have been tried, equally often, and the fewest errors of all together win.
    pub fn objection(&self, trials: &[(&str, usize)]) -> Option<String> {
        let Self { row, own, .. } = self;
        let errors = |settings: &str| {
            let of_recipe = trials
                .iter()
                .filter(|(tried, _)| is_of_settings(tried, settings));
            let errors: Vec<usize> = of_recipe.map(|(_, errors)| *errors).collect();
            (!errors.is_empty()).then_some(errors)
        };
        let Some(of_own) = errors(own) else {
            return Some(format!("{row}: the row's recipe was not tried"));
        };
        let total = of_own.iter().sum::<usize>();
        for settings in &self.others {
            let Some(other) = errors(settings) else {
                return Some(format!("{row}: {settings:?} was not tried"));
            };
            if other.len() != of_own.len() {
                return Some(format!(
                    "{row}: {settings:?} was not tried as often as the row's recipe"
                ));
            }
            let other = other.iter().sum::<usize>();
            if self.is_chosen && other < total {
                return Some(format!(
                    "{row}: {settings:?} has {other} errors on validation, the row's {own:?} \
                     {total}"
                ));
            }
        }
        None
    }
}
