//! `countercheck vault`: make, check, fill and export the encrypted record without a window.
//!
//! Opening is the store's part; here is where the passphrase comes from and what goes to standard
//! output. Backup, restore and erasure are in `keep`.

mod fhir;
pub mod import;
mod keep;
mod record;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::passphrase::{self, Ask, StandardInput};
use super::{Trouble, is_standard_input, pretty, unreadable, write};
use crate::store::{
    Credential, ErrorKind, ExportFilter, ExportRecord, NewStaff, Report, StoreError, Vault, WorkFactor,
};

/// Which vault is opened, by whom, and with what.
#[derive(Debug, Args)]
pub struct Access {
    /// The vault
    #[arg(long, value_name = "FILE", global = true)]
    pub vault: Option<PathBuf>,
    /// Who opens it, or whom it is made for; the first staff member without it
    #[arg(long, value_name = "NAME", global = true)]
    pub staff: Option<String>,
    /// A file whose first line is the passphrase, or - for standard input; without it the terminal or the window asks
    #[arg(long, value_name = "FILE", global = true)]
    pub passphrase_file: Option<PathBuf>,
}

/// The vault jobs.
#[derive(Debug, Subcommand)]
pub enum Job {
    /// Makes a vault at --vault, and prints its recovery code as the last line; nothing is overwritten
    Create,
    /// Checks keys, pages, schema and history, and says what was checked, as JSON
    Verify {
        /// A backup that is checked instead; --vault is not needed then
        #[arg(long, value_name = "FILE")]
        backup: Option<PathBuf>,
    },
    /// Takes in lines of JSON: inputs of assess with name and birth date, or lines of an export
    Import {
        /// A file, or - for standard input
        file: PathBuf,
    },
    /// Writes the checklists: one line of JSON for each, or one FHIR bundle
    Export {
        /// The id of the patient whose checklists are written; all without it
        #[arg(long, value_name = "ID")]
        patient: Option<String>,
        /// The form
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
    },
    /// Makes a backup in one file, reads it back, and prints `saved` and its path; nothing is overwritten
    Backup {
        /// A folder, or the file to be made
        to: PathBuf,
    },
    /// Puts a backup in the place of --vault, keeps aside what is there, and says so as JSON
    Restore {
        /// The backup; the passphrase is that of its time
        from: PathBuf,
    },
    /// Puts what can still be read of a damaged vault into a new one, and says as JSON what is missing
    Rescue {
        /// The new vault; it opens with the passphrases of --vault
        to: PathBuf,
    },
    /// Erases a patient with all visits, for good, and says as JSON which backups still hold them; administrators only
    Erase {
        /// The id of the patient, as an export shows it
        #[arg(long, value_name = "ID")]
        patient: String,
        /// That it is meant: there is no way back
        #[arg(long)]
        yes: bool,
    },
}

/// The forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// What `vault import` reads
    Json,
    /// A FHIR R4 bundle, for other systems
    Fhir,
}

/// Whom a vault is made for when nobody is named.
const FIRST_STAFF: &str = "Pharmacist";

impl Access {
    /// The first option that was given, as it is typed.
    pub fn first_given(&self) -> Option<&'static str> {
        let given = [
            ("--vault", self.vault.is_some()),
            ("--staff", self.staff.is_some()),
            ("--passphrase-file", self.passphrase_file.is_some()),
        ];
        given.into_iter().find(|(_, given)| *given).map(|(option, _)| option)
    }

    /// What the window is opened with; `None` when the passphrase is to be typed there.
    ///
    /// # Errors
    /// [`Trouble`] when the file can't be read, or a name is given without one.
    pub fn for_window(&self) -> Result<Option<Credential>, Trouble> {
        match (&self.passphrase_file, &self.staff) {
            (Some(_), _) => self.credential(StandardInput::Free).map(Some),
            (None, Some(_)) => Err(Trouble::Input(
                "--staff: expected together with --passphrase-file; the window asks for both".into(),
            )),
            (None, None) => Ok(None),
        }
    }

    fn path(&self) -> Result<&Path, Trouble> {
        self.vault
            .as_deref()
            .ok_or_else(|| Trouble::Input("--vault: expected the file that the vault is kept in".into()))
    }

    fn passphrase_file(&self) -> Option<&Path> {
        self.passphrase_file.as_deref()
    }

    fn credential(&self, standard_input: StandardInput) -> Result<Credential, Trouble> {
        let passphrase = passphrase::read(self.passphrase_file(), standard_input, Ask::Known)?;
        Ok(Credential::Passphrase { staff: self.staff.clone(), passphrase })
    }

    /// Opens it.
    pub(super) fn open(&self, standard_input: StandardInput) -> Result<Vault, Trouble> {
        let path = self.path()?;
        // Asked for nothing, a pharmacist should not have to type a passphrase first.
        if !path.exists() {
            return Err(StoreError::NoVault { path: path.to_owned() }.into());
        }
        let vault = Vault::open(path, &self.credential(standard_input)?, Timestamp::now())?;
        for notice in vault.notices() {
            super::tell(&notice.words());
        }
        Ok(vault)
    }
}

