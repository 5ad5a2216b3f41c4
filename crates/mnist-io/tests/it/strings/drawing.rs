//! Which images come into which strings, and that nothing but the seed decides it.

use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn each_image_of_the_range_is_in_one_string_but_for_fewer_than_a_string(
        start in 0_usize..20, n in 6_usize..60, length in 1_usize..7, seed: u64, pass: u32,
    ) {
        let recipe = Recipe { length, ..Recipe::PAPER };
        let set = recipe.draw(&blocks(80, 8), start..start + n, seed, pass).unwrap();
        prop_assert_eq!((set.len(), set.length()), (n / length, length));
        let mut images = images_of(&set);
        prop_assert_eq!(images.len(), n - n % length);
        images.sort_unstable();
        images.dedup();
        prop_assert_eq!(images.len(), n - n % length);
        prop_assert!(images.iter().all(|image| (start..start + n).contains(image)));
    }
}

#[test]
fn the_number_of_threads_does_not_enter() {
    let digits = blocks(200, 9);
    let [one, three] = [1, 3].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| Recipe::NOISY.draw(&digits, 0..200, 5, 2).unwrap())
    });
    assert!(one == three);
}

#[test]
fn the_seed_and_the_pass_decide_everything() {
    let digits = blocks(50, 9);
    let draw = |seed, pass| Recipe::NOISY.draw(&digits, 0..50, seed, pass).unwrap();
    assert!(draw(1, 0) == draw(1, 0));
    for (seed, pass) in [(2, 0), (1, 1), (0, 1)] {
        let (a, b) = (draw(1, 0), draw(seed, pass));
        assert_ne!(images_of(&a), images_of(&b));
        let gaps = |set| neighbours(set).map(gap).collect::<Vec<_>>();
        assert_ne!(gaps(&a), gaps(&b));
        let first_row = |set: &StringSet| set.picture(0).row(0).to_vec();
        assert_ne!(first_row(&a)[..60], first_row(&b)[..60]);
    }
}

#[test]
fn an_order_of_the_test_strings_is_its_seed() {
    let digits = blocks(50, 9);
    let order = Recipe::PAPER.test(&digits, 3).unwrap();
    assert!(order == Recipe::PAPER.draw(&digits, 0..50, 3, 0).unwrap());
}

#[test]
fn other_gaps_and_noise_leave_the_digits_in_their_strings() {
    let digits = blocks(100, 9);
    let images = [Recipe::PAPER, Recipe::APART, Recipe::TIGHT, Recipe::NOISY]
        .map(|recipe| images_of(&recipe.test(&digits, 1).unwrap()));
    assert!(images.iter().all(|others| *others == images[0]));
    let gaps = [Recipe::PAPER, Recipe::NOISY].map(|recipe| {
        let set = recipe.test(&digits, 1).unwrap();
        neighbours(&set).map(gap).collect::<Vec<_>>()
    });
    assert_eq!(gaps[0], gaps[1]);
}

#[test]
fn every_image_has_the_same_chance_to_be_at_each_place() {
    let digits = blocks(10, 9);
    let mut times = [[0; 10]; 10];
    for seed in 0..1000 {
        let set = Recipe::PAPER.test(&digits, seed).unwrap();
        for (place, image) in images_of(&set).into_iter().enumerate() {
            times[place][image] += 1;
        }
    }
    assert!(times.iter().all(|times| is_uniform(times)), "{times:?}");
}

#[test]
fn gaps_rows_and_margins_are_uniform() {
    let set = Recipe::PAPER.test(&blocks(10_000, 9), 1).unwrap();
    let (mut gaps, mut tops, mut margins) = ([0; 6], [0; 5], [0; 4]);
    for pair in neighbours(&set) {
        gaps[(gap(pair) + 1) as usize] += 1;
    }
    for (_, places) in strings(&set) {
        margins[places[0].columns.start - 10] += 1;
        for place in places {
            tops[place.top] += 1;
        }
    }
    assert!(is_uniform(&gaps), "{gaps:?}");
    assert!(is_uniform(&tops), "{tops:?}");
    assert!(is_uniform(&margins), "{margins:?}");
}

#[test]
fn strings_of_three_digits_can_be_had_as_well() {
    let three = Recipe {
        length: 3,
        ..Recipe::PAPER
    };
    let set = three.draw(&blocks(50, 9), 0..50, 1, 0).unwrap();
    assert_eq!((set.len(), set.length(), set.is_empty()), (16, 3, false));
    assert_eq!(set.pictures().len(), 16);
    let widest = set.pictures().map(|picture| picture.ncols()).max();
    assert_eq!(Some(set.widest()), widest);
    for (string, picture) in set.pictures().enumerate() {
        assert_eq!(picture.dim(), (ROWS, set.width(string)));
        assert_eq!(set.digits(string).len(), 3);
    }
}

#[test]
fn sets_can_be_shared_between_threads() {
    fn check<T: Send + Sync + Unpin + Clone>() {}
    check::<StringSet>();
    check::<Recipe>();
    check::<Place>();
    fn error<T: std::error::Error + Send + Sync + 'static>() {}
    error::<StringsError>();
}
