//! Flags of a word: parts of speech, subcategorisation of reporting verbs, classes of usage.

use bitflags::bitflags;

bitflags! {
    /// Parts of speech, as a set: a word keeps all it can be until its neighbours rule some out.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Pos: u32 {
        /// Common noun.
        const NOUN = 1;
        /// Proper name.
        const NAME = 1 << 1;
        /// Finite verb form.
        const FINITE = 1 << 2;
        /// Base form of a verb.
        const BASE = 1 << 3;
        /// Verb form in -ing.
        const ING = 1 << 4;
        /// Past participle.
        const PART = 1 << 5;
        /// Adjective.
        const ADJ = 1 << 6;
        /// Adverb.
        const ADV = 1 << 7;
        /// Preposition.
        const PREP = 1 << 8;
        /// Determiner.
        const DET = 1 << 9;
        /// Modal verb.
        const MODAL = 1 << 10;
        /// Coordinating conjunction.
        const CONJ = 1 << 11;
        /// Pronoun.
        const PRON = 1 << 12;
        /// Question word.
        const WH = 1 << 13;
        /// Number.
        const NUM = 1 << 14;
        /// Form of "be".
        const BE = 1 << 15;
        /// Form of "have".
        const HAVE = 1 << 16;
        /// Form of "do".
        const DO = 1 << 17;
        /// Negation.
        const NEG = 1 << 18;
        /// Subordinating conjunction.
        const SUB = 1 << 19;
        /// Relative pronoun.
        const REL = 1 << 20;
        /// Name of a time.
        const TIME = 1 << 21;
        /// Possessive ending.
        const POSS = 1 << 22;
        /// Channel of speech ("statement", "interview").
        const CHANNEL = 1 << 23;
        /// Guess by the ending of a word that is listed nowhere.
        const GUESSED = 1 << 24;
    }
}

bitflags! {
    /// Subcategorisation of a reporting verb: the complements that it accepts. Empty for all other
    /// words. The letter of each flag in `cues.txt` is given at its end.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Subcat: u32 {
        /// Clause without "that" (`z`).
        const CLAUSE = 1;
        /// Clause with "that" or a question word (`t`, and with `z`, `a`, `y`).
        const THAT = 1 << 1;
        /// Quotation (`q`).
        const QUOTE = 1 << 2;
        /// Complement before the verb or around it: "…, she said" (`p`).
        const PREPOSED = 1 << 3;
        /// "to" and a verb (`o`).
        const INFINITIVE = 1 << 4;
        /// Hearer first: "told reporters that", "urged them to" (`a`).
        const HEARER = 1 << 5;
        /// Quotation as the name given to something: "called it “absurd”" (`c`).
        const NAMING = 1 << 6;
        /// Noun phrase as the thing reported: "announced his resignation" (`n`).
        const NOUN = 1 << 7;
        /// Clause without "that", if its verb comes soon (`y`).
        const SHORT_CLAUSE = 1 << 8;
        /// Verb in -ing (`g`).
        const GERUND = 1 << 9;
        /// Hearer as the object that cannot be left out, so that the subject never follows the
        /// verb: "told Smith" (`h`).
        const NEEDS_HEARER = 1 << 10;
        /// Denial, which reports what its subject holds even if negated: "did not deny" (`d`).
        const NEGATES = 1 << 11;
        /// Addition, of words or of quantities: "added 2 percent", "adds to" (`+`).
        const ADDITIVE = 1 << 12;
        /// Pointing, at things with "to", at facts with "out" (`i`).
        const POINTS = 1 << 13;
        /// Call for something or on somebody: "called for a vote", "called on them to" (`f`).
        const CALLS_FOR = 1 << 14;
        /// Warning of something: "warned of chaos" (`w`).
        const WARNS_OF = 1 << 15;
        /// Way of speaking, which reports nothing but a quotation right beside it (`b`).
        const BESIDE = 1 << 16;
        /// Noun in its base form: "a rebuke" (`s`).
        const NOUN_BASE = 1 << 17;
        /// Accusation of something: "accused them of theft" (`u`).
        const ACCUSES_OF = 1 << 18;
        /// Blame for doing something: "criticised them for coming" (`v`).
        const BLAMES_FOR = 1 << 19;
        /// Statement of a feeling: "expressed concern that" (`k`).
        const EXPRESSES = 1 << 20;
        /// Description as something: "described the plan as a mistake" (`x`).
        const DESCRIBES_AS = 1 << 21;
    }
}

