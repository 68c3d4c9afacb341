//! Pages that were opened for an issue: those used last are kept, within a budget of memory.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::read::alto::page::AltoPage;

/// Memory for the pages, in bytes; the one used last is kept whatever its size.
const BUDGET: usize = 16 * 1024 * 1024;

/// Most pages that are kept, missing ones among them.
const MAX_PAGES: usize = 256;

/// Opened pages by their place, the file's path as the issue has it.
#[derive(Debug, Default)]
pub struct OpenedPages(RefCell<PageCache>);

#[derive(Debug, Default)]
struct PageCache {
    pages: FxHashMap<String, OpenedPage>,
    /// Sum of the sizes of the pages.
    size: usize,
    /// Number of uses so far.
    uses: u64,
}

#[derive(Debug)]
struct OpenedPage {
    /// The page; `None` for a place where there is none.
    page: Option<Rc<AltoPage>>,
    size: usize,
    last_use: u64,
}

impl OpenedPages {
    /// The page at a place, opened with `open` unless it is there yet.
    pub fn get(
        &self,
        place: &str,
        open: impl FnOnce() -> Option<AltoPage>,
    ) -> Option<Rc<AltoPage>> {
        let mut cache = self.0.borrow_mut();
        cache.uses += 1;
        let last_use = cache.uses;
        if let Some(opened) = cache.pages.get_mut(place) {
            opened.last_use = last_use;
            return opened.page.clone();
        }
        let page = open().map(Rc::new);
        let size = page.as_ref().map_or(0, |page| page.size()) + place.len() + 64;
        while cache.pages.len() >= MAX_PAGES || cache.size + size > BUDGET {
            let oldest = cache.pages.iter().min_by_key(|(_, opened)| opened.last_use);
            let Some(oldest) = oldest.map(|(place, _)| place.clone()) else { break };
            if let Some(gone) = cache.pages.remove(&oldest) {
                cache.size -= gone.size;
            }
        }
        cache.size += size;
        let opened = OpenedPage { page: page.clone(), size, last_use };
        cache.pages.insert(place.to_owned(), opened);
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::xml::tree::XmlTree;

    #[test]
    fn a_page_is_opened_once_and_few_are_kept() {
        let opened = OpenedPages::default();
        let open = || {
            let text = "<alto><Page><TextBlock><String CONTENT='word'/></TextBlock></Page></alto>";
            XmlTree::parse(text).root().map(|root| AltoPage::read(root, None))
        };
        let never = || -> Option<AltoPage> { panic!("opened again") };
        assert_eq!(opened.get("a.xml", open).unwrap().text(), "word");
        assert!(opened.get("none.xml", || None).is_none());
        assert!(opened.get("a.xml", never).is_some() && opened.get("none.xml", never).is_none());
        for number in 0..2 * MAX_PAGES {
            opened.get(&format!("{number}.xml"), open);
            opened.get("a.xml", never);
        }
        assert!(opened.0.borrow().pages.len() <= MAX_PAGES);
    }
}
