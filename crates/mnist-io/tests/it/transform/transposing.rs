use super::*;

#[test]
fn rows_become_columns() {
    let lying = image(3, 5, |x, y| (10 * y + x) as u8);
    let upright = transpose(&lying).unwrap();
    assert_eq!((upright.height(), upright.width()), (5, 3));
    assert_eq!(upright, image(5, 3, |x, y| (10 * x + y) as u8));
    assert_eq!(transpose(&upright).unwrap(), lying);
}
