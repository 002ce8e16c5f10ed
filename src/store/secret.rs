//! The secrets of a vault: passphrases, the recovery code and the database key.
//!
//! All of them are wiped from memory when dropped, and none shows itself in `Debug`. The work factor is
//! the binary logarithm of scrypt's cost: each step doubles time and memory (17: about a quarter of a
//! second and 128 MB on the PCs that pharmacies have). How keys are
//! wrapped and how long a passphrase must be is not known here.

use std::fmt;

use age::secrecy::SecretString;
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

use super::error::StoreError;

/// What a staff member types to open the vault.
///
/// Kept in Unicode's composed form, so that an `é` opens on every keyboard.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes what was typed.
    ///
    /// # Errors
    /// [`StoreError::Empty`] when nothing was.
    pub fn new(typed: String) -> Result<Self, StoreError> {
        let typed = Zeroizing::new(typed);
        if typed.is_empty() {
            return Err(StoreError::Empty { what: "passphrase" });
        }
        // Room for the longest composed form, so that no half-filled copy stays behind in memory.
        let mut composed = Zeroizing::new(String::with_capacity(typed.len() * 3));
        composed.extend(typed.nfc());
        Ok(Self(composed))
    }

    fn expose(&self) -> SecretString {
        SecretString::from(self.0.as_str())
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// The printed code that opens the vault when every passphrase is forgotten.
///
/// 28 random signs of an alphabet of 24 (more than 128 bits), and two that detect every single mistyped
/// sign and every swap of neighbors; printed in six groups of five.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<String>);

/// Letters and digits that are not mistaken for one another: without 0, O, 1, I, L, 2, Z, 5, S, 8, B
/// and U.
const ALPHABET: &[u8; 24] = b"ACDEFGHJKMNPQRTVWXY34679";
const RANDOM_SIGNS: usize = 28;
const SIGNS: usize = 30;
const GROUP: usize = 5;
/// The largest prime whose remainders two signs can write.
const CHECK_PRIME: usize = 571;

impl RecoveryCode {
    /// A new code from the system's randomness.
    pub(super) fn generate() -> Result<Self, StoreError> {
        let mut signs = Zeroizing::new(Vec::with_capacity(SIGNS));
        while signs.len() < RANDOM_SIGNS {
            let mut bytes = Zeroizing::new([0u8; 64]);
            fill_random(bytes.as_mut_slice())?;
            // 240 is the largest multiple of 24 in a byte: above it, a remainder would favor some signs.
            let even = bytes.iter().filter(|b| **b < 240).map(|b| usize::from(*b) % ALPHABET.len());
            let missing = RANDOM_SIGNS - signs.len();
            signs.extend(even.take(missing));
        }
        let check = check(&signs);
        signs.extend([check / ALPHABET.len(), check % ALPHABET.len()]);
        Ok(Self::from_signs(&signs))
    }

    /// Reads a code as it was typed; case, spaces and dashes do not matter.
    ///
    /// # Errors
    /// [`StoreError::MistypedRecoveryCode`] when it has a sign that codes never have, is too short or
    /// too long, or its check does not agree.
    pub fn parse(typed: &str) -> Result<Self, StoreError> {
        let mistyped = |why| StoreError::MistypedRecoveryCode { why };
        let mut signs = Zeroizing::new(Vec::with_capacity(SIGNS));
        for c in typed.chars() {
            if c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−') {
                continue;
            }
            let upper = c.to_ascii_uppercase();
            let sign = ALPHABET.iter().position(|known| char::from(*known) == upper);
            signs.push(sign.ok_or(mistyped("it has a sign that no recovery code has"))?);
            if signs.len() > SIGNS {
                return Err(mistyped("it is longer than six groups of five signs"));
            }
        }
        let Some((random, [high, low])) = signs.split_last_chunk::<2>().filter(|_| signs.len() == SIGNS)
        else {
            return Err(mistyped("it is shorter than six groups of five signs"));
        };
        if check(random) != high * ALPHABET.len() + low {
            return Err(mistyped("a sign is wrong, or two were swapped"));
        }
        Ok(Self::from_signs(&signs))
    }

    /// The code in its groups, to be printed once: `ACDEF-GHJKM-…`.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    fn from_signs(signs: &[usize]) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(SIGNS + SIGNS / GROUP));
        for (at, sign) in signs.iter().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.extend(ALPHABET.get(*sign).map(|b| char::from(*b)));
        }
        Self(text)
    }

    fn expose(&self) -> SecretString {
        SecretString::from(self.0.as_str())
    }
}

