//! The pharmacy's own overlay: whether one is in use, and if not, why not.

use std::path::Path;

use super::Desk;
use crate::content::load::ContentError;
use crate::content::overlay::{Overlay, load};
use crate::content::{Content, Files};
use crate::store::Request;

/// The name of the folder beside the vault.
pub const FOLDER: &str = "overlay";

/// What became of the pharmacy's overlay.
#[derive(Debug, Default)]
pub enum OverlayState {
    /// There is none.
    #[default]
    None,
    /// It is in use.
    InUse(Box<Overlay>),
    /// It has mistakes and is not used: everything else works without it.
    Broken(Vec<ContentError>),
}

impl OverlayState {
    /// Checks what was read from the folder.
    pub fn of(read: Result<Option<Files>, Vec<ContentError>>, content: &Content) -> Self {
        match read {
            Ok(None) => Self::None,
            // A folder without a file adds nothing.
            Ok(Some(files)) if files.is_empty() => Self::None,
            Ok(Some(files)) => match load::load(&files, content) {
                Ok(overlay) => Self::InUse(Box::new(overlay)),
                Err(errors) => Self::Broken(errors.0),
            },
            Err(unreadable) => Self::Broken(unreadable),
        }
    }

    /// The overlay, if it is in use.
    pub fn in_use(&self) -> Option<&Overlay> {
        match self {
            Self::InUse(overlay) => Some(overlay),
            Self::None | Self::Broken(_) => None,
        }
    }
}

impl Desk {
    /// Asks for the folder beside a vault; a temporary one has none.
    pub(super) fn look_for_overlay(&mut self, vault: &Path, temporary: bool) {
        self.overlay = OverlayState::None;
        if temporary {
            return;
        }
        if let Some(beside) = vault.parent() {
            self.send(Request::ReadFolder { folder: beside.join(FOLDER) }, super::Pending::Quiet);
        }
    }

    /// The name of the pharmacy: as typed, else from the overlay.
    pub fn pharmacy_name(&self) -> &str {
        self.typed_or(crate::app::summary::PHARMACY_NAME, |contact| &contact.name)
    }

    /// The phone number of the pharmacy: as typed, else from the overlay.
    pub fn pharmacy_phone(&self) -> &str {
        self.typed_or(crate::app::summary::PHARMACY_PHONE, |contact| &contact.phone)
    }

    fn typed_or(&self, key: &str, field: fn(&crate::content::overlay::Contact) -> &String) -> &str {
        let typed = self.setting(key);
        let contact = self.overlay.in_use().and_then(|overlay| overlay.pharmacy.as_ref());
        match contact {
            Some(contact) if typed.is_empty() => field(contact),
            Some(_) | None => typed,
        }
    }
}
