//! How keys are wrapped: a passphrase or the recovery code opens an identity, an identity opens the database key.
//!
//! All of it is age: scrypt for what people type, X25519 for what the program keeps for them. An identity's public
//! half is enough to wrap a new database key for its owner, so that a re-key needs nobody's passphrase but that of
//! who does it. Which wrapped bytes belong to whom is not known here.

use std::fmt;
use std::io::Read;
use std::iter;
use std::str::FromStr;

use age::secrecy::{ExposeSecret, SecretString};
use age::{Decryptor, Encryptor, x25519};
use zeroize::Zeroizing;

use super::error::StoreError;
use super::secret::{DatabaseKey, Secret, WorkFactor};

/// The longest text that is ever wrapped here, in bytes: a seal over the public keys of a large staff.
const LARGEST: usize = 256 * 1024;
/// Room for an identity or a key; more would be none of ours.
const LARGEST_KEY: usize = 128;

/// The wrapped bytes are not what this program writes.
#[derive(Debug)]
pub(super) struct WrapDamage;

/// The public half of an identity, as it stands in the keys file.
#[derive(Clone)]
pub(super) struct Recipient(x25519::Recipient);

impl FromStr for Recipient {
    type Err = WrapDamage;

    fn from_str(text: &str) -> Result<Self, WrapDamage> {
        text.parse().map(Self).map_err(|_| WrapDamage)
    }
}

/// What a staff member's passphrase opens: the secret half, wiped when dropped.
pub(super) struct Identity(x25519::Identity);

impl Identity {
    /// A new one from the system's randomness.
    pub fn generate() -> Self {
        Self(x25519::Identity::generate())
    }

    /// Its public half in letters, for the keys file.
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }

    /// Wraps it so that `secret` opens it: an age file.
    pub fn wrap(&self, secret: Secret<'_>, work: WorkFactor) -> Result<Vec<u8>, StoreError> {
        wrap_for_secret(self.0.to_string().expose_secret().as_bytes(), secret.expose(), work)
    }

    /// Opens a wrapped identity; `None` when the secret is not the one it was wrapped for.
    pub fn unwrap(wrapped: &[u8], secret: Secret<'_>) -> Result<Option<Self>, WrapDamage> {
        let Some(text) = unwrap_with_secret(wrapped, secret.expose(), LARGEST_KEY)? else {
            return Ok(None);
        };
        let text = std::str::from_utf8(&text).map_err(|_| WrapDamage)?;
        text.parse().map(|identity| Some(Self(identity))).map_err(|_| WrapDamage)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(…)")
    }
}

impl DatabaseKey {
    /// Wraps the key so that every one of the identities opens it.
    pub fn wrap_for(&self, recipients: &[Recipient]) -> Result<Vec<u8>, StoreError> {
        let recipients = recipients.iter().map(|recipient| &recipient.0 as &dyn age::Recipient);
        encrypt(recipients, self.bytes())
    }

    /// Opens the key with an identity. That it is not one of those for which the key was wrapped is damage too.
    pub fn unwrap_with(wrapped: &[u8], identity: &Identity) -> Result<Self, WrapDamage> {
        let bytes = decrypt(wrapped, &identity.0, LARGEST_KEY).map_err(|_| WrapDamage)?;
        Self::from_bytes(&bytes).ok_or(WrapDamage)
    }

    /// Wraps the key itself for a secret, as keys files of the first format hold it.
    #[cfg(test)]
    pub fn wrap(&self, secret: Secret<'_>, work: WorkFactor) -> Result<Vec<u8>, StoreError> {
        wrap_for_secret(self.bytes(), secret.expose(), work)
    }

    /// Opens a key that was wrapped for a secret itself; `None` when the secret is another.
    pub fn unwrap(wrapped: &[u8], secret: Secret<'_>) -> Result<Option<Self>, WrapDamage> {
        match unwrap_with_secret(wrapped, secret.expose(), LARGEST_KEY)? {
            Some(bytes) => Self::from_bytes(&bytes).map(Some).ok_or(WrapDamage),
            None => Ok(None),
        }
    }

    /// Closes a text so that only who has the key can have written it.
    pub fn seal(&self, text: &str) -> Result<Vec<u8>, StoreError> {
        wrap_for_secret(text.as_bytes(), self.as_secret(), WorkFactor::OF_RANDOM_SECRETS)
    }

    /// Whether that text was sealed with this key.
    pub fn has_sealed(&self, text: &str, sealed: &[u8]) -> bool {
        matches!(unwrap_with_secret(sealed, self.as_secret(), LARGEST), Ok(Some(found)) if *found == text.as_bytes())
    }

    fn as_secret(&self) -> SecretString {
        SecretString::from(self.digits().as_str())
    }
}

fn wrap_for_secret(plain: &[u8], secret: SecretString, work: WorkFactor) -> Result<Vec<u8>, StoreError> {
    let mut recipient = age::scrypt::Recipient::new(secret);
    recipient.set_work_factor(work.exponent());
    encrypt(iter::once(&recipient as &dyn age::Recipient), plain)
}

