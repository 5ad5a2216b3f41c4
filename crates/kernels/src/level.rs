use std::fmt;
use std::sync::OnceLock;

use thiserror::Error;

#[cfg(target_arch = "aarch64")]
use crate::aarch64::neon::Neon;
use crate::portable::Portable;
#[cfg(target_arch = "x86_64")]
use crate::x86_64::{avx2::Avx2, avx512::Avx512};

/// A set of CPU features that this CPU has.
///
/// A `Level` cannot be made for features that the CPU lacks. So a kernel that takes a `Level` can
/// be a safe function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level(pub(crate) Proof);

/// The value that proves each level to its kernels. Levels of other architectures do not exist
/// here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    Portable(Portable),
    #[cfg(target_arch = "aarch64")]
    Neon(Neon),
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
}

/// Evaluates an expression with the proof of a level. The proof has a type of its own for each
/// level.
macro_rules! with_level {
    ($level:expr, $proof:ident => $value:expr) => {
        match $level.0 {
            $crate::level::Proof::Portable($proof) => $value,
            #[cfg(target_arch = "aarch64")]
            $crate::level::Proof::Neon($proof) => $value,
            #[cfg(target_arch = "x86_64")]
            $crate::level::Proof::Avx2($proof) => $value,
            #[cfg(target_arch = "x86_64")]
            $crate::level::Proof::Avx512($proof) => $value,
        }
    };
}
pub(crate) use with_level;

/// The name of a [`Level`], for matching.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Plain Rust for every CPU; for networks, vectors of four lanes.
    Portable,
    /// aarch64 with NEON.
    Neon,
    /// x86-64 with AVX2 and FMA.
    Avx2,
    /// x86-64 with AVX-512 F, BW, DQ, VL and VNNI (and all of `Avx2`).
    Avx512,
}

/// Why a level cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LevelError {
    /// No level has that name.
    #[error(
        "KERNEL_LEVEL={name}: there is no such level; the levels are {}",
        NAMES
    )]
    Unknown {
        /// The name asked for.
        name: String,
    },
    /// The CPU lacks some features of the level.
    #[error(
        "KERNEL_LEVEL={0}: this CPU does not have this level; its best level is {best}",
        best = Level::best()
    )]
    Unsupported(Kind),
}

const NAMES: &str = "portable, neon, avx2, avx512";

impl Kind {
    const ALL: [Kind; 4] = [Kind::Portable, Kind::Neon, Kind::Avx2, Kind::Avx512];

    /// The name that `KERNEL_LEVEL` takes.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Portable => "portable",
            Kind::Neon => "neon",
            Kind::Avx2 => "avx2",
            Kind::Avx512 => "avx512",
        }
    }
}

impl Level {
    /// The level that every CPU has.
    pub const PORTABLE: Level = Level(Proof::Portable(Portable));

    /// Returns the level of this kind if this CPU has it.
    fn of(kind: Kind) -> Option<Level> {
        let proof = match kind {
            Kind::Portable => Some(Proof::Portable(Portable)),
            #[cfg(target_arch = "aarch64")]
            Kind::Neon => Neon::detect().map(Proof::Neon),
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => Avx2::detect().map(Proof::Avx2),
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => Avx512::detect().map(Proof::Avx512),
            #[cfg(not(target_arch = "aarch64"))]
            Kind::Neon => None,
            #[cfg(not(target_arch = "x86_64"))]
            Kind::Avx2 | Kind::Avx512 => None,
        };
        proof.map(Level)
    }

    /// Every level that this CPU has, the slowest first.
    pub fn available() -> impl Iterator<Item = Level> {
        Kind::ALL.into_iter().filter_map(Level::of)
    }

    /// The fastest level that this CPU has.
    pub fn best() -> Level {
        Level::available().last().unwrap_or(Level::PORTABLE)
    }

    /// Returns the level with this name if this CPU has it.
    ///
    /// # Errors
    /// [`LevelError`] if no level has this name, or if this CPU lacks the level.
    pub fn from_name(name: &str) -> Result<Level, LevelError> {
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| LevelError::Unknown { name: name.into() })?;
        Level::of(kind).ok_or(LevelError::Unsupported(kind))
    }

    /// The level to compute with: the one that `KERNEL_LEVEL` names, otherwise
    /// [`best`](Self::best). It is chosen at the first call and does not change afterwards.
    ///
    /// # Errors
    /// [`LevelError`] if `KERNEL_LEVEL` names a level that cannot be used.
    pub fn try_current() -> Result<Level, LevelError> {
        static CURRENT: OnceLock<Result<Level, LevelError>> = OnceLock::new();
        CURRENT
            .get_or_init(|| match std::env::var("KERNEL_LEVEL") {
                Ok(name) if !name.is_empty() => Level::from_name(&name),
                _ => Ok(Level::best()),
            })
            .clone()
    }

    /// [`try_current`](Self::try_current) for callers that cannot return an error.
    ///
    /// # Panics
    /// If `KERNEL_LEVEL` names a level that cannot be used.
    pub fn current() -> Level {
        match Level::try_current() {
            Ok(level) => level,
            Err(error) => panic!("{error}"),
        }
    }

    /// The kind of this level.
    pub fn kind(self) -> Kind {
        match self.0 {
            Proof::Portable(_) => Kind::Portable,
            #[cfg(target_arch = "aarch64")]
            Proof::Neon(_) => Kind::Neon,
            #[cfg(target_arch = "x86_64")]
            Proof::Avx2(_) => Kind::Avx2,
            #[cfg(target_arch = "x86_64")]
            Proof::Avx512(_) => Kind::Avx512,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind().fmt(f)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_available_level_is_found_by_its_name() {
        for level in Level::available() {
            assert_eq!(Level::from_name(level.kind().name()), Ok(level));
        }
        assert_eq!(Level::available().next(), Some(Level::PORTABLE));
    }

    #[test]
    fn a_level_of_another_architecture_is_unsupported() {
        let foreign = if cfg!(target_arch = "aarch64") {
            Kind::Avx2
        } else {
            Kind::Neon
        };
        let found = Level::from_name(foreign.name());
        assert_eq!(found, Err(LevelError::Unsupported(foreign)));
    }

    #[test]
    fn an_unknown_name_is_told_the_names() {
        let message = Level::from_name("sse9").unwrap_err().to_string();
        for kind in Kind::ALL {
            assert!(message.contains(kind.name()), "{message}");
        }
        assert!(message.contains("sse9"), "{message}");
    }
}
