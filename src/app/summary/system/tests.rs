//! The way of each system, on any system; and what the answers of the programs mean.

use super::*;

fn tools(lp: Option<&str>, lpr: Option<&str>) -> Tools {
    Tools { lp: lp.map(PathBuf::from), lpr: lpr.map(PathBuf::from), lpstat: None }
}

const LETTER: Job<'_> = Job { printer: None, paper: Paper::Letter };

fn words(way: Way) -> String {
    let Way::Program { program, arguments } = way else { panic!("{way:?}") };
    format!("{} {}", program.display(), arguments.join("|"))
}

#[test]
fn with_lp_the_pages_go_to_its_standard_input_with_paper_title_and_printer() {
    let both = tools(Some("/usr/bin/lp"), Some("/usr/bin/lpr"));
    assert_eq!(
        words(way(System::Cups, &both, LETTER)),
        "/usr/bin/lp -t|Countercheck summary|-o|media=Letter|-"
    );
    let job = Job { printer: Some("Back_office"), paper: Paper::A4 };
    assert_eq!(
        words(way(System::Cups, &both, job)),
        "/usr/bin/lp -d|Back_office|-t|Countercheck summary|-o|media=A4|-"
    );
}

#[test]
fn without_lp_lpr_takes_them_and_without_both_the_viewer_does() {
    let lpr = tools(None, Some("/usr/bin/lpr"));
    let job = Job { printer: Some("Front"), paper: Paper::A4 };
    assert_eq!(
        words(way(System::Cups, &lpr, job)),
        "/usr/bin/lpr -P|Front|-T|Countercheck summary|-o|media=A4"
    );
    assert_eq!(way(System::Cups, &tools(None, None), job), Way::NoProgram);
}

#[test]
fn on_windows_nothing_is_started_but_the_viewer() {
    assert_eq!(way(System::Windows, &tools(Some("lp"), Some("lpr")), LETTER), Way::Viewer);
}

#[test]
fn the_printers_and_the_usual_one_are_read_from_what_lpstat_says() {
    let printers = Printers::read("Front\nBack_office\n\n", "system default destination: Front\n");
    assert_eq!(printers.names, ["Front", "Back_office"]);
    assert_eq!(printers.usual.as_deref(), Some("Front"));
    let none = Printers::read("Front\n", "no system default destination\n");
    assert_eq!(none.usual, None);
    assert_eq!(none.to_name("").as_deref(), Some("Front"), "the only one needs no choice");
    assert_eq!(printers.to_name(""), None, "the system knows its usual one");
    assert_eq!(
        printers.to_name("Gone").as_deref(),
        Some("Gone"),
        "never another printer than the chosen one"
    );
}

#[test]
fn the_job_is_named_as_lp_names_it() {
    assert_eq!(job_name("request id is Front-17 (1 file(s))\n").as_deref(), Some("Front-17"));
    assert_eq!(job_name(""), None);
}

#[test]
fn a_refusal_is_told_in_the_words_of_the_system_on_one_line() {
    let refused = |code, complained: &str| {
        refusal(&Answer { code, said: String::new(), complained: complained.to_owned() })
    };
    assert_eq!(
        refused(Some(1), "lp: Error - The printer or class does not exist.\nmore\n"),
        "the printing system says “The printer or class does not exist” (code 1)"
    );
    assert_eq!(refused(Some(3), ""), "the printing program ended with code 3 and said nothing");
    assert_eq!(refused(None, "\n"), "the printing program ended with a signal and said nothing");
    assert!(refused(Some(1), &"x".repeat(9000)).len() < 400);
}

#[cfg(unix)]
#[test]
fn a_program_that_reads_nothing_and_never_ends_is_given_up() {
    let sleep = Path::new("/bin/sleep");
    let begun = Instant::now();
    let pages = vec![0; 1 << 20];
    let answer = run(sleep, &["60".to_owned()], &pages, Duration::from_millis(200));
    assert!(answer.err().unwrap().contains("did not answer"));
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[cfg(unix)]
#[test]
fn what_is_no_program_is_not_taken_for_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("lp")).unwrap();
    std::fs::write(folder.path().join("lpr"), "").unwrap();
    assert_eq!(Tools::found(Some(folder.path().as_os_str())), Tools::default());
    assert_eq!(Tools::found(None), Tools::default());
}
