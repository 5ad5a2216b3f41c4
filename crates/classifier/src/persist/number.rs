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

/// Numbers as the bytes of a file; on little-endian machines the same memory.
pub(super) fn to_bytes<T: Number>(numbers: Cow<'_, [T]>) -> Cow<'_, [u8]> {
    match numbers {
        Cow::Borrowed(numbers) if cfg!(target_endian = "little") => {
            Cow::Borrowed(bytemuck::cast_slice(numbers))
        }
        numbers => {
            let numbers = numbers.iter().map(|&number| number.to_little_endian());
            let numbers: Vec<T> = numbers.collect();
            Cow::Owned(bytemuck::cast_slice(&numbers).to_vec())
        }
    }
}

/// The numbers of a file's bytes, which need not be aligned.
pub(super) fn of_bytes<T: Number>(bytes: &[u8]) -> Vec<T> {
    let mut numbers: Vec<T> = bytemuck::pod_collect_to_vec(bytes);
    if cfg!(target_endian = "big") {
        for number in &mut numbers {
            *number = number.to_little_endian();
        }
    }
    numbers
}
