//! How long a year of NADAC takes to be read, in memory: the bar is 100 MB in 5 seconds, see README.md
//! beside this.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench stops at the first surprise")]

use std::collections::HashSet;
use std::fmt::Write as _;

use countercheck::content::Content;
use countercheck::exchange::prices;
use divan::Bencher;
use divan::counter::BytesCount;
use jiff::civil::date;

fn main() {
    divan::main();
}

/// A file like CMS's: about one row in forty is of a treatment.
fn nadac(bytes: usize) -> String {
    let names = ["METFORMIN HCL 500 MG TABLET", "TACROLIMUS 1 MG CAPSULE", "TRIAMCINOLONE 0.1% CREAM"];
    let mut text = "NDC Description,NDC,NADAC Per Unit,Effective Date,Pricing Unit,Pharmacy Type Indicator,\
                    OTC,Explanation Code,Classification for Rate Setting,Corresponding Generic Drug NADAC Per \
                    Unit,Corresponding Generic Drug Effective Date,As of Date\n"
        .to_owned();
    for number in 0_usize.. {
        if text.len() >= bytes {
            break;
        }
        let name = match number % 40 {
            0 => names[2],
            1 => names[1],
            _ => names[0],
        };
        let ndc = number / 50;
        writeln!(text, "{name},{ndc:011},0.07315,01/21/2026,GM,C/I,N,\"1, 5\",G,,,01/28/2026").unwrap();
    }
    text
}

#[divan::bench(args = [1, 100], sample_count = 5)]
fn megabytes_of_nadac(bencher: Bencher<'_, '_>, megabytes: usize) {
    let content = Content::embedded().unwrap_or_else(|errors| panic!("{errors}"));
    let text = nadac(megabytes * 1_000_000);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        prices::preview(&content, text.as_bytes(), &HashSet::new(), date(2026, 11, 25)).unwrap()
    });
}
