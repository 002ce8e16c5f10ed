//! Is a folder one whose files a program of a cloud takes away? Seen by its names alone, so that a folder that is
//! synchronized under a usual name (Documents, where iCloud does that) is not found.

use std::path::Path;

/// How the folders of such programs begin, in small letters, and whose they are.
const CLOUDS: [(&str, &str); 10] = [
    ("onedrive", "OneDrive"),
    ("icloud", "iCloud"),
    ("mobile documents", "iCloud"),
    ("cloudstorage", "a cloud"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("box sync", "Box"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
];

/// The cloud that a folder seems to be carried to.
pub fn cloud_of(folder: &str) -> Option<&'static str> {
    Path::new(folder).components().find_map(|part| {
        let name = part.as_os_str().to_string_lossy().to_lowercase();
        CLOUDS.iter().find(|(begins, _)| name.starts_with(begins)).map(|(_, cloud)| *cloud)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_a_cloud_is_known_by_its_name_at_any_depth() {
        for (folder, cloud) in [
            ("/home/dana/Downloads", None),
            ("/home/dana", None),
            ("", None),
            ("/srv/my dropbox reports", None),
            ("/home/dana/OneDrive - Linden Street Pharmacy/Documents/pages", Some("OneDrive")),
            ("/home/dana/Dropbox (Personal)", Some("Dropbox")),
            ("/Users/dana/Library/Mobile Documents/com~apple~CloudDocs", Some("iCloud")),
            ("/Users/dana/Library/CloudStorage/SomeDrive", Some("a cloud")),
            ("/home/dana/nextcloud/", Some("Nextcloud")),
        ] {
            assert_eq!(cloud_of(folder), cloud, "{folder}");
        }
        assert_eq!(cloud_of(r"C:\Users\dana\OneDrive\Pages"), cfg!(windows).then_some("OneDrive"));
    }
}
