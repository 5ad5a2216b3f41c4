use gradient::dense::Packed;
use kernels::layers::squash;

use super::plan::{Plan, Workspace};
use super::stage::Stage;
use crate::layer::Layer;

/// Number of images whose full connections are computed together, as the kernels require.
pub(crate) const TOGETHER: usize = 4;

impl Plan {
    /// Computes the states of every stage.
    pub(super) fn forward(&self, parameters: &[Packed], image: &[f32], work: &mut Workspace) {
        self.forward_through(self.stages.len(), parameters, image, work);
    }

    /// Computes the states of the first stages.
    fn forward_through(
        &self,
        n_stages: usize,
        parameters: &[Packed],
        image: &[f32],
        work: &mut Workspace,
    ) {
        let level = self.level;
        for (index, (stage, layer)) in self.layers().enumerate().take(n_stages) {
            let (before, rest) = work.stages.split_at_mut(index);
            let input = before.last().map_or(image, |work| &*work.states);
            let own = &mut rest[0];
            let Packed { weights, biases } = &parameters[index];
            match stage {
                Stage::Convolution(c) => {
                    c.copy_columns(level, input, &mut own.prepared);
                    c.forward(level, weights, biases, &own.prepared, &mut own.states);
                }
                Stage::Subsampling(s, weight, true) => {
                    s.pool(level, *weight, input, &mut own.prepared);
                    s.affine(level, weights, biases, &own.prepared, &mut own.states);
                }
                Stage::Subsampling(s, weight, false) => {
                    s.pool(level, *weight, input, &mut own.states);
                }
                Stage::Dense(d) => d.forward(level, weights, biases, input, &mut own.states),
            }
            self.squash(layer, &mut own.states);
        }
    }

    fn squash(&self, layer: &Layer, states: &mut [f32]) {
        if let Some((amplitude, slope)) = layer.squash.scale() {
            squash(self.level, (amplitude as f32, slope as f32), states);
        }
    }

    /// Computes the states of every stage for each image. The full connections are computed for
    /// four images at a time. There are at most as many images as `works` has elements.
    pub(crate) fn forward_all<I: AsRef<[f32]>>(
        &self,
        parameters: &[Packed],
        images: &[I],
        works: &mut [Workspace],
    ) {
        let (fours, rest) = images.as_chunks::<TOGETHER>();
        let (work_fours, work_rest) = works[..images.len()].as_chunks_mut::<TOGETHER>();
        for (images, works) in fours.iter().zip(work_fours) {
            self.forward_four(parameters, images, works);
        }
        for (image, work) in rest.iter().zip(work_rest) {
            self.forward(parameters, image.as_ref(), work);
        }
    }

    fn forward_four<I: AsRef<[f32]>>(
        &self,
        parameters: &[Packed],
        images: &[I; TOGETHER],
        works: &mut [Workspace; TOGETHER],
    ) {
        let is_full = |stage: &Stage| matches!(stage, Stage::Dense(_));
        let n_full = self.stages.iter().rev().take_while(|s| is_full(s)).count();
        let first = self.stages.len() - n_full;
        for (image, work) in images.iter().zip(works.iter_mut()) {
            self.forward_through(first, parameters, image.as_ref(), work);
        }
        for (index, (stage, layer)) in self.layers().enumerate().skip(first) {
            let Stage::Dense(dense) = stage else { continue };
            let mut images = images.iter();
            let patterns = works.each_mut().map(|work| {
                let image = images.next().expect("an image a workspace");
                let (before, rest) = work.stages.split_at_mut(index);
                let input = before.last().map_or(image.as_ref(), |work| &*work.states);
                (input, &mut *rest[0].states)
            });
            let Packed { weights, biases } = &parameters[index];
            dense.forward_four(self.level, weights, biases, patterns);
            for work in works.iter_mut() {
                self.squash(layer, &mut work.stages[index].states);
            }
        }
    }
}
