use serde::{Deserialize, Serialize};

/// What a comparison is measured on: `dataset.json` in a folder of results.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataSet {
    /// Its name in paths, such as `fashion-mnist`.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Whether it is MNIST by its contents.
    pub is_mnist: bool,
    /// The names of its classes, by label.
    pub classes: Vec<String>,
    /// Rows of an image.
    pub height: usize,
    /// Columns of an image.
    pub width: usize,
    /// Number of its training images.
    pub train_images: usize,
    /// For a first look: number of training images that are used. They are the first ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<usize>,
    /// Number of its test images.
    pub test_images: usize,
    /// SHA-256 of its contents.
    pub sha256: String,
}

impl DataSet {
    /// Returns true if the results can stand beside the paper's: it is MNIST, and all of it is used.
    pub fn is_the_papers(&self) -> bool {
        self.is_mnist && self.first.is_none()
    }

    /// The heading of its tables.
    pub fn heading(&self) -> String {
        let look = self.first.map_or_else(String::new, |first| {
            format!("a first look: trained on {first} images only")
        });
        match (self.is_mnist, look.as_str()) {
            (true, "") => "Figure 9, re-measured".into(),
            (true, look) => format!("Figure 9, {look}"),
            (false, "") => format!("{}: the classifiers of 1998", self.title),
            (false, look) => format!("{}, {look}", self.title),
        }
    }

    /// The name of a class. If it is not known, it is the label.
    pub(crate) fn class(&self, label: usize) -> String {
        let name = self.classes.get(label);
        name.cloned().unwrap_or_else(|| label.to_string())
    }

    /// The label of a class, and its name if it has another.
    pub(crate) fn label_and_class(&self, label: usize) -> String {
        match self.class(label) {
            name if name == label.to_string() => name,
            name => format!("{label} {name}"),
        }
    }

    /// Says what does not fit together, if anything.
    pub(crate) fn flaw(&self) -> Option<String> {
        let first = self.first?;
        (first >= self.train_images).then(|| {
            format!(
                "the first {first} of {} training images are all of them",
                self.train_images
            )
        })
    }

    /// MNIST as the paper has it.
    #[cfg(test)]
    pub(crate) fn mnist() -> Self {
        Self {
            name: "mnist".into(),
            title: "MNIST".into(),
            is_mnist: true,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_all_of_mnist_can_stand_beside_the_paper() {
        let mnist = DataSet::mnist();
        let quick = DataSet {
            first: Some(10_000),
            ..mnist.clone()
        };
        let other = DataSet {
            title: "Clothes".into(),
            is_mnist: false,
            ..mnist.clone()
        };
        let papers = [&mnist, &quick, &other].map(DataSet::is_the_papers);
        assert_eq!(papers, [true, false, false]);
        assert!(!DataSet::default().is_the_papers());
        assert_eq!(mnist.heading(), "Figure 9, re-measured");
        assert!(quick.heading().contains("10000 images only"));
        assert_eq!(other.heading(), "Clothes: the classifiers of 1998");
    }

    #[test]
    fn a_class_without_a_name_is_called_by_its_label() {
        let set = DataSet {
            classes: vec!["0".into(), "Coat".into()],
            ..DataSet::default()
        };
        let named = [0, 1, 9].map(|label| set.label_and_class(label));
        assert_eq!(named, ["0", "1 Coat", "9"]);
    }
}
