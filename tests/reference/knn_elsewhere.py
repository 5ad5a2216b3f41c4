"""The row `knn` on any IDX data, beside scikit-learn's KNeighborsClassifier (k = 3, brute force).

    cargo xtask compare --data DIRECTORY --only knn --out RESULTS
    python3 tests/reference/knn_elsewhere.py DIRECTORY RESULTS

Needs numpy and scikit-learn, and takes a minute for 10,000 test images among 60,000. Distances of
bytes are exact in double precision, so that predictions may differ in two cases only: three
neighbours of three classes, of which scikit-learn takes the lowest label and the row the nearest; and
neighbours at the same distance, of which only some are among the three. Any other difference is an
error.
"""

import sys

import numpy as np
from sklearn.neighbors import KNeighborsClassifier

import mnist
from results import predictions

K = 3


def main(directory, results):
    train, labels = mnist.train(directory)
    test, _ = mnist.test(directory)
    _, labels = np.unique(labels, return_inverse=True)
    ours = predictions(results, "knn")
    model = KNeighborsClassifier(K, algorithm="brute").fit(train.astype(np.float64), labels)
    differ, ties = 0, 0
    for start in range(0, len(test), 1000):
        images = test[start : start + 1000].astype(np.float64)
        theirs = model.predict(images)
        wrong = np.flatnonzero(theirs != ours[start : start + len(images)])
        differ += len(wrong)
        if not len(wrong):
            continue
        # One more than vote: as far as the last of those is a tie of distances.
        distances, places = model.kneighbors(images[wrong], K + 1)
        three = np.array([len(set(labels[p[:K]])) == K for p in places])
        same = np.isclose(distances[:, K - 1], distances[:, K], rtol=0, atol=1e-9)
        ties += int((three | same).sum())
        for place in wrong[~(three | same)]:
            print(f"image {start + place}: ours {ours[start + place]}, theirs {theirs[place]}")
    print(f"{len(test)} test images; predictions differ for {differ}, {ties} of them ties")
    return int(ties != differ)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
