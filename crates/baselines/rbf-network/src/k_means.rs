//! Lloyd's algorithm, started from k-means++ seeds.

use std::ops::ControlFlow;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Ix2, Zip};
use rand::{Rng, RngExt};
use rayon::prelude::*;

/// If a squared distance is less than this share of the squared norms it is expanded in, it is
/// computed from the differences. Fewer than twelve of the 24 bits of the norms would be left
/// otherwise.
const EXPANDED: f32 = 1.0 / 4096.0;

/// Number of samples whose distances from all centres are computed in one matrix product.
const BLOCK: usize = 512;

/// The centres of clusters, and the distances of their samples from them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clusters {
    /// `(n_clusters, n_features)`.
    pub(crate) centres: Array2<f32>,
    /// Mean squared distance of a cluster's samples from its centre, `(n_clusters,)`; zero for a
    /// cluster without samples.
    pub(crate) variances: Array1<f64>,
    /// Number of samples in each cluster, `(n_clusters,)`.
    pub(crate) sizes: Array1<f64>,
}

/// A sample's nearest centre and its squared distance from it.
type Nearest = (usize, f32);

/// Divides the samples, `(n_samples, n_features)`, into `k` clusters. If there are fewer different
/// samples than `k`, there are only that many clusters. It stops when no sample changes its
/// cluster, or after `max_iterations`. After each iteration, `watch` is told its number and how many
/// samples changed their cluster, and may break it off.
///
/// The same random generator gives the same bits with any number of threads.
pub(crate) fn k_means(
    samples: ArrayView2<'_, f32>,
    k: usize,
    max_iterations: usize,
    rng: &mut impl Rng,
    mut watch: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> ControlFlow<(), Clusters> {
    let samples = samples.as_standard_layout();
    let samples = samples.view();
    let squared_norms = squared_norms_of(samples);
    let (mut centres, mut nearest) = seed(samples, k, rng);
    let mut means = Means::new(centres.raw_dim());
    for iteration in 1..=max_iterations {
        means.follow(samples, &nearest);
        means.write(&mut centres, samples, &nearest);
        let assigned = assign(samples, &squared_norms, &centres);
        let changed = assigned.iter().zip(&nearest).filter(|(a, b)| a.0 != b.0);
        let moved = changed.count();
        nearest = assigned;
        watch(iteration, moved)?;
        if moved == 0 {
            break;
        }
    }
    let (variances, sizes) = variances(&nearest, centres.nrows());
    ControlFlow::Continue(Clusters {
        variances,
        sizes,
        centres,
    })
}

/// The k-means++ seeds (Arthur & Vassilvitskii 2007). Each seed is a sample, drawn with a
/// probability proportional to its squared distance from the nearest earlier seed.
fn seed(samples: ArrayView2<'_, f32>, k: usize, rng: &mut impl Rng) -> (Array2<f32>, Vec<Nearest>) {
    let mut nearest: Vec<Nearest> = vec![(0, f32::INFINITY); samples.nrows()];
    let mut seeds = Vec::new();
    let mut drawn = rng.random_range(0..samples.nrows());
    while seeds.len() < k {
        let centre = samples.row(drawn);
        nearest
            .par_iter_mut()
            .zip(samples.axis_iter(Axis(0)))
            .with_min_len(BLOCK)
            .for_each(|(nearest, sample)| {
                let distance = squared_distance(sample, centre);
                if distance < nearest.1 {
                    *nearest = (seeds.len(), distance);
                }
            });
        seeds.push(drawn);
        match draw(&nearest, rng) {
            Some(next) => drawn = next,
            None => break,
        }
    }
    (samples.select(Axis(0), &seeds), nearest)
}

/// Draws a sample with a probability proportional to its squared distance; `None` if all distances
/// are zero.
fn draw(nearest: &[Nearest], rng: &mut impl Rng) -> Option<usize> {
    let total: f64 = nearest
        .iter()
        .map(|&(_, distance)| f64::from(distance))
        .sum();
    let mut left = rng.random::<f64>() * total;
    let candidates = nearest
        .iter()
        .enumerate()
        .filter(|(_, (_, distance))| *distance > 0.0);
    let mut last = None;
    for (sample, &(_, distance)) in candidates {
        last = Some(sample);
        left -= f64::from(distance);
        if left < 0.0 {
            break;
        }
    }
    last
}

/// The sums of each cluster's samples. Only samples that change their cluster are updated, because
/// in the last iterations there are few of them.
struct Means {
    /// `(n_clusters, n_features)`.
    sums: Array2<f64>,
    counts: Vec<u32>,
    /// The cluster whose sum contains the sample.
    clusters: Vec<Option<usize>>,
}

impl Means {
    fn new(shape: Ix2) -> Self {
        Self {
            counts: vec![0; shape[0]],
            sums: Array2::zeros(shape),
            clusters: Vec::new(),
        }
    }

    /// Moves each sample to the sum of its nearest cluster.
    fn follow(&mut self, samples: ArrayView2<'_, f32>, nearest: &[Nearest]) {
        self.clusters.resize(nearest.len(), None);
        for ((sample, &(cluster, _)), counted) in
            (samples.rows().into_iter().zip(nearest)).zip(&mut self.clusters)
        {
            if *counted == Some(cluster) {
                continue;
            }
            if let Some(before) = counted.replace(cluster) {
                self.counts[before] -= 1;
                let sum = self.sums.row_mut(before);
                Zip::from(sum)
                    .and(sample)
                    .for_each(|sum, &x| *sum -= f64::from(x));
            }
            self.counts[cluster] += 1;
            let sum = self.sums.row_mut(cluster);
            Zip::from(sum)
                .and(sample)
                .for_each(|sum, &x| *sum += f64::from(x));
        }
    }

    /// Moves each centre to the mean of its samples. A centre without samples moves to the sample
    /// that is farthest from its own centre.
    fn write(&self, centres: &mut Array2<f32>, samples: ArrayView2<'_, f32>, nearest: &[Nearest]) {
        let mut farthest: Vec<usize> = Vec::new();
        if self.counts.contains(&0) {
            farthest.extend(0..nearest.len());
            farthest.sort_by(|&a, &b| nearest[a].1.total_cmp(&nearest[b].1));
        }
        for ((mut centre, sum), &count) in
            (centres.rows_mut().into_iter().zip(self.sums.rows())).zip(&self.counts)
        {
            if count > 0 {
                let count = f64::from(count);
                Zip::from(centre)
                    .and(sum)
                    .for_each(|centre, sum| *centre = (sum / count) as f32);
            } else if let Some(sample) = farthest.pop() {
                centre.assign(&samples.row(sample));
            }
        }
    }
}

/// The nearest centre of each sample. If several centres are equally near, it is the first one.
fn assign(
    samples: ArrayView2<'_, f32>,
    squared_norms: &[f32],
    centres: &Array2<f32>,
) -> Vec<Nearest> {
    let of_centres = Array1::from_vec(squared_norms_of(centres.view()));
    let blocks: Vec<Vec<Nearest>> = samples
        .axis_chunks_iter(Axis(0), BLOCK)
        .into_par_iter()
        .zip(squared_norms.par_chunks(BLOCK))
        .map(|(samples, squared_norms)| {
            let mut distances = Array2::zeros((samples.nrows(), centres.nrows()));
            general_mat_mul(-2.0, &samples, &centres.t(), 0.0, &mut distances);
            distances += &of_centres;
            let samples = samples.rows().into_iter().zip(squared_norms);
            (samples.zip(distances.rows_mut()))
                .map(|((sample, squared_norm), mut distances)| {
                    let (cluster, distance) = smallest(distances.view());
                    let small = |of_centre: f32| EXPANDED * (squared_norm + of_centre);
                    if distance + squared_norm >= small(of_centres[cluster]) {
                        return (cluster, distance + squared_norm);
                    }
                    for ((distance, centre), &of_centre) in
                        (distances.iter_mut().zip(centres.rows())).zip(&of_centres)
                    {
                        *distance += squared_norm;
                        if *distance < small(of_centre) {
                            *distance = squared_distance(sample, centre);
                        }
                    }
                    smallest(distances.view())
                })
                .collect()
        })
        .collect();
    blocks.concat()
}

fn squared_norms_of(rows: ArrayView2<'_, f32>) -> Vec<f32> {
    rows.rows().into_iter().map(|row| row.dot(&row)).collect()
}

fn smallest(distances: ArrayView1<'_, f32>) -> Nearest {
    let mut best = (0, f32::INFINITY);
    for (cluster, &distance) in distances.iter().enumerate() {
        if distance < best.1 {
            best = (cluster, distance);
        }
    }
    best
}

/// Uses eight partial sums, which the compiler can keep in vector registers.
pub(crate) fn squared_distance(a: ArrayView1<'_, f32>, b: ArrayView1<'_, f32>) -> f32 {
    const ROW: &str = "a row in standard layout";
    let (a, b) = (a.to_slice().expect(ROW), b.to_slice().expect(ROW));
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (a, b) in a.iter().zip(b) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += (a - b) * (a - b);
        }
    }
    let rest: f32 = a_rest
        .iter()
        .zip(b_rest)
        .map(|(a, b)| (a - b) * (a - b))
        .sum();
    sums.iter().sum::<f32>() + rest
}

