//! How does this system print? Which program, with which arguments, what its answers mean.
//!
//! Linux and macOS have CUPS: `lp`, or else `lpr`, takes the pages on standard input, so that no file is written.
//! Windows has no such way that says whether it worked; there the pages are opened to be printed from the viewer.

use std::ffi::OsStr;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::summary::Paper;

/// The kind of system, as far as printing goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Linux, macOS and their relatives.
    Cups,
    /// Windows.
    Windows,
}

impl System {
    /// The one that this program runs on.
    pub const HERE: Self = if cfg!(windows) { Self::Windows } else { Self::Cups };
}

/// The programs of CUPS that were found, by their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tools {
    /// Prints, and answers with the job's name.
    pub lp: Option<PathBuf>,
    /// Prints, and answers nothing.
    pub lpr: Option<PathBuf>,
    /// Lists printers.
    pub lpstat: Option<PathBuf>,
}

/// What is to be printed, as far as the system must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job<'a> {
    /// The printer; without one the system's usual one.
    pub printer: Option<&'a str>,
    /// The paper.
    pub paper: Paper,
}

/// The way that pages take to the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// A program takes them on its standard input.
    Program {
        /// Its path.
        program: PathBuf,
        /// Its arguments.
        arguments: Vec<String>,
    },
    /// They are opened in the viewer, which prints: so it is done here.
    Viewer,
    /// They are opened in the viewer, because there is no program that prints.
    NoProgram,
}

/// What stands in the list of jobs, where others read it: nothing of the patient, nothing of what it is about.
pub const TITLE: &str = "Countercheck summary";

/// Which way pages take on a system where these programs were found.
pub fn way(system: System, tools: &Tools, job: Job<'_>) -> Way {
    let media = match job.paper {
        Paper::Letter => "media=Letter",
        Paper::A4 => "media=A4",
    };
    let with = |printer: &str, title: &str, last: &[&str]| {
        let printer = job.printer.into_iter().flat_map(|name| [printer, name]);
        let words = [title, TITLE, "-o", media].into_iter().chain(last.iter().copied());
        printer.chain(words).map(str::to_owned).collect()
    };
    match (system, &tools.lp, &tools.lpr) {
        (System::Windows, ..) => Way::Viewer,
        (System::Cups, Some(lp), _) => {
            Way::Program { program: lp.clone(), arguments: with("-d", "-t", &["-"]) }
        }
        (System::Cups, None, Some(lpr)) => {
            Way::Program { program: lpr.clone(), arguments: with("-P", "-T", &[]) }
        }
        (System::Cups, None, None) => Way::NoProgram,
    }
}

impl Tools {
    /// The programs in the folders of a `PATH`.
    pub fn found(path: Option<&OsStr>) -> Self {
        let folders: Vec<PathBuf> =
            path.map(|path| std::env::split_paths(path).collect()).unwrap_or_default();
        let find = |name: &str| folders.iter().map(|folder| folder.join(name)).find(|file| is_program(file));
        Self { lp: find("lp"), lpr: find("lpr"), lpstat: find("lpstat") }
    }

    /// Those of this computer.
    pub fn here() -> Self {
        Self::found(std::env::var_os("PATH").as_deref())
    }
}

fn is_program(file: &Path) -> bool {
    #[cfg(unix)]
    let may_run =
        |meta: &std::fs::Metadata| std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let may_run = |_: &std::fs::Metadata| true;
    std::fs::metadata(file).is_ok_and(|meta| meta.is_file() && may_run(&meta))
}

/// The printers of this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printers {
    /// Their names.
    pub names: Vec<String>,
    /// The one that is used when none is named.
    pub usual: Option<String>,
}

impl Printers {
    /// What `lpstat -e` and `lpstat -d` have answered.
    pub fn read(names: &str, usual: &str) -> Self {
        let names = names.lines().map(str::trim).filter(|name| !name.is_empty() && !name.contains(' '));
        // "system default destination: NAME", or that there is none.
        let usual = usual.lines().find_map(|line| line.strip_prefix("system default destination:"));
        Self { names: names.map(str::to_owned).collect(), usual: usual.map(|name| name.trim().to_owned()) }
    }

