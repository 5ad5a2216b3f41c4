//! Pins the final weights of training to the bit. Restructuring the code must not change them.
//!
//! It uses the portable level, and needs exp and log of glibc.
#![cfg(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"))]

use gradient::{Order, Schedule};
use kernels::Level;
use lenet::{LeNetParams, TrainingParams as _};
use linfa::prelude::*;

use crate::common::digits;

/// FNV-1a over the parameters, word by word.
fn digest(params: LeNetParams) -> String {
    let (images, labels) = digits(150, 28, 1);
    let params = params.passes(2).seed(7).level(Level::PORTABLE);
    let model = params.fit(&Dataset::new(images, labels)).unwrap();
    let words = model.parameters().iter().map(|w| u64::from(w.to_bits()));
    let digest = words.fold(0xcbf2_9ce4_8422_2325u64, |digest, word| {
        (digest ^ word).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{digest:016x}")
}

#[test]
fn training_ends_in_the_weights_it_always_has() {
    let steady = Schedule::Constant(0.01);
    let found = [
        ("lenet1", digest(LeNetParams::lenet1())),
        ("lenet4", digest(LeNetParams::lenet4())),
        ("lenet5", digest(LeNetParams::lenet5())),
        ("lenet5, best", digest(LeNetParams::lenet5_best())),
        (
            "lucid, batches",
            digest(LeNetParams::lucid_lenet5().batch(8).schedule(steady)),
        ),
        (
            "short passes",
            digest(LeNetParams::lenet5().pass_length(70).order(Order::Shuffled)),
        ),
    ];
    let pinned = [
        "be4269ad186d48b8",
        "211738bd98e80a74",
        "f24cb62dd767e3e8",
        "af74835c4627ca28",
        "71d26d5f7d6ec436",
        "a30c6a16e9223c3e",
    ];
    for ((what, found), pinned) in found.iter().zip(pinned) {
        assert_eq!(found, pinned, "{what}");
    }
}
