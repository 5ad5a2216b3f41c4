use lenet::codes;

/// Columns of a picture in the code book.
pub const CODE_WIDTH: usize = codes::WIDTH;

/// The code book of LeNet-5 (Figure 3): each printable ASCII character with its 7×12 picture,
/// row by row, `true` for ink.
pub fn code_book() -> Vec<(char, Vec<bool>)> {
    (' '..='~')
        .filter_map(|character| {
            let code = codes::code::<f32>(character)?;
            Some((character, code.iter().map(|&ink| ink > 0.0).collect()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_book_has_every_character() {
        let book = code_book();
        assert_eq!(book.len(), 95);
        let (seven, ink) = &book[usize::from(b'7' - b' ')];
        assert_eq!(*seven, '7');
        assert_eq!(ink[..7], [true; 7]);
        assert_eq!(ink.len(), 84);
    }
}