    /// Those of this computer; none where the system does not tell.
    pub fn here(tools: &Tools) -> Self {
        let ask = |argument: &str| {
            let lpstat = tools.lpstat.as_ref()?;
            run(lpstat, &[argument.to_owned()], &[], ANSWER).ok().filter(Answer::is_well)
        };
        let said = |answer: Option<Answer>| answer.map(|answer| answer.said).unwrap_or_default();
        let names = said(ask("-e"));
        if names.trim().is_empty() {
            return Self::default();
        }
        Self::read(&names, &said(ask("-d")))
    }

    /// The printer to name for a chosen one: it, or the only one where the system has no usual one.
    pub fn to_name(&self, chosen: &str) -> Option<String> {
        match (chosen, self.names.as_slice()) {
            ("", [only]) if self.usual.is_none() => Some(only.clone()),
            ("", _) => None,
            (chosen, _) => Some(chosen.to_owned()),
        }
    }
}

/// How long a program may take to list printers.
const ANSWER: Duration = Duration::from_secs(10);
/// How long the printing system may take to accept the pages.
const PATIENCE: Duration = Duration::from_secs(60);

/// Hands the pages to a program that prints.
///
/// # Errors
/// Why they were not accepted, in words.
pub fn hand_over(program: &Path, arguments: &[String], pages: &[u8]) -> Result<Option<String>, String> {
    let answer = run(program, arguments, pages, PATIENCE)?;
    if answer.is_well() { Ok(job_name(&answer.said)) } else { Err(refusal(&answer)) }
}

/// What a program has answered.
struct Answer {
    code: Option<i32>,
    said: String,
    complained: String,
}

impl Answer {
    fn is_well(&self) -> bool {
        self.code == Some(0)
    }
}

fn run(program: &Path, arguments: &[String], input: &[u8], patience: Duration) -> Result<Answer, String> {
    let mut child = Command::new(program)
        .args(arguments)
        // The answers are read, so they must not be in the language of whoever has logged on.
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("the printing program did not start: {error}"))?;
    let stdin = child.stdin.take();
    // In threads of their own: a program that reads nothing, or says much, must not be waited for without end.
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // Whether all of it was taken, the program's exit code tells.
            stdin.map(|mut stdin| stdin.write_all(input).ok());
        });
        let (said, complained) = (child.stdout.take(), child.stderr.take());
        let said = scope.spawn(|| text(said));
        let complained = scope.spawn(|| text(complained));
        let code = ended(&mut child, patience);
        let words = |read: std::thread::ScopedJoinHandle<'_, String>| read.join().unwrap_or_default();
        let (said, complained) = (words(said), words(complained));
        code.map(|code| Answer { code, said, complained })
    })
}

fn text(pipe: Option<impl std::io::Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // What was read until it broke is told as it is.
        pipe.take(1 << 16).read_to_end(&mut bytes).ok();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The exit code, if the program ends in time by itself.
fn ended(child: &mut Child, patience: Duration) -> Result<Option<i32>, String> {
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.code()),
            Ok(None) if begun.elapsed() < patience => std::thread::sleep(Duration::from_millis(20)),
            Ok(None) => {
                child.kill().ok();
                child.wait().ok();
                return Err(format!("the printing system did not answer in {} seconds", patience.as_secs()));
            }
            Err(error) => return Err(format!("the printing program can't be waited for: {error}")),
        }
    }
}

/// The job's name in "request id is NAME (1 file(s))".
fn job_name(said: &str) -> Option<String> {
    let rest = said.split("request id is ").nth(1)?;
    rest.split_whitespace().next().map(str::to_owned)
}

/// What a program that failed has said, in one line.
fn refusal(answer: &Answer) -> String {
    const LONGEST: usize = 240;
    let line = answer.complained.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let words = line.strip_prefix("lp:").or_else(|| line.strip_prefix("lpr:")).unwrap_or(line).trim();
    let words = words.strip_prefix("Error -").unwrap_or(words).trim().trim_end_matches('.');
    let words: String = words.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
    let code = match answer.code {
        Some(code) => format!("code {code}"),
        None => "a signal".to_owned(),
    };
    match words.as_str() {
        "" => format!("the printing program ended with {code} and said nothing"),
        words => format!("the printing system says “{words}” ({code})"),
    }
}

#[cfg(test)]
mod tests;
