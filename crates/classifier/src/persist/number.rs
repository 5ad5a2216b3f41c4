use std::borrow::Cow;
use std::fmt::Display;

use bytemuck::Pod;
use safetensors::Dtype;

mod sealed {
    pub trait Sealed {}
    impl Sealed for u8 {}
    impl Sealed for u32 {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// A type of the numbers of a tensor.
pub trait Number: sealed::Sealed + Pod + Display + Send + Sync {
    #[doc(hidden)]
    const DTYPE: Dtype;

    #[doc(hidden)]
    const NAME: &'static str;

    #[doc(hidden)]
    fn to_little_endian(self) -> Self;

    /// False for NaN and infinities.
    #[doc(hidden)]
    fn is_finite_number(self) -> bool;
}

macro_rules! number {
    ($type:ident, $dtype:ident, $to_little_endian:expr, $is_finite:expr) => {
        impl Number for $type {
            const DTYPE: Dtype = Dtype::$dtype;
            const NAME: &'static str = stringify!($type);

            fn to_little_endian(self) -> Self {
                $to_little_endian(self)
            }

            fn is_finite_number(self) -> bool {
                $is_finite(self)
            }
        }
    };
}

number!(u8, U8, u8::to_le, |_| true);
number!(u32, U32, u32::to_le, |_| true);
number!(
    f32,
    F32,
    |x: f32| f32::from_bits(x.to_bits().to_le()),
    f32::is_finite
);
number!(
    f64,
    F64,
    |x: f64| f64::from_bits(x.to_bits().to_le()),
    f64::is_finite
);

/// Appends numbers as the bytes of a file.
pub(super) fn append_bytes<T: Number>(numbers: &[T], bytes: &mut Vec<u8>) {
    if cfg!(target_endian = "little") {
        bytes.extend_from_slice(bytemuck::cast_slice(numbers));
    } else {
        for number in numbers {
            bytes.extend_from_slice(bytemuck::bytes_of(&number.to_little_endian()));
        }
    }
}

/// The numbers of a file's bytes; on little-endian machines the same memory, if it is aligned.
pub(super) fn of_bytes<T: Number>(bytes: &[u8]) -> Cow<'_, [T]> {
    match bytemuck::try_cast_slice(bytes) {
        Ok(numbers) if cfg!(target_endian = "little") => Cow::Borrowed(numbers),
        _ => {
            let numbers: Vec<T> = bytemuck::pod_collect_to_vec(bytes);
            numbers.into_iter().map(Number::to_little_endian).collect()
        }
    }
}
