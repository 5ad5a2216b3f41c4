//! The output codes: the 7×12 bitmaps of Figure 3.
//!
//! LeNet-5's ten outputs are radial basis functions. Their centres are fixed pictures of the
//! digits, with ink +1 and background −1. So characters that look alike have similar codes (section
//! II-B). The file `ascii.txt` beside this file draws all 95 printable ASCII characters exactly as
//! the paper does, pixel for pixel.

use gradient::Real;

/// Width of a code's picture.
pub const WIDTH: usize = 7;
/// Height of a code's picture.
pub const HEIGHT: usize = 12;
/// Number of components of a code. Each component belongs to one unit of layer F6.
pub const LENGTH: usize = WIDTH * HEIGHT;

const ASCII: &str = include_str!("ascii.txt");
const FIRST: u8 = b' ';
const LAST: u8 = b'~';
/// Number of characters side by side in the drawing. The line above them names them.
const ACROSS: usize = 8;
const LINES: usize = 1 + HEIGHT + 1;

/// The code of a printable ASCII character, row by row from the top left; `None` for other
/// characters.
///
/// ```
/// let seven = lenet::codes::code::<f32>('7').unwrap();
/// assert_eq!(seven[..7], [1.0; 7]);
/// assert_eq!(seven[7..14], [-1.0, -1.0, -1.0, -1.0, -1.0, 1.0, 1.0]);
/// ```
pub fn code<T: Real>(character: char) -> Option<[T; LENGTH]> {
    let character = u8::try_from(character).ok()?;
    if !(FIRST..=LAST).contains(&character) {
        return None;
    }
    let index = usize::from(character - FIRST);
    let left = (index % ACROSS) * (WIDTH + 2);
    let top = (index / ACROSS) * LINES + 1;
    let mut code = [-T::one(); LENGTH];
    for (row, line) in ASCII.lines().skip(top).take(HEIGHT).enumerate() {
        for (column, ink) in line.bytes().skip(left).take(WIDTH).enumerate() {
            if ink == b'#' {
                code[row * WIDTH + column] = T::one();
            }
        }
    }
    Some(code)
}

/// The codes of the digits 0 to 9, one after the other.
pub fn digits<T: Real>() -> Vec<T> {
    Alphabet::Digits.codes()
}

/// The characters that a network tells apart, in the order of its classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// The digits 0 to 9.
    Digits,
    /// The digits, and as the eleventh class a space: what a network sees between two characters
    /// (section VII-B). Its code is all −1.
    DigitsAndSpace,
}

impl Alphabet {
    /// All alphabets.
    pub const ALL: [Self; 2] = [Self::Digits, Self::DigitsAndSpace];

    /// The characters, one a class.
    pub fn characters(self) -> &'static str {
        match self {
            Self::Digits => "0123456789",
            Self::DigitsAndSpace => "0123456789 ",
        }
    }

    /// Number of classes.
    pub fn n_classes(self) -> usize {
        self.characters().len()
    }

    /// The name in files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Digits => "digits",
            Self::DigitsAndSpace => "digits and space",
        }
    }

    /// The codes of the characters, one after the other.
    pub fn codes<T: Real>(self) -> Vec<T> {
        let characters = self.characters().chars();
        let codes = characters.filter_map(code);
        codes.flat_map(<[T; LENGTH]>::into_iter).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hamming(a: char, b: char) -> usize {
        let (a, b) = (code::<f32>(a).unwrap(), code::<f32>(b).unwrap());
        a.iter().zip(b).filter(|(a, b)| **a != *b).count()
    }

    #[test]
    fn every_character_of_an_alphabet_has_a_code() {
        for alphabet in Alphabet::ALL {
            let codes = alphabet.codes::<f32>();
            assert_eq!(codes.len(), alphabet.n_classes() * LENGTH);
        }
        let codes = Alphabet::DigitsAndSpace.codes::<f32>();
        assert_eq!(codes[..10 * LENGTH], digits::<f32>());
        assert!(codes[10 * LENGTH..].iter().all(|&x| x == -1.0));
    }

    #[test]
    fn every_printable_character_has_one() {
        for character in ' '..='~' {
            assert!(code::<f32>(character).is_some(), "{character}");
        }
        assert!(code::<f32>('\n').is_none() && code::<f32>('é').is_none());
        assert!(code::<f32>(' ').unwrap().iter().all(|&x| x == -1.0));
        assert_eq!(ASCII.lines().count(), 12 * LINES - 1);
    }

    /// The row bytes of three characters, read from the paper's figure. The most significant bit is
    /// the leftmost pixel.
    #[test]
    fn drawings_match_the_paper_s_bytes() {
        let bytes = |character| -> Vec<u8> {
            code::<f32>(character)
                .unwrap()
                .chunks(WIDTH)
                .map(|row| {
                    row.iter()
                        .fold(0, |byte, &ink| byte << 1 | u8::from(ink > 0.0))
                })
                .collect()
        };
        let four = [0x3E, 0, 0, 0x33, 0x33, 0x73, 0x63, 0x63, 0x67, 0x3F, 3, 3];
        let at = [
            0, 0x3E, 0x7F, 0x67, 0x6F, 0x69, 0x69, 0x6F, 0x70, 0x3F, 0, 0,
        ];
        let tilde = [0, 0x39, 0x7F, 0x4E, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(bytes('4'), four);
        assert_eq!(bytes('@'), at);
        assert_eq!(bytes('~'), tilde);
    }

    #[test]
    fn digits_have_the_paper_s_ink_and_distances() {
        let ink: Vec<usize> = digits::<f64>()
            .chunks(LENGTH)
            .map(|code| code.iter().filter(|&&x| x > 0.0).count())
            .collect();
        assert_eq!(ink, [35, 27, 33, 32, 41, 35, 39, 25, 43, 39]);
        assert_eq!(hamming('6', '8'), 12);
        assert_eq!(hamming('0', '4'), 18);
        assert_eq!(hamming('8', '9'), 18);
        let pairs = ('0'..='9').flat_map(|a| ('0'..a).map(move |b| hamming(a, b)));
        let distances: Vec<usize> = pairs.collect();
        assert_eq!(distances.iter().max(), Some(&50));
        assert_eq!(distances.iter().min(), Some(&12));
    }
}
