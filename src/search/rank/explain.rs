//! Explanation of a score: what each part of the question, and each factor, adds to it.

use tantivy::DocAddress;

use crate::search::plan::query_plan::Clause;
use crate::search::plan::text_part::WeightedField;
use crate::search::rank::collect::Execution;
use crate::search::scoring::explanation::Explanation;
use crate::search::scoring::scorer::ClauseScorer;
use crate::search::scoring::text_scorer::DocPredicate;

/// Contributions to the score of a document, which add up to it.
///
/// # Errors
/// The index cannot be read.
pub fn explain(
    execution: &Execution<'_>,
    address: DocAddress,
) -> tantivy::Result<Vec<Explanation>> {
    let DocAddress { segment_ord, doc_id } = address;
    let segment = execution.searcher.segment_reader(segment_ord);
    let columns = &execution.columns[segment_ord as usize];
    let mut explanations = Vec::new();
    for clause in execution.wanted {
        explain_clause(execution, clause, address, &mut explanations)?;
    }
    let (close, early) =
        execution.proximity.in_segment(segment, segment_ord, columns).score(doc_id)?;
    let mut add = |clause: &str, field, frequency, weight, score: f32| {
        if score != 0.0 {
            let clause = clause.to_owned();
            explanations.push(Explanation { clause, field, frequency, weight, score });
        }
    };
    add("words close together", "body or quotation", 1.0, close, close);
    add("words in the lead", "body", 1.0, early, early);
    let sum: f32 = explanations.iter().map(|one| one.score).sum();
    let scorers = execution.wanted.iter();
    let scorers = scorers.map(|clause| execution.context.scorer(clause, segment, segment_ord));
    let mut scorers: Vec<ClauseScorer<'_>> = scorers.collect::<tantivy::Result<_>>()?;
    let share = execution.coordination.share(&mut scorers, doc_id);
    let factors = [
        ("share of the question, as a factor", share, execution.coordination.factor(share)),
        ("age, as a factor", 1.0, execution.freshness(columns.day.first(doc_id))),
    ];
    let mut score = sum;
    for (clause, frequency, factor) in factors {
        let change = score * factor - score;
        if change != 0.0 {
            let (clause, field, weight) = (clause.to_owned(), "all of it", factor);
            explanations.push(Explanation { clause, field, frequency, weight, score: change });
        }
        score += change;
    }
    Ok(explanations)
}

/// Appends what the words of a clause add to the score of a document.
fn explain_clause<'q>(
    execution: &Execution<'q>,
    clause: &'q Clause,
    address: DocAddress,
    explanations: &mut Vec<Explanation>,
) -> tantivy::Result<()> {
    let DocAddress { segment_ord, doc_id } = address;
    let searcher: &'q tantivy::Searcher = execution.searcher;
    let segment = searcher.segment_reader(segment_ord);
    let columns = &execution.columns[segment_ord as usize];
    let context = execution.context;
    let mut texts = Vec::new();
    clause.each_text(&mut |text| texts.push(text));
    for text in texts {
        let check = text.verify.then(|| -> DocPredicate<'q> {
            Box::new(move |doc| context.matches_text(text, DocAddress::new(segment_ord, doc)))
        });
        let mut matcher = text.scorer(segment, segment_ord, columns, check)?;
        // Words akin count where nothing else hangs on the clause.
        let alone = matches!(clause, Clause::Text(_));
        let counts = alone || matcher.seek(doc_id) == doc_id && matcher.matches(doc_id);
        if !counts {
            continue;
        }
        matcher.score(doc_id, &mut |number, frequency, score| {
            let Some(WeightedField { field, .. }) = text.fields.get(number) else { return };
            explanations.push(Explanation {
                clause: text.label.clone(),
                field: field.name,
                frequency,
                weight: text.weight * field.weight,
                score,
            });
        });
    }
    Ok(())
}
