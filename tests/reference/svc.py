"""scikit-learn's SVC as the rows `svm-poly` and `svm-poly-deslant` are set up."""

import numpy as np
from sklearn.svm import SVC

C, GAP = 1.0, 0.01


def unit(images):
    """The images, brought to unit length; a black image has no direction and stays."""
    images = images.astype(np.float64)
    norms = np.linalg.norm(images, axis=1, keepdims=True)
    return images / np.where(norms > 0, norms, 1)


def svc(degree):
    """The machine with the rows' kernel, `(x·z + 1)^degree`, and a gigabyte for kernel rows."""
    return SVC(C=C, kernel="poly", degree=degree, gamma=1.0, coef0=1.0, tol=GAP, cache_size=1000)
