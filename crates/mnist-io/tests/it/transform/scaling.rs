use super::*;

#[test]
fn white_and_black_are_the_papers() {
    let bytes: Vec<u8> = (0..=255).collect();
    let mut scaled = [0.0; 256];
    scale_into(&bytes, &mut scaled);
    assert_eq!((scaled[0], scaled[255]), (WHITE, BLACK));
    for (byte, scaled) in bytes.iter().zip(scaled) {
        let linear = -0.1 + f64::from(*byte) / 255.0 * 1.275;
        assert!(
            (f64::from(scaled) - linear).abs() < 6e-8,
            "{byte}: {scaled}"
        );
    }
    let images = image(16, 16, |x, y| (16 * y + x) as u8);
    assert_eq!(scale(&images).as_slice().unwrap(), scaled);
}