/// A weighted sum: the weights differ and the modulus is prime, so no single change and no swap of
/// neighbors leaves it the same.
fn check(signs: &[usize]) -> usize {
    signs.iter().enumerate().map(|(at, sign)| (at + 1) * sign).sum::<usize>() % CHECK_PRIME
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// scrypt's cost as a power of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkFactor(u8);

impl WorkFactor {
    /// What every vault of a pharmacy gets, whatever PC it is made on.
    pub const STANDARD: Self = Self(17);
    /// Cheap and weak: for tests only.
    pub const FOR_TESTS: Self = Self(10);
    /// What is still accepted when reading; a hostile file could ask for hours.
    pub(super) const LARGEST: Self = Self(18);
    /// A random key of 256 bits can't be guessed, however cheap a guess is.
    pub(super) const OF_RANDOM_SECRETS: Self = Self(1);

    pub(super) const fn exponent(self) -> u8 {
        self.0
    }
}

/// The random 256-bit key of the database.
#[derive(Clone)]
pub(super) struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// A new key from the system's randomness.
    pub fn generate() -> Result<Self, StoreError> {
        let mut key = Zeroizing::new([0u8; 32]);
        fill_random(key.as_mut_slice())?;
        Ok(Self(key))
    }

    /// The statement that gives the key to SQLCipher as it is, without deriving it from a passphrase.
    pub fn pragma(&self) -> Zeroizing<String> {
        self.statement("PRAGMA key = \"x'")
    }

    /// The statement that lets SQLCipher write every page of an open database anew under this key.
    pub fn rekey_pragma(&self) -> Zeroizing<String> {
        self.statement("PRAGMA rekey = \"x'")
    }

    fn statement(&self, head: &str) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(96));
        text.push_str(head);
        text.push_str(&self.digits());
        text.push_str("'\";");
        text
    }

    /// The key in hexadecimal digits.
    pub(super) fn digits(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = Zeroizing::new(String::with_capacity(64));
        for byte in self.0.iter() {
            for half in [byte >> 4, byte & 15] {
                text.extend(DIGITS.get(usize::from(half)).map(|d| char::from(*d)));
            }
        }
        text
    }

    /// The key as it is.
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// The key of these bytes, if they are as many as a key has.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut key = Zeroizing::new([0u8; 32]);
        if bytes.len() != key.len() {
            return None;
        }
        key.copy_from_slice(bytes);
        Some(Self(key))
    }
}

impl Drop for DatabaseKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseKey(…)")
    }
}

/// What opens a wrapped key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Secret<'a> {
    /// A staff member's passphrase.
    Passphrase(&'a Passphrase),
    /// The printed code.
    Recovery(&'a RecoveryCode),
}

impl Secret<'_> {
    /// The words that scrypt gets.
    pub(super) fn expose(self) -> SecretString {
        match self {
            Self::Passphrase(passphrase) => passphrase.expose(),
            Self::Recovery(code) => code.expose(),
        }
    }
}

fn fill_random(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes).map_err(|_| StoreError::Internal { doing: "asking the system for randomness" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_typed_in_another_way_is_the_same_code() {
        let code = RecoveryCode::generate().unwrap();
        let sloppy = format!("  {}\n", code.reveal().to_lowercase().replace('-', " — "));
        assert!(RecoveryCode::parse(&sloppy).unwrap() == code);
        assert_eq!(code.reveal().len(), SIGNS + 5);
    }

    #[test]
    fn every_single_mistake_and_every_swap_in_a_code_is_found() {
        let code = RecoveryCode::generate().unwrap();
        let signs: Vec<char> = code.reveal().chars().filter(|c| *c != '-').collect();
        let mut tried = 0;
        for at in 0..SIGNS {
            for other in ALPHABET.iter().map(|b| char::from(*b)).filter(|c| *c != signs[at]) {
                let mut typed = signs.clone();
                typed[at] = other;
                tried += 1;
                assert!(RecoveryCode::parse(&typed.iter().collect::<String>()).is_err());
            }
            if at + 1 < RANDOM_SIGNS && signs[at] != signs[at + 1] {
                let mut typed = signs.clone();
                typed.swap(at, at + 1);
                assert!(RecoveryCode::parse(&typed.iter().collect::<String>()).is_err());
            }
        }
        assert_eq!(tried, SIGNS * 23);
    }

    #[test]
    fn two_codes_differ_and_hold_no_look_alikes() {
        let (one, two) = (RecoveryCode::generate().unwrap(), RecoveryCode::generate().unwrap());
        assert!(one != two);
        assert!(!one.reveal().contains(['0', 'O', '1', 'I', 'L', '2', 'Z', '5', 'S', '8', 'B', 'U']));
    }

    #[test]
    fn no_secret_shows_itself_in_debug() {
        let passphrase = Passphrase::new("correct horse".to_owned()).unwrap();
        let code = RecoveryCode::generate().unwrap();
        let shown = format!("{passphrase:?} {code:?} {:?}", DatabaseKey::generate().unwrap());
        assert_eq!(shown, "Passphrase(…) RecoveryCode(…) DatabaseKey(…)");
    }
}
