/// Number of bytes in a cache line.
const LINE: usize = 64;

/// Asks the CPU to load values into its cache that will be read soon. The CPU does not wait for
/// them. If it has no such instruction, this does nothing.
pub fn prefetch<T>(values: &[T]) {
    let first: *const u8 = values.as_ptr().cast();
    let before = first as usize % LINE;
    for offset in (0..before + size_of_val(values)).step_by(LINE) {
        prefetch_line(first.wrapping_sub(before).wrapping_add(offset));
    }
}

/// Prefetches the cache line of an address. The address may be invalid.
#[inline(always)]
pub(crate) fn prefetch_line<T>(address: *const T) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: every x86-64 has the instruction, which faults at no address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(address.cast()) }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}