impl Subcat {
    /// Returns the flags that a letter of `cues.txt` stands for.
    pub fn from_letter(letter: u8) -> Self {
        match letter {
            b'z' => Self::CLAUSE | Self::THAT,
            b't' => Self::THAT,
            b'q' => Self::QUOTE,
            b'p' => Self::PREPOSED,
            b'o' => Self::INFINITIVE,
            b'a' => Self::HEARER | Self::THAT,
            b'c' => Self::NAMING,
            b'n' => Self::NOUN,
            b'y' => Self::SHORT_CLAUSE | Self::THAT,
            b'g' => Self::GERUND,
            b'h' => Self::NEEDS_HEARER,
            b'd' => Self::NEGATES,
            b'+' => Self::ADDITIVE,
            b'i' => Self::POINTS,
            b'f' => Self::CALLS_FOR,
            b'w' => Self::WARNS_OF,
            b'b' => Self::QUOTE | Self::BESIDE | Self::NOUN_BASE,
            b's' => Self::NOUN_BASE,
            b'u' => Self::ACCUSES_OF,
            b'v' => Self::BLAMES_FOR,
            b'k' => Self::EXPRESSES,
            b'x' => Self::DESCRIBES_AS,
            _ => Self::empty(),
        }
    }
}

impl Pos {
    /// Parts of speech to which no new words are ever added, and names of times.
    pub const CLOSED: Self = Self::DET
        .union(Self::PRON)
        .union(Self::PREP)
        .union(Self::CONJ)
        .union(Self::SUB)
        .union(Self::REL)
        .union(Self::WH)
        .union(Self::BE)
        .union(Self::HAVE)
        .union(Self::DO)
        .union(Self::MODAL)
        .union(Self::TIME);

    /// Returns the part of speech of a letter of `tags.txt`.
    pub fn from_letter(letter: u8) -> Self {
        match letter {
            b'N' => Self::NOUN,
            b'V' => Self::FINITE,
            b'B' => Self::BASE,
            b'G' => Self::ING,
            b'D' => Self::PART,
            b'J' => Self::ADJ,
            b'R' => Self::ADV,
            b'I' => Self::PREP,
            b'T' => Self::DET,
            b'M' => Self::MODAL,
            b'C' => Self::CONJ,
            b'O' => Self::PRON,
            b'W' => Self::WH,
            b'U' => Self::NUM,
            b'S' => Self::POSS,
            _ => Self::empty(),
        }
    }

    /// Returns the parts of speech of a class of `clause.txt`.
    pub fn from_clause_class(class: &str) -> Self {
        match class {
            "be" => Self::BE | Self::FINITE,
            "have" => Self::HAVE | Self::FINITE,
            "do" => Self::DO | Self::FINITE,
            "modal" => Self::MODAL | Self::FINITE,
            "past" => Self::FINITE,
            "neg" => Self::NEG,
            "prep" => Self::PREP,
            "sub" => Self::SUB,
            "rel" => Self::REL,
            "conj" => Self::CONJ,
            "det" => Self::DET,
            "pron" => Self::PRON,
            "wh" => Self::WH,
            "time" => Self::TIME,
            "adv" => Self::ADV,
            "manner" => Self::CHANNEL | Self::NOUN,
            _ => Self::NOUN,
        }
    }
}

