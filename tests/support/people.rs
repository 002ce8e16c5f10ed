//! Made-up patients, the same in every run: names as they are in a pharmacy of the US, some of them frequent,
//! most of them rare, with birth dates and phone numbers.

use countercheck::store::NewPatient;
use jiff::civil::Date;

const FIRST: [&str; 64] = [
    "James",
    "Mary",
    "Robert",
    "Patricia",
    "John",
    "Jennifer",
    "Michael",
    "Linda",
    "David",
    "Elizabeth",
    "William",
    "Barbara",
    "Richard",
    "Susan",
    "Joseph",
    "Jessica",
    "Thomas",
    "Sarah",
    "Christopher",
    "Karen",
    "José",
    "María",
    "Juan",
    "Lucía",
    "Ángel",
    "Sofía",
    "Iñaki",
    "Guadalupe",
    "Jesús",
    "Concepción",
    "Łukasz",
    "Małgorzata",
    "Đorđe",
    "Željka",
    "Jiří",
    "Zdeňka",
    "Oleksandr",
    "Катерина",
    "Søren",
    "Zoë",
    "Nguyệt",
    "Thảo",
    "Dũng",
    "Hương",
    "Phượng",
    "Tuấn",
    "Bảo",
    "Thị Hồng",
    "Wei",
    "Min-Jun",
    "Priya",
    "Mohammed",
    "Fatima",
    "Aisha",
    "Kwame",
    "Chidi",
    "May",
    "June",
    "April",
    "August",
    "Jean-Luc",
    "Anne-Marie",
    "D'Andre",
    "Siobhán",
];

const LAST: [&str; 66] = [
    "Smith",
    "Johnson",
    "Williams",
    "Brown",
    "Jones",
    "Davis",
    "Miller",
    "Wilson",
    "Anderson",
    "Taylor",
    "Moore",
    "Jackson",
    "Martin",
    "Lee",
    "Thompson",
    "White",
    "Harris",
    "Clark",
    "Lewis",
    "Robinson",
    "Walker",
    "Hall",
    "Young",
    "King",
    "Wright",
    "García",
    "Rodríguez",
    "Martínez",
    "Hernández",
    "López",
    "González",
    "Pérez",
    "Sánchez",
    "Ramírez",
    "Muñoz",
    "Peña",
    "Núñez",
    "de la Cruz",
    "Marković",
    "Đorđević",
    "Živković",
    "Novák",
    "Dvořáková",
    "Wiśniewska",
    "Wójcik",
    "Żółkiewski",
    "Шевченко",
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Kim",
    "Chen",
    "Patel",
    "Khan",
    "O'Brien",
    "O'Connor",
    "MacDonald",
    "Müller",
    "Groß",
    "Ångström",
];

const SYLLABLES: [&str; 40] = [
    "ba", "bel", "bra", "car", "chi", "da", "del", "dor", "e", "fen", "ga", "gri", "ha", "hol", "i", "ja",
    "ka", "kov", "la", "lin", "ma", "mer", "mo", "na", "ni", "o", "pa", "ri", "ro", "sa", "sha", "ste", "ta",
    "tro", "ul", "va", "ver", "wil", "ya", "zen",
];

/// So many made-up first names and last names beside the frequent ones.
const FIRST_MADE: u64 = 3000;
const LAST_MADE: u64 = 9000;

/// One patient after the other, without an end.
pub struct People {
    state: u64,
}

impl People {
    /// The same people for the same number.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A number below `end`; what follows depends on it alone.
    pub fn below(&mut self, end: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.state) % end
    }

    fn one_of<'a>(&mut self, names: &[&'a str]) -> &'a str {
        // The first are the most frequent: the smaller of two numbers.
        let end = names.len() as u64;
        let at = self.below(end).min(self.below(end));
        names[usize::try_from(at).unwrap()]
    }

    fn name(&mut self, frequent: &[&str], made: u64, salt: u64) -> String {
        if self.below(100) < 55 {
            return self.one_of(frequent).to_owned();
        }
        made_up(self.below(made), salt)
    }

    /// One slip of the fingers in a word: a letter too few, too many, another, or two the other way round.
    pub fn slip(&mut self, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let end = letters.len() as u64;
        let at = usize::try_from(self.below(end)).unwrap();
        let letter = char::from(b'a' + u8::try_from(self.below(26)).unwrap());
        match self.below(4) {
            0 => {
                letters.remove(at);
            }
            1 => letters.insert(at, letter),
            2 => letters[at] = letter,
            _ => {
                let at = at.min(letters.len().saturating_sub(2));
                letters.swap(at, at + 1);
            }
        }
        letters.into_iter().collect()
    }
}

impl Iterator for People {
    type Item = NewPatient;

    fn next(&mut self) -> Option<NewPatient> {
        let first = self.name(&FIRST, FIRST_MADE, 1);
        let last = self.name(&LAST, LAST_MADE, 2);
        let name = if self.below(25) == 0 {
            format!("{first} {last}-{}", self.name(&LAST, LAST_MADE, 2))
        } else {
            format!("{first} {last}")
        };
        let year = 1930 + i16::try_from(self.below(95)).unwrap();
        let (month, day) = (self.below(12) + 1, self.below(28) + 1);
        let born = Date::new(year, i8::try_from(month).unwrap(), i8::try_from(day).unwrap()).unwrap();
        let area = [614, 740, 380, 216][usize::try_from(self.below(4)).unwrap()];
        let phone = format!("({area}) {}-{:04}", 200 + self.below(800), self.below(10_000));
        Some(NewPatient {
            name,
            birth_date: (self.below(50) > 0).then_some(born),
            phone: (self.below(10) > 0).then_some(phone),
        })
    }
}

/// The name of that number: two to four syllables.
fn made_up(number: u64, salt: u64) -> String {
    let mut bits = mixed(number.wrapping_mul(31).wrapping_add(salt));
    let count = 2 + bits % 3;
    let mut name = String::new();
    for _ in 0..count {
        bits = mixed(bits);
        name.push_str(SYLLABLES[usize::try_from(bits % SYLLABLES.len() as u64).unwrap()]);
    }
    name[..1].to_uppercase() + &name[1..]
}

fn mixed(seed: u64) -> u64 {
    let mut bits = seed;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
