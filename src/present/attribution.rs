//! The reason why a quotation is attributed to its speaker, in a sentence that a fact-checker can
//! test against the text; text and JSON carry the same.

use crate::model::{Attribution, Mention, Notes, Quote, ResolutionMethod, Span};
use crate::present::escape;
use crate::present::readable::readable;

/// The cue of a quotation, and the path from the mention beside it to the speaker's name.
pub fn reason(body: &str, notes: &Notes, quote: &Quote) -> String {
    let Some(attribution) = &quote.attribution else {
        return "nothing in the text says whose words these are".to_owned();
    };
    let said = |span: Span| format!("“{}”", escape::line(&readable(span.of(body))));
    let cue = attribution.cue.map_or(String::new(), |cue| format!(" with the cue {}", said(cue)));
    let Some(mention) = attribution.mention else {
        return match attribution.reached {
            ResolutionMethod::ByHand => "corrected by hand".to_owned(),
            _ => format!("nobody is named with it; {} goes on speaking", attribution.speaker),
        };
    };
    let stands = format!("{}{cue}", said(mention));
    match attribution.reached {
        ResolutionMethod::Named => stands,
        ResolutionMethod::Surname => format!(
            "{stands}, short for {}{}",
            attribution.speaker,
            last_named(body, notes, attribution, mention)
        ),
        ResolutionMethod::Pronoun => format!(
            "{stands}, who is {}{}",
            attribution.speaker,
            last_named(body, notes, attribution, mention)
        ),
        ResolutionMethod::Title => {
            let role = attribution
                .role
                .as_ref()
                .map_or(String::new(), |role| format!(" ({})", escape::line(role)));
            format!("{stands}, who is {}{role}", attribution.speaker)
        }
        ResolutionMethod::CarriedOver => {
            format!("{stands} before it; {} goes on speaking", attribution.speaker)
        }
        ResolutionMethod::ByHand => format!("corrected by hand; in the text {stands}"),
    }
}

/// The person's last name before `mention`, and its distance in words.
fn last_named(body: &str, notes: &Notes, attribution: &Attribution, mention: Span) -> String {
    let same = |m: &&Mention| Some(m.entity) == attribution.entity && m.span.end <= mention.start;
    notes.mentions.iter().rev().find(same).map_or(String::new(), |before| {
        let name = escape::line(before.span.of(body));
        let away = body
            .get(before.span.end..mention.start)
            .map_or(0, |text| text.split_whitespace().count());
        format!(", last named as “{name}” {away} words before")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Entity, EntityId, EntityKind, Mode, QuoteKind};

    #[test]
    fn the_path_from_a_pronoun_to_the_name_is_told() {
        let body = "Ada Roe came late. “We wait,” she said.";
        let at = |words: &str| {
            let start = body.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let entity = Entity { kind: EntityKind::Person, name: "Ada Roe".into(), role: None };
        let mention =
            Mention { span: at("Ada Roe"), kind: EntityKind::Person, entity: EntityId(0) };
        let notes = Notes { mentions: vec![mention], entities: vec![entity], ..Notes::default() };
        let attribution = Attribution {
            mention: Some(at("she")),
            cue: Some(at("said")),
            speaker: "Ada Roe".into(),
            entity: Some(EntityId(0)),
            role: None,
            reached: ResolutionMethod::Pronoun,
        };
        let mut quote = Quote {
            span: at("“We wait,”"),
            kind: QuoteKind::Direct,
            mode: Mode::Asserted,
            attribution: Some(attribution),
            confidence: 0.9,
            continues: None,
        };
        let expected =
            "“she” with the cue “said”, who is Ada Roe, last named as “Ada Roe” 4 words before";
        assert_eq!(reason(body, &notes, &quote), expected);
        quote.attribution = None;
        assert!(reason(body, &notes, &quote).starts_with("nothing in the text"));
    }
}
