//! Repeated parts of a question: each is searched for once, with the weight of all.

use rustc_hash::FxHashMap;

use crate::search::query::ast::Node;

/// Tree in which no part stands beside an equal one. A part that was repeated weighs as much as it
/// did before, so that the order of an answer stays.
pub fn without_repeats(node: &Node) -> Node {
    match node {
        Node::Word(_) | Node::Phrase(_) | Node::Date(_) => node.clone(),
        Node::And { parts, written } => {
            let mut parts = merged(parts);
            if parts.len() == 1 {
                return parts.remove(0);
            }
            Node::And { parts, written: *written }
        }
        Node::Or(parts) => {
            let mut parts = merged(parts);
            if parts.len() == 1 { parts.remove(0) } else { Node::Or(parts) }
        }
        // What must stand near something equal to it must be there twice.
        Node::Near { parts, distance, ordered } => Node::Near {
            parts: parts.iter().map(without_repeats).collect(),
            distance: *distance,
            ordered: *ordered,
        },
        Node::Within(scope, inner) => Node::Within(*scope, Box::new(without_repeats(inner))),
        Node::Field(field, inner) => Node::Field(*field, Box::new(without_repeats(inner))),
        Node::Not(inner) => Node::Not(Box::new(without_repeats(inner))),
        Node::Boost(inner, factor) => Node::Boost(Box::new(without_repeats(inner)), *factor),
    }
}

/// Parts without those that are there already, whose weights are added up.
fn merged(parts: &[Node]) -> Vec<Node> {
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut kept: Vec<(Node, f32)> = Vec::with_capacity(parts.len());
    for part in parts {
        let (node, factor) = match without_repeats(part) {
            Node::Boost(inner, factor) => (*inner, factor),
            node => (node, 1.0),
        };
        let place = *places.entry(node.to_string()).or_insert(kept.len());
        match kept.get_mut(place) {
            Some((_, sum)) => *sum += factor,
            None => kept.push((node, factor)),
        }
    }
    let weighed = |(node, factor): (Node, f32)| {
        let plain = (factor - 1.0).abs() < f32::EPSILON;
        if plain { node } else { Node::Boost(Box::new(node), factor) }
    };
    kept.into_iter().map(weighed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::parser::parse_query;

    #[test]
    fn each_part_stands_once_and_weighs_as_much() {
        for (asked, kept) in [
            ("the the the", "the^3"),
            ("dam OR wall OR dam", "dam^2 OR wall"),
            ("dam^2 wall dam", "dam^3 wall"),
            ("(a b) OR (a b)", "(a b)^2"),
            ("title:dam title:dam", "(title:dam)^2"),
            ("same-sentence(a a b)", "same-sentence(a^2 b)"),
            ("a NEAR/3 a", "a NEAR/3 a"),
            ("dam -wall -wall", "dam (NOT wall)^2"),
            ("((a a) b) OR c", "a^2 b OR c"),
        ] {
            let tree = parse_query(asked).unwrap().tree.unwrap();
            assert_eq!(without_repeats(&tree).to_string(), kept, "{asked}");
        }
        let many = vec!["the"; 500].join(" OR ");
        let tree = parse_query(&many).unwrap().tree.unwrap();
        assert_eq!(without_repeats(&tree).to_string(), "the^500");
    }
}
