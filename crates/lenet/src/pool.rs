use std::sync::{Mutex, PoisonError};

/// Things that are costly to make and that nobody uses at the moment.
#[derive(Debug)]
pub(crate) struct Pool<T>(Mutex<Vec<T>>);

impl<T> Pool<T> {
    /// `act` on one of them, or on a new one if all are in use.
    pub(crate) fn with<R>(&self, make: impl FnOnce() -> T, act: impl FnOnce(&mut T) -> R) -> R {
        let idle = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = idle().pop();
        let mut thing = found.unwrap_or_else(make);
        let result = act(&mut thing);
        idle().push(thing);
        result
    }
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// A copy begins with none.
impl<T> Clone for Pool<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_idle_is_used_again() {
        let pool = Pool::default();
        let outer = pool.with(
            || 1,
            |first| {
                let second = pool.with(|| 10, |second| *second);
                *first += 1;
                (*first, second)
            },
        );
        assert_eq!(outer, (2, 10));
        assert_eq!(pool.with(|| unreachable!(), |last| *last), 2);
        assert_eq!(pool.clone().with(|| 7, |own| *own), 7);
    }
}
