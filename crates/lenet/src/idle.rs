use std::sync::{Mutex, PoisonError};

/// A pool of objects that are costly to make and are not in use at the moment.
#[derive(Debug)]
pub struct Idle<T>(Mutex<Vec<T>>);

impl<T> Idle<T> {
    /// Calls `act` with an object of the pool, or with a new one if all are in use.
    pub fn with<R>(&self, make: impl FnOnce() -> T, act: impl FnOnce(&mut T) -> R) -> R {
        let all = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = all().pop();
        let mut thing = found.unwrap_or_else(make);
        let result = act(&mut thing);
        all().push(thing);
        result
    }
}

impl<T> Default for Idle<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// A clone starts with an empty pool.
impl<T> Clone for Idle<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_idle_is_used_again() {
        let idle = Idle::default();
        let outer = idle.with(
            || 1,
            |first| {
                let second = idle.with(|| 10, |second| *second);
                *first += 1;
                (*first, second)
            },
        );
        assert_eq!(outer, (2, 10));
        assert_eq!(idle.with(|| unreachable!(), |last| *last), 2);
        assert_eq!(idle.clone().with(|| 7, |own| *own), 7);
    }
}
