use std::collections::BTreeSet;

use graph_transformer::Criterion;
use mnist_io::strings::Recipe;
use mnist_io::{Locator, Mnist};
use string_reader::{Spelling, Stride};

use super::recipe::{Global, Looks, StringRecipe};
use super::set::{Drawn, Set};
use super::windows::{LENGTH, Windows};
use super::*;
use crate::recipe::Shown;
use crate::rows::MODERATE;

#[test]
fn rows_have_names_of_their_own_and_refer_to_rows_that_are_there() {
    let ids: BTreeSet<&str> = STRING_ROWS.iter().map(StringRow::id).collect();
    assert_eq!(ids.len(), STRING_ROWS.len());
    assert!(crate::ROWS.iter().all(|row| !ids.contains(row.id())));
    for row in STRING_ROWS {
        let description = &row.description;
        assert!(description.base.is_none_or(|base| ids.contains(base)));
        for claim in description.claims {
            let set = Set::ALL.into_iter().find(|set| set.name() == claim.set);
            let other = STRING_ROWS.iter().find(|own| own.id() == claim.other);
            let (set, other) = (set.unwrap(), other.unwrap());
            assert!(row.sets.contains(&set), "{}: {}", row.id(), claim.text);
            assert!(other.sets.contains(&set), "{}: {}", row.id(), claim.text);
        }
        assert_eq!(description.told_length, row.recipe.tells_length());
        assert!(
            row.recipe.settings().is_ascii(),
            "{}",
            row.recipe.settings()
        );
        assert!(description.name.is_ascii());
    }
}

#[test]
fn each_field_of_a_recipe_is_in_its_settings() {
    let global = Global {
        criterion: Criterion::Viterbi,
        passes: 4,
        rate: 1e-3,
        shown: Shown::Original,
    };
    let one = StringRecipe {
        view: Looks::Segments,
        global: Some(global),
        length: None,
    };
    let view = |view| StringRecipe { view, ..one };
    let trained = |global| StringRecipe {
        global: Some(global),
        ..one
    };
    let by = |criterion| {
        trained(Global {
            criterion,
            ..global
        })
    };
    let sweep = |stride, spelling| view(Looks::Sweep(stride, spelling));
    let recipes = [
        one,
        view(Looks::Known),
        sweep(Stride::Four, Spelling::CharacterModel),
        sweep(Stride::Two, Spelling::CharacterModel),
        sweep(Stride::Four, Spelling::Ctc),
        StringRecipe {
            global: None,
            ..one
        },
        StringRecipe {
            length: Some(5),
            ..one
        },
        by(Criterion::DiscriminativeViterbi),
        by(Criterion::Forward),
        by(Criterion::DiscriminativeForward),
        trained(Global {
            passes: 5,
            ..global
        }),
        trained(Global {
            rate: 2e-3,
            ..global
        }),
        trained(Global {
            shown: Shown::Fresh(MODERATE),
            ..global
        }),
    ];
    let texts: BTreeSet<String> = recipes.iter().map(StringRecipe::settings).collect();
    assert_eq!(texts.len(), recipes.len(), "{texts:#?}");
    // Whoever is told the length is trained without.
    let told = recipes[6];
    assert_eq!(told.training(Set::Paper), one.training(Set::Paper));
    assert_ne!(one.training(Set::Paper), one.training(Set::Tight));
}

/// A window on a digit has its ink in the middle. Each image is in the middle of one window.
#[test]
fn windows_show_each_digit_once_a_cycle_and_spaces_between() {
    use gradient::Patterns as _;

    let mnist = Mnist::load(&Locator::new()).unwrap();
    let recipe = Recipe {
        length: LENGTH,
        ..Recipe::APART
    };
    let train = mnist.train.first(300).unwrap();
    let drawn = |seed| Drawn::new(&train, 0..300, &recipe, seed, Shown::Original).unwrap();
    let windows = Windows::new(drawn(1));
    assert_eq!(windows.len(), 400);
    for cycle in 0..2 {
        let mut image = vec![0.0; 32 * 32];
        let mut counts = [0usize; 11];
        for index in 0..windows.len() {
            let class = windows.show(index, cycle, &mut image);
            counts[class] += 1;
            let middle = (0..32).map(|row| &image[32 * row + 13..32 * row + 19]);
            let is_ink = middle.flatten().any(|&value| value > 0.9);
            assert!(is_ink || class == 10, "{class} in cycle {cycle}");
        }
        let mut digits = [0usize; 10];
        train
            .labels()
            .iter()
            .for_each(|&label| digits[usize::from(label)] += 1);
        assert_eq!((&counts[..10], counts[10]), (&digits[..], 100));
    }
}

#[test]
fn strings_of_a_cycle_are_the_same_whenever_they_are_drawn_and_differ_from_cycle_to_cycle() {
    let mnist = Mnist::load(&Locator::new()).unwrap();
    let train = mnist.train.first(100).unwrap();
    for shown in [Shown::Original, Shown::Fresh(MODERATE)] {
        let drawn = || Drawn::new(&train, 0..100, &Recipe::PAPER, 3, shown).unwrap();
        let (mut one, mut other) = (drawn(), drawn());
        let first = one.cycle(0).clone();
        let second = one.cycle(1).clone();
        assert_ne!(first, second);
        assert_eq!(one.cycle(0), &first);
        assert_eq!(other.cycle(1), &second);
    }
}
