//! Pins the final weights of training to the bit. Restructuring the code must not change them.
//!
//! It uses the portable level, and needs the functions of glibc.
#![cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]

use gradient::{Order, Schedule, UpdateRule};
use kernels::Level;
use linfa::prelude::*;
use mlp::{Mlp, MlpParams, TrainingParams as _};
use ndarray::{Array1, Array2};

/// FNV-1a over the parameters, word by word.
fn digest(params: MlpParams) -> String {
    let labels = Array1::from_shape_fn(90, |image| image % 3);
    let images = Array2::from_shape_fn((90, 60), |(image, pixel)| {
        let inked = pixel % 3 == image % 3;
        u8::from(inked) * (150 + ((image * 7 + pixel * 5) % 100) as u8)
    });
    let params = params.passes(3).level(Level::PORTABLE);
    let model = params.seed(7).fit(&Dataset::new(images, labels)).unwrap();
    let words = model.parameters().iter().map(|w| u64::from(w.to_bits()));
    let digest = words.fold(0xcbf2_9ce4_8422_2325u64, |digest, word| {
        (digest ^ word).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{digest:016x}")
}

#[test]
fn training_ends_in_the_weights_it_always_has() {
    let params = || Mlp::params(3).hidden(&[20, 12]);
    let steady = Schedule::Constant(0.01);
    let found = [
        ("as by default", digest(params())),
        ("one hidden layer", digest(Mlp::params(3).hidden(&[30]))),
        ("rates by layer", digest(params().rate_above_first(0.1))),
        (
            "plain",
            digest(params().update_rule(UpdateRule::Plain).schedule(steady)),
        ),
        (
            "short passes",
            digest(params().pass_length(50).order(Order::Shuffled)),
        ),
    ];
    let pinned = [
        "eb268f213600be29",
        "5d109946eb8e30b9",
        "b7f664e8ff970efb",
        "294f820cfa1571c5",
        "c95b808b87aeeaab",
    ];
    for ((what, found), pinned) in found.iter().zip(pinned) {
        assert_eq!(found, pinned, "{what}");
    }
}
