//! How many random cases a property is tried on, and with which random numbers.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// So many cases, the same in every run but where the environment says otherwise.
pub fn cases(count: u32) -> ProptestConfig {
    let mut config = ProptestConfig::with_cases(count);
    if std::env::var_os("PROPTEST_CASES").is_some() {
        config.cases = ProptestConfig::default().cases;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(20_261_124);
    }
    config.failure_persistence = None;
    config
}
