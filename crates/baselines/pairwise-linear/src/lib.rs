//! The pairwise linear classifier of LeCun et al. 1998, section III-C.
