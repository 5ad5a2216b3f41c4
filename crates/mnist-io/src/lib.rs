//! The one dataset loader: IDX files, where to get MNIST, and the paper's versions of it.
