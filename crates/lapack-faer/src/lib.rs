//! The LAPACK routines that ndarray-linalg calls, over faer.
