use super::calibration::CalibrationLine;
use super::confusion::Cell;
use super::csv_file::CsvFile;
use super::curves::{PassLine, SizeLine};
use super::failure::Failure;
use super::growth::GrowthLine;
use super::json_file::JsonFile;
use super::passes::PassOfRow;
use super::predictions::Given;
use super::strings::{AnswerLine, StringPassLine};
use super::studies::{ChangeLine, MapLine};
use super::trial::Trial;
use crate::strings::examples::Examples;
use crate::strings::{ConstantLine, StringLine};
use crate::{DataSet, Line};

/// What the comparison is measured on.
pub const DATA_SET: JsonFile<DataSet> = JsonFile::new("dataset.json", DataSet::flaw);
/// The comparison, one row in each line.
pub const COMPARISON: CsvFile<Line> = CsvFile::new("comparison.csv");
/// The rows that could not be measured. The file does not exist if no row failed.
pub const FAILED: CsvFile<Failure> = CsvFile::new("failed.csv");
/// The number of test images of each class that were assigned to each class.
pub const CONFUSION: CsvFile<Cell> = CsvFile::new("confusion.csv");
/// The class that each row assigned to each test image.
pub const PREDICTIONS: CsvFile<Given> = CsvFile::new("predictions.csv");
/// The passes of each row trained by gradient descent.
pub const PASSES: CsvFile<PassOfRow> = CsvFile::new("passes.csv");
/// The settings that were tried on validation images.
pub const VALIDATION: CsvFile<Trial> = CsvFile::new("validation.csv");
/// What the probabilities made of the rows' scores are worth.
pub const CALIBRATION: CsvFile<CalibrationLine> = CsvFile::new("calibration.csv");
/// LeNet-5's learning curve.
pub const FIGURE_5: CsvFile<PassLine> = CsvFile::new("figure-5.csv");
/// LeNet-5's error with training sets of several sizes.
pub const FIGURE_6: CsvFile<SizeLine> = CsvFile::new("figure-6.csv");
/// Rows trained on more and more images.
pub const GROWTH: CsvFile<GrowthLine> = CsvFile::new("growth.csv");
/// The same as a text for people.
pub const GROWTH_MARKDOWN: &str = "growth.md";
/// The states of a network's layers.
pub const FIGURE_2: CsvFile<MapLine> = CsvFile::new("figure-2.csv");
/// A network's error on changed images.
pub const FIGURE_13: CsvFile<ChangeLine> = CsvFile::new("figure-13.csv");
/// Strings of digits, one row on one set in each line.
pub const STRINGS: CsvFile<StringLine> = CsvFile::new("strings.csv");
/// What each row read on each string.
pub const STRING_ANSWERS: CsvFile<AnswerLine> = CsvFile::new("strings-answers.csv");
/// The passes of each row trained on strings.
pub const STRING_PASSES: CsvFile<StringPassLine> = CsvFile::new("strings-passes.csv");
/// The settings of readers of strings that were tried on validation strings.
pub const STRING_VALIDATION: CsvFile<Trial> = CsvFile::new("strings-validation.csv");
/// The string error if a constant is added to each penalty.
pub const STRING_CONSTANT: CsvFile<ConstantLine> = CsvFile::new("strings-constant.csv");
/// What the pictures of strings show beyond the tables.
pub const STRING_EXAMPLES: JsonFile<Examples> =
    JsonFile::new("strings-examples.json", Examples::flaw);
/// The table of the strings as a text for people.
pub const STRINGS_MARKDOWN: &str = "strings.md";
/// The comparison as a text for people.
pub const MARKDOWN: &str = "comparison.md";
/// The comparisons on several data sets side by side.
pub const DATA_SETS: &str = "datasets.md";
/// Everything in one page.
pub const PAGE: &str = "comparison.html";
/// The folder of the pictures that the README shows.
pub const PICTURES: &str = "pictures";
/// The weights of the network of Figures 2 and 13.
pub const WEIGHTS: &str = "lenet5.safetensors";
/// The folder of the records, which hold the raw outcomes.
pub const RECORDS: &str = "records";
/// The folder of the records of strings.
pub const STRING_RECORDS: &str = "records/strings";
/// The folder of the records of growth.
pub const GROWTH_RECORDS: &str = "records/growth";
