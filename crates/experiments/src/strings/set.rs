use std::ops::Range;

use mnist_io::strings::{NAMED, Named, Recipe, StringSet, StringsError};
use mnist_io::{Dataset, Images, Mnist};
use ndarray::Array2;
use report::strings::examples::Picture;
use string_reader::{Sample, Strings};

use crate::FitError;
use crate::recipe::Shown;

/// A set of strings of `mnist_io::strings`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Set {
    /// Gaps of −1 to 4 columns: most digits are apart, some touch.
    Paper,
    /// Gaps of 1 to 4 columns: no digits touch.
    Apart,
    /// Gaps of −4 to 0 columns: most digits touch.
    Tight,
    /// As `Paper`, with a tenth of the pixels inverted.
    Noisy,
}

impl Set {
    /// All sets.
    pub const ALL: [Self; 4] = [Self::Paper, Self::Apart, Self::Tight, Self::Noisy];

    /// Its name on the command line and in the tables.
    pub fn name(self) -> &'static str {
        self.named().name
    }

    /// How its strings are composed, in a sentence.
    pub fn text(self) -> &'static str {
        match self {
            Self::Paper => "Boxes of neighbouring digits are -1 to 4 columns apart (page 28).",
            Self::Apart => "Boxes are 1 to 4 columns apart: no digits touch.",
            Self::Tight => "Boxes are -4 to 0 columns apart: most digits touch.",
            Self::Noisy => "As the set paper, with 10 % of the pixels inverted (page 28).",
        }
    }

    /// The pictures of its test strings in their first order.
    ///
    /// # Errors
    /// If there are no five test images.
    pub fn pictures(self, data: &Mnist) -> Result<Vec<Picture>, StringsError> {
        let strings = self.recipe().test(&data.test, 1)?;
        let pictures = strings.pictures().map(|picture| Picture {
            height: picture.nrows(),
            width: picture.ncols(),
            pixels: picture.iter().copied().collect(),
        });
        Ok(pictures.collect())
    }

    /// How its strings are composed.
    pub fn recipe(self) -> &'static Recipe {
        &self.named().recipe
    }

    fn named(self) -> &'static Named {
        let name = match self {
            Self::Paper => "paper",
            Self::Apart => "apart",
            Self::Tight => "tight",
            Self::Noisy => "noisy",
        };
        let named = NAMED.iter().find(|named| named.name == name);
        named.expect("each set has a name")
    }

    /// The set that readers of it are trained on: where no digits touch, there is nothing to learn
    /// that `Paper` does not teach.
    pub(super) fn trained_on(self) -> Self {
        match self {
            Self::Apart => Self::Paper,
            other => other,
        }
    }
}

/// Strings that are drawn anew in each cycle: each image is in one of them.
pub(super) struct Drawn<'a> {
    images: &'a Dataset,
    range: Range<usize>,
    recipe: Recipe,
    seed: u64,
    shown: Shown,
    cycle: usize,
    set: StringSet,
}

impl<'a> Drawn<'a> {
    /// Strings of the images in that range.
    pub(super) fn new(
        images: &'a Dataset,
        range: Range<usize>,
        recipe: &Recipe,
        seed: u64,
        shown: Shown,
    ) -> Result<Self, FitError> {
        Ok(Self {
            set: draw(images, &range, recipe, seed, &shown, 0)?,
            images,
            range,
            recipe: recipe.clone(),
            seed,
            shown,
            cycle: 0,
        })
    }

    /// Number of strings in each cycle.
    pub(super) fn n_strings(&self) -> usize {
        self.set.len()
    }

    /// The strings of a cycle.
    pub(super) fn cycle(&mut self, cycle: usize) -> &StringSet {
        if cycle != self.cycle {
            let (recipe, shown) = (&self.recipe, &self.shown);
            let set = draw(self.images, &self.range, recipe, self.seed, shown, cycle);
            self.set = set.expect("what can be drawn once can be drawn again");
            self.cycle = cycle;
        }
        &self.set
    }
}

fn draw(
    images: &Dataset,
    range: &Range<usize>,
    recipe: &Recipe,
    seed: u64,
    shown: &Shown,
    cycle: usize,
) -> Result<StringSet, FitError> {
    let pass = u32::try_from(cycle)?;
    match shown.augmentation(images, seed)? {
        None => Ok(recipe.draw(images, range.clone(), seed, pass)?),
        Some(augmentation) => {
            let mut altered = Array2::zeros(images.images().raw_dim());
            for index in range.clone() {
                let image = images.images();
                let image = image.row(index);
                let image = image.as_slice().ok_or("an image in one piece")?;
                let mut to = altered.row_mut(index);
                let to = to.as_slice_mut().ok_or("an image in one piece")?;
                augmentation(image, index, cycle, to);
            }
            let altered = Images::new(altered, images.height(), images.width())?;
            let altered = Dataset::new(altered, images.labels().to_owned())?;
            Ok(recipe.draw(&altered, range.clone(), seed, pass)?)
        }
    }
}

impl Strings for Drawn<'_> {
    fn len(&self) -> usize {
        self.n_strings()
    }

    fn show(&mut self, index: usize, cycle: usize) -> Sample<'_> {
        let set = self.cycle(cycle);
        Sample {
            picture: set.picture(index),
            digits: set.digits(index),
        }
    }

    fn identity(&self) -> String {
        let Self {
            images: _,
            range,
            recipe,
            seed,
            shown,
            cycle: _,
            set,
        } = self;
        format!(
            "{recipe:?} of {range:?}, seed {seed}, {shown:?}, {}",
            set.sha256()
        )
    }
}
