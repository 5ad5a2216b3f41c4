//! Files of models: whatever the bytes, a model is read that gives finite scores or says why not,
//! or the error says what is wrong. The committed models are a corpus to start from:
//! `cargo +nightly fuzz run model ../tests/models -- -max_total_time=600 -timeout=20`.
#![no_main]

use baselines::classifier::persist::ModelReader;
use classifier::Pixel;
use libfuzzer_sys::fuzz_target;
use ndarray::Array2;

fuzz_target!(|bytes: &[u8]| {
    use_as(bytes, |byte| byte);
    use_as(bytes, |byte| f32::from(byte) / 255.0);
    use_as(bytes, f64::from);
});

fn use_as<P: Pixel>(bytes: &[u8], pixel: impl Fn(u8) -> P) {
    let Ok(reader) = ModelReader::new(bytes) else {
        return;
    };
    let Ok(model) = baselines::read::<P>(&reader) else {
        return;
    };
    let image = Array2::from_shape_fn((2, model.n_features()), |(image, at)| {
        pixel((image * 100 + at % 100) as u8)
    });
    if let Ok(scores) = model.scores(image.view()) {
        assert!(scores.iter().all(|score| score.is_finite()), "{scores}");
    }
}