/// `None` when the secret is not the one it was wrapped for.
fn unwrap_with_secret(
    wrapped: &[u8],
    secret: SecretString,
    largest: usize,
) -> Result<Option<Zeroizing<Vec<u8>>>, WrapDamage> {
    let mut identity = age::scrypt::Identity::new(secret);
    identity.set_max_work_factor(WorkFactor::LARGEST.exponent());
    match decrypt(wrapped, &identity, largest) {
        Ok(plain) => Ok(Some(plain)),
        Err(age::DecryptError::DecryptionFailed | age::DecryptError::KeyDecryptionFailed) => Ok(None),
        // Foreign enum: everything else says that the bytes are no age file of ours.
        Err(_) => Err(WrapDamage),
    }
}

fn encrypt<'a>(
    recipients: impl Iterator<Item = &'a dyn age::Recipient>,
    plain: &[u8],
) -> Result<Vec<u8>, StoreError> {
    use std::io::Write;
    let failed = || StoreError::Internal { doing: "wrapping a key" };
    let mut wrapped = Vec::new();
    let encryptor = Encryptor::with_recipients(recipients).map_err(|_| failed())?;
    let mut writer = encryptor.wrap_output(&mut wrapped).map_err(|_| failed())?;
    writer.write_all(plain).and_then(|()| writer.finish()).map_err(|_| failed())?;
    Ok(wrapped)
}

/// Reads into room that is taken once: a buffer that grows would leave copies behind.
fn decrypt(
    wrapped: &[u8],
    identity: &dyn age::Identity,
    largest: usize,
) -> Result<Zeroizing<Vec<u8>>, age::DecryptError> {
    let mut reader = Decryptor::new_buffered(wrapped)?.decrypt(iter::once(identity))?;
    // What is wrapped is never longer than its wrapping.
    let mut plain = Zeroizing::new(vec![0; largest.min(wrapped.len())]);
    let mut filled = 0;
    while let Some(room) = plain.get_mut(filled..).filter(|room| !room.is_empty()) {
        match reader.read(room)? {
            0 => break,
            read => filled += read,
        }
    }
    plain.truncate(filled);
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Passphrase;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(text.to_owned()).unwrap()
    }

    #[test]
    fn a_wrapped_key_opens_with_its_secret_only() {
        let key = DatabaseKey::generate().unwrap();
        let (right, decomposed) = (passphrase("caf\u{e9} at noon"), passphrase("cafe\u{301} at noon"));
        let wrong = passphrase("cafe at noon");
        let wrapped = key.wrap(Secret::Passphrase(&right), WorkFactor::FOR_TESTS).unwrap();
        let opened = DatabaseKey::unwrap(&wrapped, Secret::Passphrase(&decomposed)).unwrap().unwrap();
        assert_eq!(*opened.pragma(), *key.pragma());
        assert!(DatabaseKey::unwrap(&wrapped, Secret::Passphrase(&wrong)).unwrap().is_none());
        assert!(DatabaseKey::unwrap(b"age-encryption.org/v1\nnonsense", Secret::Passphrase(&right)).is_err());
    }

    #[test]
    fn every_identity_that_a_key_was_wrapped_for_opens_it_and_no_other() {
        let key = DatabaseKey::generate().unwrap();
        let people = [Identity::generate(), Identity::generate()];
        let recipients: Vec<Recipient> =
            people.iter().map(|identity| identity.recipient().parse().unwrap()).collect();
        let wrapped = key.wrap_for(&recipients).unwrap();
        for identity in &people {
            let secret = passphrase("one");
            let kept = identity.wrap(Secret::Passphrase(&secret), WorkFactor::FOR_TESTS).unwrap();
            let back = Identity::unwrap(&kept, Secret::Passphrase(&secret)).unwrap().unwrap();
            assert_eq!(*DatabaseKey::unwrap_with(&wrapped, &back).unwrap().pragma(), *key.pragma());
            assert!(Identity::unwrap(&kept, Secret::Passphrase(&passphrase("two"))).unwrap().is_none());
        }
        assert!(DatabaseKey::unwrap_with(&wrapped, &Identity::generate()).is_err());
        assert!("age1nonsense".parse::<Recipient>().is_err());
        assert_eq!(format!("{:?}", Identity::generate()), "Identity(…)");
    }

    #[test]
    fn a_seal_is_of_one_key_and_one_text() {
        let (key, other) = (DatabaseKey::generate().unwrap(), DatabaseKey::generate().unwrap());
        let sealed = key.seal("ann age1\n").unwrap();
        assert!(key.has_sealed("ann age1\n", &sealed));
        assert!(!key.has_sealed("ben age1\n", &sealed));
        assert!(!other.has_sealed("ann age1\n", &sealed));
        assert!(!key.has_sealed("ann age1\n", b"nonsense"));
    }
}