/// Runs a vault job and writes its result to `out` as it comes.
///
/// # Errors
/// [`Trouble`]. A refusal leaves the vault as it was; an import that stops keeps the lines before.
pub fn run(job: &Job, access: &Access, out: &mut dyn Write) -> Result<(), Trouble> {
    match job {
        Job::Create => create(access, out),
        Job::Verify { backup: None } => verify(access, out),
        Job::Verify { backup: Some(backup) } => keep::check(access, backup, out),
        Job::Import { file } => import(access, file, out),
        Job::Export { patient, format } => export(access, patient.as_deref(), *format, out),
        Job::Backup { to } => keep::back_up(access, to, out),
        Job::Restore { from } => keep::restore(access, from, out),
        Job::Rescue { to } => keep::rescue(access, to, out),
        Job::Erase { patient, yes } => keep::erase(access, patient, *yes, out),
    }
}

fn create(access: &Access, out: &mut dyn Write) -> Result<(), Trouble> {
    let path = access.path()?;
    let passphrase = passphrase::read(access.passphrase_file(), StandardInput::Free, Ask::New)?;
    let name = access.staff.clone().unwrap_or_else(|| FIRST_STAFF.to_owned());
    let first = NewStaff { name, passphrase };
    let (vault, code) = Vault::create(path, &first, WorkFactor::STANDARD, Timestamp::now())?;
    drop(vault);
    let shown = write(
        out,
        "The recovery code opens the vault when every passphrase is lost. It is shown this once; keep it on paper, locked away:\n",
    )
    .and_then(|()| write(out, code.reveal()))
    .and_then(|()| write(out, "\n"))
    .and_then(|()| out.flush().map_err(Trouble::Output));
    // Whoever went away before the code was shown has to know, however quietly they went.
    shown.map_err(|trouble| {
        Trouble::Other(format!(
            "the vault was made, but its recovery code could not be shown ({trouble}): move the vault and \
             its .keys files away and make it again"
        ))
    })
}

fn verify(access: &Access, out: &mut dyn Write) -> Result<(), Trouble> {
    let vault = access.open(StandardInput::Free)?;
    let report = vault.verify()?;
    write(out, &pretty(&report_json(&vault, &report)))?;
    if report.is_whole() {
        return Ok(());
    }
    let damaged = report.checks.iter().filter(|check| !check.problems.is_empty()).count();
    let last = vault.last_backup().map_or_else(String::new, |last| format!("; {}", last.words()));
    Err(Trouble::Damaged(format!(
        "The vault is damaged: {damaged} of {} checks found something{last}. Restore the last backup, and keep the \
         damaged file: parts of it can often still be read.",
        report.checks.len()
    )))
}

fn report_json(vault: &Vault, report: &Report) -> Value {
    let checks: Vec<Value> =
        report.checks.iter().map(|check| json!({"what": check.what, "problems": check.problems})).collect();
    json!({"vault_id": vault.id().to_string(), "whole": report.is_whole(), "checks": checks})
}

fn import(access: &Access, file: &Path, out: &mut dyn Write) -> Result<(), Trouble> {
    let content = super::content()?;
    let (mut input, standard_input): (Box<dyn BufRead>, _) = if is_standard_input(file) {
        (Box::new(io::stdin().lock()), StandardInput::Taken)
    } else {
        let opened = File::open(file).map_err(|error| unreadable(&error))?;
        (Box::new(BufReader::new(opened)), StandardInput::Free)
    };
    let mut vault = access.open(standard_input)?;
    import::run(&content, &mut vault, &mut input, out, Timestamp::now)
}

fn export(
    access: &Access,
    patient: Option<&str>,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), Trouble> {
    let filter =
        match patient {
            // What was typed is not repeated: it may be a name.
            Some(id) => ExportFilter::Patient(id.parse().map_err(|_| {
                Trouble::Input("--patient: expected a patient_id, as an export shows it".into())
            })?),
            None => ExportFilter::All,
        };
    let vault = access.open(StandardInput::Free)?;
    let records = vault.export(filter)?;
    match format {
        Format::Json => write_records(records, out),
        Format::Fhir => fhir::write(&super::content()?, records, out),
    }
}

/// Writes what can be read; what can't is counted, so that a damaged vault still gives the rest.
fn write_records(
    records: impl Iterator<Item = Result<ExportRecord, StoreError>>,
    out: &mut dyn Write,
) -> Result<(), Trouble> {
    let (mut written, mut lost) = (0u64, 0u64);
    for record in records {
        let record = match record {
            Ok(record) => record,
            Err(error) if error.kind() == ErrorKind::Damaged => {
                lost += 1;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        out.write_all(&record.to_line()?).map_err(Trouble::Output)?;
        written += 1;
    }
    all_is_there(lost, written + lost)
}

/// Says that checklists are missing from an export, and why.
fn all_is_there(lost: u64, of: u64) -> Result<(), Trouble> {
    if lost == 0 {
        return Ok(());
    }
    Err(Trouble::Damaged(format!(
        "The vault is damaged: {lost} of {of} checklists can't be read and were left out. Restore the last backup, \
         and keep the damaged file."
    )))
}
