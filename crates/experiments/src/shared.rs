use std::sync::Mutex;
use std::time::{Duration, Instant};

use lenet::LeNet;

use crate::FitError;

/// Networks that one row has trained and others build on.
#[derive(Debug, Default)]
pub struct Shared {
    networks: Mutex<Vec<Trained>>,
}

#[derive(Clone, Debug)]
struct Trained {
    name: String,
    seed: u64,
    network: LeNet,
    took: Duration,
}

impl Shared {
    /// The network of that name and seed, trained now unless it was before; also what that
    /// took, if it was before.
    pub(crate) fn network(
        &self,
        name: impl Into<String>,
        seed: u64,
        train: impl FnOnce() -> Result<LeNet, FitError>,
    ) -> Result<(LeNet, Option<Duration>), FitError> {
        let name = name.into();
        let known = || self.networks.lock().expect("no holder panics");
        let same = |trained: &&Trained| trained.name == name && trained.seed == seed;
        if let Some(trained) = known().iter().find(same) {
            return Ok((trained.network.clone(), Some(trained.took)));
        }
        let start = Instant::now();
        let network = train()?;
        known().push(Trained {
            name,
            seed,
            network: network.clone(),
            took: start.elapsed(),
        });
        Ok((network, None))
    }
}
