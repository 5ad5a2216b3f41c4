/// Measures the seconds since it was made. WebAssembly in a browser has no clock: there it is
/// always 0.
pub(crate) struct Stopwatch {
    #[cfg(not(target_family = "wasm"))]
    start: std::time::Instant,
}

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self {
            #[cfg(not(target_family = "wasm"))]
            start: std::time::Instant::now(),
        }
    }

    pub(crate) fn seconds(&self) -> f64 {
        #[cfg(not(target_family = "wasm"))]
        let seconds = self.start.elapsed().as_secs_f64();
        #[cfg(target_family = "wasm")]
        let seconds = 0.0;
        seconds
    }
}
