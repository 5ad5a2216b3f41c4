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
    ($type:ident, $dtype:ident, |$value:ident| $little:expr, $finite:expr) => {
        impl Number for $type {
            const DTYPE: Dtype = Dtype::$dtype;
            const NAME: &'static str = stringify!($type);

            fn to_little_endian(self) -> Self {
                let $value = self;
                $little
            }

            fn is_finite_number(self) -> bool {
                let $value = self;
                $finite
            }
        }
    };
}

number!(u8, U8, |value| value, {
    let _ = value;
    true
});
number!(u32, U32, |value| value.to_le(), {
    let _ = value;
    true
});
number!(
    f32,
    F32,
    |value| f32::from_bits(value.to_bits().to_le()),
    value.is_finite()
);
number!(
    f64,
    F64,
    |value| f64::from_bits(value.to_bits().to_le()),
    value.is_finite()
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
