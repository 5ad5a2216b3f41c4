"""An RBF network by scikit-learn, for crates/baselines/rbf-network.

    python tests/reference/rbf_network.py > tests/reference/rbf_network.json

needs numpy and scikit-learn. Each class is four clouds of byte images that lie far apart, so
that every good k-means finds the same clusters: KMeans with many starts gives the centres,
the mean squared distance of each cluster's images its V, and Ridge the output layer.
"""

import json
import sys

import numpy as np
from sklearn.cluster import KMeans
from sklearn.linear_model import Ridge

N_CLASSES, CLOUDS, PER_CLOUD, PIXELS = 3, 4, 15, 9
WIDTH, RIDGE = 2.0, 0.05
NARROWEST = 0.5


def main():
    rng = np.random.default_rng(1998)
    clouds = rng.uniform(40, 215, (N_CLASSES, CLOUDS, PIXELS))
    labels, images = [], []
    for _ in range(PER_CLOUD):
        for label in range(N_CLASSES):
            for cloud in clouds[label]:
                labels.append(label)
                images.append(np.clip(np.round(cloud + rng.normal(0, 5, PIXELS)), 0, 255))
    labels, images = np.array(labels), np.array(images) / 255
    unseen = np.round(rng.uniform(0, 255, (20, PIXELS))) / 255

    centres, variances = [], []
    for label in range(N_CLASSES):
        own = images[labels == label]
        means = KMeans(CLOUDS, n_init=50, tol=0, random_state=0).fit(own)
        squared = np.sum((own - means.cluster_centers_[means.labels_]) ** 2, axis=1)
        centres.extend(means.cluster_centers_)
        variances.extend(squared[means.labels_ == cluster].mean() for cluster in range(CLOUDS))
    centres, variances = np.array(centres), np.array(variances)
    scales = WIDTH * np.maximum(variances, NARROWEST * variances.mean())

    def activations(x):
        return np.exp(-np.sum((x[:, None] - centres[None]) ** 2, axis=2) / scales)

    targets = np.where(labels[:, None] == np.arange(N_CLASSES), 1.0, -1.0)
    output = Ridge(alpha=RIDGE, solver="cholesky").fit(activations(images), targets)

    def as_bytes(x):
        return np.round(255 * x).astype(int).tolist()

    json.dump(
        {
            "units_per_class": CLOUDS,
            "width": WIDTH,
            "ridge": RIDGE,
            "images": as_bytes(images),
            "labels": labels.tolist(),
            "scales": np.round(np.sort(scales), 8).tolist(),
            "unseen": as_bytes(unseen),
            "outputs": np.round(output.predict(activations(unseen)), 7).tolist(),
        },
        sys.stdout,
    )
    print()


main()
