//! Neighbours against brute force, linfa-nn and real images.

use knn::{Knn, KnnError};
use linfa::prelude::*;
use linfa_nn::distance::L2Dist;
use linfa_nn::{LinearSearch, NearestNeighbour};
use mnist_io::{Locator, Mnist};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};
use proptest::prelude::*;

/// Squared distance and index of every row, in the order of both.
fn brute_force(query: ArrayView1<'_, u8>, rows: ArrayView2<'_, u8>) -> Vec<(u32, usize)> {
    let mut all: Vec<(u32, usize)> = rows
        .axis_iter(Axis(0))
        .enumerate()
        .map(|(index, row)| {
            let squares = query
                .iter()
                .zip(row)
                .map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2));
            (squares.sum(), index)
        })
        .collect();
    all.sort_unstable();
    all
}

fn fitted(images: ArrayView2<'_, u8>, k: usize) -> Knn<u8> {
    let labels = Array1::<usize>::zeros(images.nrows());
    Knn::params(1)
        .k(k)
        .fit(&DatasetBase::new(images, labels))
        .unwrap()
}

proptest! {
    #[test]
    fn bytes_and_floats_find_the_same(
        rows in prop::collection::vec(0u8..4, 5 * 20),
        queries in prop::collection::vec(0u8..4, 5 * 3),
        k in 1usize..20,
    ) {
        let rows = Array2::from_shape_vec((20, 5), rows).unwrap();
        let queries = Array2::from_shape_vec((3, 5), queries).unwrap();
        let found = fitted(rows.view(), k).neighbours(queries.view()).unwrap();
        let floats = rows.mapv(f32::from);
        let labels = Array1::<usize>::zeros(20);
        let model = Knn::params(1).k(k).fit(&DatasetBase::new(floats, labels)).unwrap();
        prop_assert_eq!(&model.neighbours(queries.mapv(f32::from).view()).unwrap(), &found);
        for (query, (distances, indices)) in queries
            .rows()
            .into_iter()
            .zip(found.squared_distances.rows().into_iter().zip(found.indices.rows()))
        {
            let expected = &brute_force(query, rows.view())[..k];
            let got: Vec<(u32, usize)> =
                distances.iter().map(|&d| d as u32).zip(indices.iter().copied()).collect();
            prop_assert_eq!(got, expected);
        }
    }
}

#[test]
fn on_mnist_they_are_those_of_brute_force() {
    let mnist = Mnist::load(&Locator::new()).unwrap();
    let (train, test) = (mnist.train.images(), mnist.test.images());
    let queries = test.slice(s![..1000, ..]);
    let found = fitted(train, 3).neighbours(queries).unwrap();
    let smallest = |query: ArrayView1<'_, u8>| -> Vec<(u32, usize)> {
        let query = query.to_vec();
        let mut best = vec![(u32::MAX, usize::MAX); 3];
        for (index, row) in train.rows().into_iter().enumerate() {
            let pairs = query.iter().zip(row.to_slice().unwrap());
            let distance = pairs
                .map(|(a, b)| (i32::from(*a) - i32::from(*b)).pow(2) as u32)
                .sum();
            if (distance, index) < best[2] {
                best[2] = (distance, index);
                best.sort_unstable();
            }
        }
        best
    };
    use ndarray::parallel::prelude::*;
    queries
        .axis_iter(Axis(0))
        .into_par_iter()
        .enumerate()
        .for_each(|(image, query)| {
            let got: Vec<(u32, usize)> = (found.squared_distances.row(image).iter())
                .map(|&distance| distance as u32)
                .zip(found.indices.row(image).iter().copied())
                .collect();
            assert_eq!(got, smallest(query), "test image {image}");
        });
}

#[test]
fn on_mnist_they_are_those_of_linfa_nn() {
    let mnist = Mnist::load(&Locator::new()).unwrap();
    let queries = mnist.test.images().slice(s![..200, ..]).to_owned();
    let found = fitted(mnist.train.images(), 3)
        .neighbours(queries.view())
        .unwrap();
    let train = mnist.train.images().mapv(f32::from);
    let index = LinearSearch::new().from_batch(&train, L2Dist).unwrap();
    use ndarray::parallel::prelude::*;
    queries
        .axis_iter(Axis(0))
        .into_par_iter()
        .enumerate()
        .for_each(|(image, query)| {
            let theirs = index.k_nearest(query.mapv(f32::from).view(), 3).unwrap();
            let theirs: Vec<usize> = theirs.into_iter().map(|(_, index)| index).collect();
            assert_eq!(
                found.indices.row(image).to_vec(),
                theirs,
                "test image {image}"
            );
        });
}

#[test]
fn parameters_are_checked() {
    assert!(matches!(
        Knn::params(10).k(0).check(),
        Err(KnnError::NoNeighbours)
    ));
    assert!(matches!(Knn::params(0).check(), Err(KnnError::NoClasses)));
}
