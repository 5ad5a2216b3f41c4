/// Has the CPU fetch values that are about to be read, while it goes on; where there is no
/// instruction for it, nothing.
pub fn prefetch<T>(values: &[T]) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};

        /// Bytes of a line of the cache.
        const LINE: usize = 64;
        let values_start: *const i8 = values.as_ptr().cast();
        let before = values_start as usize % LINE;
        let start = values_start.wrapping_sub(before);
        for offset in (0..before + size_of_val(values)).step_by(LINE) {
            // SAFETY: every x86-64 has the instruction, which faults at no address.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(start.wrapping_add(offset)) }
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = values;
}
