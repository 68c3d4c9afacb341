//! Surnames with a title: "President Ox", "Mrs Ox", of an article that tells nobody's full name, or
//! the full names of relatives only. They mean a bearer of the surname whom the title fits.

use crate::annotate::{likely_gender, title_gender};
use crate::corpus::names::offices;
use crate::corpus::names::persons::Person;

/// Share of the quotations in any office that those in an office have, if it is the person's.
const MIN_OFFICE: f64 = 0.2;
/// Number of these quotations.
const MIN_QUOTES: u32 = 3;
/// Factor by which a bearer must be better known for a form of address than for an office.
const ADDRESSED: u32 = 4;

/// True if a folded name of a title and a surname can mean the person, who bears the surname: of
/// the title's gender, and in its office.
pub fn fits(name: &str, person: &Person) -> bool {
    let title = name.split(' ').next().unwrap_or_default();
    if let (Some(told), Some(known)) = (title_gender(title), likely_gender(&person.first))
        && told != known
    {
        return false;
    }
    let office = offices::office(title).filter(|_| !is_address(title));
    office.is_none_or(|office| {
        let all: u32 = person.offices.values().sum();
        let held = person.offices.get(&office).copied().unwrap_or_default();
        held >= MIN_QUOTES && f64::from(held) >= MIN_OFFICE * f64::from(all)
    })
}

/// True for a title that tells nothing but a gender.
fn is_address(title: &str) -> bool {
    matches!(title, "mr" | "mrs" | "ms" | "miss")
}

/// Number of articles that a bearer must have, where `least` do for a surname alone: a form of
/// address without an office stands in articles about families that nobody else knows.
pub fn least(name: &str, least: u32) -> u32 {
    let title = name.split(' ').next().unwrap_or_default();
    if is_address(title) { ADDRESSED * least } else { least }
}