bitflags! {
    /// Classes of words that single rules of the grammar name. A class is listed in `usage.txt`
    /// under its name here, in lower case with hyphens.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct WordClass: u128 {
        /// Reports of others: "by accounts".
        const ACCOUNT = 1;
        /// Nouns of opinion after a possessor: "in her view".
        const OPINION = 1 << 1;
        /// Possessives of the third person.
        const POSSESSIVE = 1 << 2;
        /// Possessives that stand for people.
        const PERSONAL_POSSESSIVE = 1 << 3;
        /// Verb forms that a name in marks follows: "a song called “Q”".
        const NAMING_PAST = 1 << 4;
        /// Pronouns that can be an object: "called it “absurd”".
        const OBJECT_PRONOUN = 1 << 5;
        /// Participles with which the narrator takes over: ", referring to the vote".
        const NARRATOR_PARTICIPLE = 1 << 6;
        /// Verbs of declining: "and declined to comment".
        const DECLINES = 1 << 7;
        /// Verbs of what somebody did not do: "and did not elaborate".
        const DISCLOSES = 1 << 8;
        /// Words that may lead from one report to the next: "while", "whereas".
        const LEADS_ON = 1 << 9;
        /// Words that end one report before the next: "but", "while".
        const PARTS_REPORTS = 1 << 10;
        /// Verbs that name the one quoted: "quoted Smith as saying".
        const QUOTES_PERSON = 1 << 11;
        /// First words of a document made by the subject: "issued a statement".
        const INDEFINITE_DOCUMENT = 1 << 12;
        /// Verbs of issuing documents.
        const ISSUES = 1 << 13;
        /// Words before an infinitive of saying: "continued to insist".
        const CARRIES_INFINITIVE = 1 << 14;
        /// Nouns of those who are told something: "told reporters".
        const HEARER = 1 << 15;
        /// Words before a time: "last week".
        const TIME_MODIFIER = 1 << 16;
        /// Plurals without -s, and mass nouns used as plurals.
        const PLURAL = 1 << 17;
        /// Prepositions after a noun of speech: "the report of", "claims against".
        const NOUN_PREPOSITION = 1 << 18;
        /// Words before a title in marks: "the film “Q”".
        const BEFORE_TITLE = 1 << 19;
        /// Words for parts and people of a programme: "an episode of “Q”".
        const PROGRAMME = 1 << 20;
        /// Definite determiners.
        const DEFINITE = 1 << 21;
        /// Quantifiers that stand for people: "some", "many".
        const QUANTIFIER = 1 << 22;
        /// Nouns for those who did a study, which news uses for one another.
        const RESEARCH = 1 << 23;
        /// Nouns that stand for an organisation whose name does not contain them.
        const ORGANISATION = 1 << 24;
        /// Nouns that stand for a town or country.
        const SETTLEMENT = 1 << 25;
        /// Last words of a place's name that make it no town or country: "Street".
        const FEATURE_NAME = 1 << 26;
        /// Places where anybody can post.
        const PLATFORM = 1 << 27;
        /// Participles after which "by" or "from" names no author: "seen by".
        const OBTAINED = 1 << 28;
        /// Words that lead to a document of the subject: "in a letter", "released a report".
        const PUBLISHES = 1 << 29;
        /// Determiners of a document that the subject made.
        const OWN_DOCUMENT = 1 << 30;
        /// Prepositions within a noun phrase.
        const INNER_PREPOSITION = 1 << 31;
        /// Forms of asking that a reply follows.
        const ASKS = 1 << 32;
        /// Male pronouns and possessives.
        const MALE_PRONOUN = 1 << 33;
        /// Female pronouns and possessives.
        const FEMALE_PRONOUN = 1 << 34;
        /// Male forms of address.
        const MALE_TITLE = 1 << 35;
        /// Female forms of address.
        const FEMALE_TITLE = 1 << 36;
        /// Nouns for men.
        const MALE_NOUN = 1 << 37;
        /// Nouns for women.
        const FEMALE_NOUN = 1 << 38;
        /// Words that begin with an apostrophe: "'em".
        const ELISION = 1 << 39;
        /// Words that follow an apostrophe set apart: "Trump ’ s".
        const CLITIC = 1 << 40;
        /// The plainest reporting verbs.
        const PLAIN_CUE = 1 << 41;
        /// Words that belong to the verb before them: "hit back", "chimed in".
        const PARTICLE = 1 << 42;
        /// Verbs of hearing, after which somebody else speaks: "heard Smith say".
        const PERCEIVES = 1 << 43;
        /// Words before a nickname in marks: "by the name “Q”".
        const BEFORE_NICKNAME = 1 << 44;
        /// Words that present whose words come next: "And now here is Smith:".
        const PRESENTS = 1 << 45;
        /// Nouns for what somebody said: "was her reply".
        const REPLY = 1 << 46;
        /// Verbs that bring a reply: "came the answer".
        const COMES = 1 << 47;
        /// Nouns that tell what kind of body a name before them is: "the Harker news agency".
        const BODY_KIND = 1 << 48;
        /// Words between such a name and noun: "news", "state".
        const BODY_KIND_MODIFIER = 1 << 49;
        /// Nouns for those who carry on a trade, which stand for no public body.
        const BUSINESS = 1 << 50;
        /// Words in the names of public bodies and associations: "Ministry".
        const PUBLIC_BODY = 1 << 51;
        /// Determiners before one of many: "a", "another".
        const INDEFINITE = 1 << 52;
        /// Nouns for papers about research, which speak for themselves.
        const STUDY = 1 << 53;
        /// Nouns for a number or part of those after "of": "a number of senators".
        const PART_OF = 1 << 54;
        /// Words that rank an office and do not tell which it is: "former", "senior".
        const RANK = 1 << 55;
        /// Verbs of interviewing: "interviewed Smith".
        const INTERVIEWS = 1 << 56;
        /// Verbs of talking to somebody: "spoke to Smith".
        const CONVERSES = 1 << 57;
        /// Nouns of feelings that somebody expresses: "concern", "hope".
        const FEELING = 1 << 58;
        /// Determiners of several: "all claims".
        const PLURAL_DETERMINER = 1 << 59;
        /// Nouns for several who are told by where they belong: "sources at the bank".
        const INTRODUCED = 1 << 60;
        /// Nouns for those who are told without their name: "the source".
        const ANONYMOUS = 1 << 61;
        /// Words that make an office another's: "vice" in "vice president".
        const DEPUTY = 1 << 62;
        /// Nouns of what somebody says, before "that": "his claim that".
        const REPORTING_NOUN = 1 << 63;
        /// Words that stand for what was said without telling it: "said nothing", "said so".
        const INDEFINITE_WORDS = 1 << 64;
        /// Verbs that findings are the subject of as well as people: "the results suggest".
        const SUGGESTS = 1 << 65;
        /// Nouns of what shows something and says nothing: "results", "evidence".
        const FINDING = 1 << 66;
        /// Occupations that somebody with another one is not called by: "auditor".
        const OCCUPATION = 1 << 67;
    }
}

impl WordClass {
    /// Returns the class that a line of `usage.txt` begins with: `HEARER` for "hearer".
    pub fn from_listed_name(name: &str) -> Option<Self> {
        Self::from_name(&name.to_uppercase().replace('-', "_"))
    }
}