/// The mean squared distance in each cluster, and the number of samples in each cluster.
fn variances(nearest: &[Nearest], n_clusters: usize) -> (Array1<f64>, Array1<f64>) {
    let mut sums = Array1::<f64>::zeros(n_clusters);
    let mut counts = Array1::<f64>::zeros(n_clusters);
    for &(cluster, distance) in nearest {
        sums[cluster] += f64::from(distance);
        counts[cluster] += 1.0;
    }
    (sums / counts.mapv(|count| count.max(1.0)), counts)
}

#[cfg(test)]
mod tests {
    use ndarray::array;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    fn rng(seed: u64) -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(seed)
    }

    fn scattered(n_samples: usize) -> Array2<f32> {
        let mut rng = rng(7);
        Array2::from_shape_simple_fn((n_samples, 5), || rng.random())
    }

    fn clustered(samples: &Array2<f32>, k: usize, max_iterations: usize, seed: u64) -> Clusters {
        let all = |_, _| ControlFlow::Continue(());
        match k_means(samples.view(), k, max_iterations, &mut rng(seed), all) {
            ControlFlow::Continue(clusters) => clusters,
            ControlFlow::Break(()) => unreachable!("nothing breaks it off"),
        }
    }

    #[test]
    fn clusters_that_lie_apart_are_found() {
        let samples = array![
            [0.0f32, 0.1],
            [5.0, 5.1],
            [0.1, 0.0],
            [5.1, 5.0],
            [9.0, 0.0]
        ];
        for seed in 0..20 {
            let clusters = clustered(&samples, 3, 10, seed);
            let mut centres: Vec<Vec<f32>> = clusters
                .centres
                .rows()
                .into_iter()
                .map(|row| row.to_vec())
                .collect();
            centres.sort_by(|a, b| a.partial_cmp(b).unwrap());
            assert_eq!(centres, [[0.05, 0.05], [5.05, 5.05], [9.0, 0.0]]);
            let mut variances = clusters.variances.to_vec();
            variances.sort_by(f64::total_cmp);
            assert!(variances[0] < 1e-6);
            assert!(
                variances[1..]
                    .iter()
                    .all(|variance| (variance - 0.005).abs() < 1e-5)
            );
        }
    }

    /// Checks the two conditions of Lloyd's fixed point, each by its definition.
    #[test]
    fn a_settled_division_is_a_fixed_point() {
        let samples = scattered(400);
        let clusters = clustered(&samples, 12, 1000, 3);
        let mut members = vec![Vec::new(); 12];
        for (i, sample) in samples.rows().into_iter().enumerate() {
            let distances: Vec<f32> = clusters
                .centres
                .rows()
                .into_iter()
                .map(|centre| squared_distance(sample, centre))
                .collect();
            let nearest = (0..12)
                .min_by(|&a, &b| distances[a].total_cmp(&distances[b]))
                .unwrap();
            members[nearest].push(i);
        }
        for (cluster, members) in members.iter().enumerate() {
            let mean = samples.select(Axis(0), members).mean_axis(Axis(0)).unwrap();
            let off = squared_distance(mean.view(), clusters.centres.row(cluster));
            assert!(off < 1e-10, "centre {cluster} is off its mean by {off}");
            let variance = members
                .iter()
                .map(|&i| f64::from(squared_distance(samples.row(i), mean.view())))
                .sum::<f64>()
                / members.len() as f64;
            assert!((variance - clusters.variances[cluster]).abs() < 1e-5);
        }
    }

    #[test]
    fn iterations_lower_the_total_distance() {
        let samples = scattered(300);
        let total = |max_iterations| {
            let clusters = clustered(&samples, 10, max_iterations, 5);
            let norms = squared_norms_of(samples.view());
            let nearest = assign(samples.view(), &norms, &clusters.centres);
            nearest.iter().map(|&(_, distance)| distance).sum::<f32>()
        };
        let totals: Vec<f32> = [0, 1, 2, 5, 100].into_iter().map(total).collect();
        assert!(totals.is_sorted_by(|a, b| a > b), "{totals:?}");
    }

    #[test]
    fn there_are_no_more_clusters_than_different_samples() {
        let samples = array![[1.0f32, 0.3], [0.0, 1.0], [1.0, 0.3], [0.0, 1.0]];
        let clusters = clustered(&samples, 3, 10, 0);
        assert_eq!(clusters.centres.nrows(), 2);
        assert!(clusters.variances.iter().all(|&variance| variance < 1e-6));
    }

    #[test]
    fn a_centre_that_loses_its_samples_goes_to_the_farthest() {
        let samples = array![[0.0f32], [1.0], [10.0]];
        let mut centres = array![[0.5f32], [77.0]];
        let nearest = assign(samples.view(), &[0.0, 1.0, 100.0], &array![[0.5f32]]);
        let mut means = Means::new(centres.raw_dim());
        means.follow(samples.view(), &nearest);
        means.write(&mut centres, samples.view(), &nearest);
        assert_eq!(centres, array![[11.0 / 3.0], [10.0]]);
    }
}
