use std::ops::ControlFlow;
use std::sync::mpsc;

use gradient::PassRecord;

use crate::Observer;

/// What a training run calls after each pass.
pub(crate) type OnPass = Box<dyn Fn(&PassRecord) -> ControlFlow<()> + Send + Sync>;

/// Trains with something to call after each of `passes` passes, which tells the observer.
///
/// A run may keep what it calls for as long as it likes, and the observer is only borrowed:
/// hence the channel between them.
pub(crate) fn watched<M>(
    observer: &dyn Observer,
    passes: usize,
    train: impl FnOnce(OnPass) -> M,
) -> M {
    let (sender, done) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for record in done {
                observer.pass(&record, passes);
            }
        });
        train(Box::new(move |record| {
            // Nobody listens any more only if the listener has panicked.
            let _ = sender.send(record.clone());
            ControlFlow::Continue(())
        }))
    })
}
