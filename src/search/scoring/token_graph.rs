//! Token graphs: words next to each other, some of which may be written in another number of words
//! than they were typed in (`"the e-mail account"` finds “the email account”).
//!
//! As in Lucene, where synonyms of several words are such graphs, the nodes are the places between
//! the words typed, and each edge is a term that leads from one to another and takes up some words
//! of the text.

/// Edge of a token graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GraphEdge {
    /// Node that it leads from.
    pub from: usize,
    /// Node that it leads to, a later one.
    pub to: usize,
    /// Number of its term in the clause.
    pub term: usize,
    /// Number of words of the text that it takes up.
    pub width: u32,
}

/// Words next to each other, in all their writings.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenGraph {
    /// Terms of the words as typed, in order.
    pub typed: Vec<usize>,
    /// Further writings.
    others: Vec<GraphEdge>,
}

impl TokenGraph {
    /// Graph of the words typed with their other writings.
    pub fn new(typed: Vec<usize>, others: Vec<GraphEdge>) -> Self {
        Self { typed, others }
    }

    /// Edges that lead from a node.
    fn edges_from(&self, node: usize) -> impl Iterator<Item = GraphEdge> {
        let typed = GraphEdge { from: node, to: node + 1, term: self.typed[node], width: 1 };
        let others = self.others.iter().copied().filter(move |edge| edge.from == node);
        std::iter::once(typed).chain(others)
    }

    /// Terms of which one must occur, for each of the words typed.
    pub fn cuts(&self) -> impl Iterator<Item = Vec<usize>> {
        self.typed.iter().enumerate().map(|(node, term)| {
            let over = self.others.iter().filter(move |edge| edge.from <= node && node < edge.to);
            std::iter::once(*term).chain(over.map(|edge| edge.term)).collect()
        })
    }

    /// Intervals of the words, by their first and last position, in order; `positions` tells those
    /// of a term.
    pub fn intervals<'p>(&self, positions: &dyn Fn(usize) -> &'p [u32]) -> Vec<(u32, u32)> {
        // For each node where a match may have begun, and where it must go on.
        let mut reached: Vec<Vec<(u32, u32)>> = vec![Vec::new(); self.typed.len() + 1];
        for node in 0..self.typed.len() {
            let mut here = std::mem::take(&mut reached[node]);
            here.sort_unstable();
            here.dedup();
            for edge in self.edges_from(node) {
                let places = positions(edge.term);
                let on = &mut reached[edge.to];
                if node == 0 {
                    on.extend(places.iter().map(|at| (*at, at.saturating_add(edge.width))));
                    continue;
                }
                let goes_on = here.iter().filter(|(_, next)| places.binary_search(next).is_ok());
                on.extend(goes_on.map(|(start, next)| (*start, next.saturating_add(edge.width))));
            }
        }
        let mut whole = reached.pop().unwrap_or_default();
        whole.sort_unstable();
        whole.dedup();
        whole.into_iter().map(|(start, next)| (start, next - 1)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_next_to_each_other_in_any_writing() {
        // “the pre-war flat”: the words 0 1 2 3, and 4 for prewar, 5 for prewar in two words.
        let others = vec![GraphEdge { from: 1, to: 3, term: 4, width: 1 }];
        let typed = TokenGraph::new(vec![0, 1, 2, 3], others);
        let one = GraphEdge { from: 1, to: 2, term: 5, width: 2 };
        let joined = TokenGraph::new(vec![0, 4, 3], vec![one]);
        // the pre-war flat, the prewar flat, the flat pre war
        let places: [&[u32]; 6] = [&[0, 4, 7], &[1, 9], &[2, 10], &[3, 6, 8], &[5], &[1]];
        let at = |term: usize| places[term];
        assert_eq!(typed.intervals(&at), [(0, 3), (4, 6)]);
        assert_eq!(joined.intervals(&at), [(0, 3), (4, 6)]);
        assert_eq!(typed.cuts().collect::<Vec<_>>(), [vec![0], vec![1, 4], vec![2, 4], vec![3]]);
    }
}
