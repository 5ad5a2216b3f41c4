/// Bytes of a line of the cache.
const LINE: usize = 64;

/// Has the CPU fetch values that are about to be read, while it goes on; where there is no
/// instruction for it, nothing.
pub fn prefetch<T>(values: &[T]) {
    let first: *const u8 = values.as_ptr().cast();
    let before = first as usize % LINE;
    for offset in (0..before + size_of_val(values)).step_by(LINE) {
        prefetch_line(first.wrapping_sub(before).wrapping_add(offset));
    }
}

/// Likewise for the cache line of an address, which may be any.
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
