//! Occupations, read off the role that an article gives: they distinguish two people of one name.
//!
//! Deliberately coarse and short of words. A senator who was a businessman is one person, a senator
//! and a goalkeeper of the same years are hardly one; so only fields that seldom meet in one life
//! count as a conflict.

use serde::{Deserialize, Serialize};

/// A field of occupation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Occupation {
    /// Government, parliament, parties, diplomacy.
    Politics,
    /// Companies, banks, markets.
    Business,
    /// Playing, coaching, racing.
    Sport,
    /// Stage, film, music, letters.
    Arts,
    /// Universities, laboratories, medicine.
    Science,
    /// Churches and other faiths.
    Religion,
    /// Police, courts, prisons.
    Law,
}

/// Titles, folded, by occupation.
const TITLES: &[(Occupation, &[&str])] = &[
    (
        Occupation::Politics,
        &[
            "ambassador",
            "assemblyman",
            "chancellor",
            "congressman",
            "congresswoman",
            "councillor",
            "councilman",
            "deputy",
            "governor",
            "lawmaker",
            "mayor",
            "minister",
            "mp",
            "premier",
            "president",
            "senator",
            "secretary",
        ],
    ),
    (
        Occupation::Business,
        &[
            "analyst",
            "banker",
            "broker",
            "ceo",
            "cfo",
            "chairman",
            "chairwoman",
            "economist",
            "entrepreneur",
            "executive",
            "trader",
        ],
    ),
    (
        Occupation::Sport,
        &[
            "athlete",
            "boxer",
            "coach",
            "cricketer",
            "footballer",
            "goalkeeper",
            "golfer",
            "jockey",
            "midfielder",
            "pitcher",
            "quarterback",
            "referee",
            "sprinter",
            "striker",
            "swimmer",
            "winger",
        ],
    ),
    (
        Occupation::Arts,
        &[
            "actor",
            "actress",
            "author",
            "comedian",
            "composer",
            "conductor",
            "filmmaker",
            "musician",
            "novelist",
            "painter",
            "pianist",
            "poet",
            "rapper",
            "sculptor",
            "singer",
            "violinist",
        ],
    ),
    (
        Occupation::Science,
        &[
            "astronomer",
            "biologist",
            "chemist",
            "doctor",
            "geologist",
            "historian",
            "hydrologist",
            "lecturer",
            "physicist",
            "professor",
            "researcher",
            "scientist",
            "surgeon",
        ],
    ),
    (
        Occupation::Religion,
        &[
            "archbishop",
            "bishop",
            "cardinal",
            "imam",
            "pastor",
            "pope",
            "priest",
            "rabbi",
            "reverend",
        ],
    ),
    (
        Occupation::Law,
        &[
            "attorney",
            "constable",
            "detective",
            "inspector",
            "judge",
            "lawyer",
            "prosecutor",
            "sheriff",
        ],
    ),
];

/// Words before "director" of those whose work is an art.
const STAGES: &[&str] = &[
    "art", "artistic", "casting", "film", "movie", "music", "opera", "stage", "theatre", "theater",
];

impl Occupation {
    /// Occupation of a role (as printed): that of the last word before any "of" or "at" that is a
    /// title.
    pub fn from_role(role: &str) -> Option<Self> {
        let folded = crate::text::fold(role);
        let head =
            folded.split(" of ").next().unwrap_or(&folded).split(" at ").next().unwrap_or("");
        let mut words = head.rsplit(' ');
        if words.next() == Some("director") {
            // The director of a play, not of a bureau.
            return words.next().filter(|word| STAGES.contains(word)).map(|_| Self::Arts);
        }
        let known = |word: &str| {
            TITLES
                .iter()
                .find(|(_, words)| words.contains(&word))
                .map(|(occupation, _)| *occupation)
        };
        head.rsplit(' ').find_map(known)
    }

    /// Label behind a name that distinguishes it from an equal one.
    pub fn label(self) -> &'static str {
        match self {
            Self::Politics => "politics",
            Self::Business => "business",
            Self::Sport => "sport",
            Self::Arts => "arts",
            Self::Science => "science",
            Self::Religion => "religion",
            Self::Law => "law",
        }
    }

    /// True if one person hardly does both in the same years.
    pub fn conflicts(self, other: Self) -> bool {
        let (a, b) = (self.min(other), self.max(other));
        match (a, b) {
            _ if a == b => false,
            (Self::Politics, Self::Sport)
            | (Self::Business, Self::Sport | Self::Religion)
            | (Self::Sport, _)
            | (Self::Arts, Self::Religion | Self::Law) => true,
            // Professors of law plead.
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_tell_the_field() {
        assert_eq!(Occupation::from_role("coach of Tollesby Rovers"), Some(Occupation::Sport));
        assert_eq!(Occupation::from_role("US President"), Some(Occupation::Politics));
        assert_eq!(Occupation::from_role("professor of Foreign Policy"), Some(Occupation::Science));
        assert_eq!(Occupation::from_role("spokeswoman"), None);
        assert_eq!(Occupation::from_role("deputy director of the bureau"), None);
        assert_eq!(Occupation::from_role("film director"), Some(Occupation::Arts));
        assert!(
            Occupation::Sport.conflicts(Occupation::Politics)
                && Occupation::Politics.conflicts(Occupation::Sport)
        );
        assert!(
            !Occupation::Politics.conflicts(Occupation::Business)
                && !Occupation::Arts.conflicts(Occupation::Arts)
        );
    }
}
