use std::ops::ControlFlow;

use gradient::PassRecord;

use crate::Observer;

/// What a training run of so many passes calls after each: it tells the observer.
pub(crate) fn tell(
    observer: &dyn Observer,
    passes: usize,
) -> impl FnMut(&PassRecord) -> ControlFlow<()> {
    move |record| {
        observer.pass(record, passes);
        ControlFlow::Continue(())
    }
}
