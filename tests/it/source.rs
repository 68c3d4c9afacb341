//! The crate's own source as data: files, the arrows between them, functions and doc comments.
//!
//! Imports are read from tokens, not by type resolution: a path that starts with `crate`, or with
//! the name of a child module that the file declares, is an arrow to the file of its longest module
//! prefix. A re-export is an import like any other, so a name taken through a folder's `mod.rs` is
//! an arrow to that `mod.rs`. Code under `#[cfg(test)]` makes no arrows.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::RandomState;
use std::path::{Path, PathBuf};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, Visibility};

/// One source file.
pub struct SourceFile {
    /// Path beneath the repository, with slashes.
    pub path: String,
    /// Segments of the module that the file holds; empty for the crate's root.
    pub module: Vec<String>,
    pub text: String,
    pub syntax: syn::File,
}

/// Reads every Rust file beneath a folder of the repository, in the order of their paths.
pub fn read_folder(folder: &str) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join(folder), &mut paths);
    paths.sort();
    paths.iter().map(|path| read(root, path)).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

fn read(root: &Path, path: &Path) -> SourceFile {
    let text = fs::read_to_string(path).unwrap();
    let path = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
    parse(path, text)
}

/// A source file from its path beneath the repository and its text.
pub fn parse(path: String, text: String) -> SourceFile {
    let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let stem = path.strip_prefix("src/").unwrap_or(&path).trim_end_matches(".rs");
    let mut module: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod" || last == "lib") {
        module.pop();
    }
    SourceFile { path, module, text, syntax }
}

/// Names that one file takes from another, by the pair of their paths.
pub type Arrows = BTreeMap<(String, String), BTreeSet<String>>;

/// The imports among files.
pub fn arrows(files: &[SourceFile]) -> Arrows {
    let by_module: BTreeMap<&[String], &str> =
        files.iter().map(|file| (file.module.as_slice(), file.path.as_str())).collect();
    let mut arrows = Arrows::new();
    for file in files {
        for path in named_paths(file) {
            let longest = (0..=path.len()).rev().find(|&n| by_module.contains_key(&path[..n]));
            let Some(length) = longest else { continue };
            let target = by_module[&path[..length]];
            if target != file.path {
                let name = path.get(length).cloned().unwrap_or_else(|| "the module".to_owned());
                arrows.entry((file.path.clone(), target.to_owned())).or_default().insert(name);
            }
        }
    }
    arrows
}

/// Each path of this crate that a file's code names, as segments from the crate's root.
pub fn named_paths(file: &SourceFile) -> Vec<Vec<String>> {
    let mut children = BTreeSet::new();
    let mut paths = Vec::new();
    for item in &file.syntax.items {
        if let Item::Mod(module) = item
            && module.content.is_none()
        {
            children.insert(module.ident.to_string());
        }
    }
    for item in file.syntax.items.iter().filter(|item| !is_for_tests(item_attributes(item))) {
        let scan = Scan { module: &file.module, children: &children };
        scan.stream(item.to_token_stream(), &mut paths);
    }
    paths
}

/// The search for paths in one file's tokens.
struct Scan<'a> {
    module: &'a [String],
    children: &'a BTreeSet<String>,
}

impl Scan<'_> {
    fn stream(&self, stream: TokenStream, paths: &mut Vec<Vec<String>>) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut after_colons = false;
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.stream(group.stream(), paths),
                TokenTree::Ident(ident) if !after_colons && colons(&tokens, at + 1) => {
                    let name = ident.to_string();
                    if name == "crate" {
                        tree(&tokens[at + 3..], Vec::new(), paths);
                    } else if name == "self" {
                        tree(&tokens[at + 3..], self.module.to_vec(), paths);
                    } else if self.children.contains(&name) {
                        let mut start = self.module.to_vec();
                        start.push(name);
                        tree(&tokens[at + 3..], start, paths);
                    }
                }
                _ => {}
            }
            after_colons = matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
        }
    }
}

/// True if a path's `::` stands at `at`.
fn colons(tokens: &[TokenTree], at: usize) -> bool {
    let is_colon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    let colon = |at: usize| tokens.get(at).is_some_and(is_colon);
    colon(at) && colon(at + 1)
}

/// Follows a path, and each branch where it opens a brace, as `use` trees do.
fn tree(tokens: &[TokenTree], mut start: Vec<String>, paths: &mut Vec<Vec<String>>) {
    match tokens.first() {
        Some(TokenTree::Ident(ident)) => {
            if ident != "self" {
                start.push(ident.to_string());
            }
            if colons(tokens, 1) {
                tree(&tokens[3..], start, paths);
            } else {
                paths.push(start);
            }
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            let comma =
                |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
            for branch in inside.split(comma).filter(|branch| !branch.is_empty()) {
                tree(branch, start.clone(), paths);
            }
        }
        _ => paths.push(start),
    }
}

fn item_attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// True for code that is compiled for tests alone.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let tokens = attribute.to_token_stream().to_string();
        attribute.path().is_ident("cfg") && tokens.contains("test")
            || attribute.path().is_ident("test")
    })
}

/// Groups of files that import each other, directly or round about: strongly connected components,
/// the largest first.
pub fn circles(arrows: &Arrows) -> Vec<Vec<&str>> {
    let pairs = arrows.keys().map(|(from, to)| (from.as_str(), to.as_str()));
    let graph = DiGraphMap::<&str, (), RandomState>::from_edges(pairs);
    let mut circles = tarjan_scc(&graph);
    circles.retain(|circle| circle.len() > 1);
    for circle in &mut circles {
        circle.sort_unstable();
    }
    circles.sort_by_key(|circle| (Reverse(circle.len()), circle[0]));
    circles
}

/// A doc comment, or its absence.
pub struct Doc {
    pub line: usize,
    /// Kind and name of the item it stands on, as `fn name`.
    pub item: String,
    /// Text of the comment; empty where there is none.
    pub text: String,
    /// True if the item is `pub`, or a variant or method of something that may be.
    pub is_public: bool,
    /// True if the command line shows the text to its users.
    pub is_help: bool,
}

/// A function with its length in lines, from `fn` to the closing brace.
pub struct Function {
    pub line: usize,
    pub name: String,
    pub lines: usize,
}

/// Items of one file, those of its tests among the functions.
#[derive(Default)]
pub struct Items {
    pub docs: Vec<Doc>,
    pub functions: Vec<Function>,
    /// Types that the file defines.
    pub defined: BTreeSet<String>,
    /// Types with an inherent `impl` block, and the block's line.
    pub implemented: Vec<(usize, String)>,
    /// True inside a type whose docs are help texts.
    in_help: bool,
    /// True inside a public enum or trait.
    in_public: bool,
}

impl Items {
    /// Collects the items of a file.
    pub fn new(file: &SourceFile) -> Self {
        let mut items = Self::default();
        items.note_doc("file", &file.path, &file.syntax.attrs, false, 1);
        items.visit_file(&file.syntax);
        items
    }

    fn note_doc(
        &mut self,
        kind: &str,
        name: &str,
        attributes: &[Attribute],
        is_public: bool,
        line: usize,
    ) {
        let lines: Vec<String> = attributes.iter().filter_map(doc_line).collect();
        let is_help = self.in_help || attributes.iter().any(is_for_the_command_line);
        let (item, text) = (format!("{kind} {name}"), lines.join("\n").trim().to_owned());
        self.docs.push(Doc { line, item, text, is_public, is_help });
    }

    fn note_function(&mut self, signature: &syn::Signature, end: usize) {
        let line = signature.fn_token.span().start().line;
        let name = signature.ident.to_string();
        self.functions.push(Function { line, name, lines: end + 1 - line });
    }

    fn note_type(&mut self, kind: &str, name: &syn::Ident, attributes: &[Attribute], is_pub: bool) {
        let line = name.span().start().line;
        self.defined.insert(name.to_string());
        self.note_doc(kind, &name.to_string(), attributes, is_pub, line);
    }
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
    if attribute.path().is_ident("doc") && matches!(pair.value, syn::Expr::Macro(_)) {
        return Some("A page of its own.".to_owned());
    }
    let syn::Expr::Lit(literal) = &pair.value else { return None };
    let syn::Lit::Str(text) = &literal.lit else { return None };
    attribute.path().is_ident("doc").then(|| text.value().trim().to_owned())
}

/// True for attributes by which clap takes a doc comment for a help text.
fn is_for_the_command_line(attribute: &Attribute) -> bool {
    let tokens = attribute.to_token_stream().to_string();
    let derives = ["Args", "Parser", "Subcommand", "ValueEnum"];
    ["arg", "command", "value"].iter().any(|name| attribute.path().is_ident(name))
        || attribute.path().is_ident("derive") && derives.iter().any(|name| tokens.contains(name))
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn end_line(spanned: &impl Spanned) -> usize {
    spanned.span().end().line
}

impl<'ast> Visit<'ast> for Items {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.note_function(&item.sig, end_line(&item.block));
        if !is_for_tests(&item.attrs) {
            let line = item.sig.fn_token.span().start().line;
            let name = item.sig.ident.to_string();
            self.note_doc("fn", &name, &item.attrs, is_public(&item.vis), line);
        }
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.note_function(&item.sig, end_line(&item.block));
        let line = item.sig.fn_token.span().start().line;
        let name = item.sig.ident.to_string();
        self.note_doc("fn", &name, &item.attrs, is_public(&item.vis), line);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.note_function(&item.sig, end_line(item));
        let line = item.sig.fn_token.span().start().line;
        let name = item.sig.ident.to_string();
        self.note_doc("fn", &name, &item.attrs, self.in_public, line);
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.in_help = item.attrs.iter().any(is_for_the_command_line);
        self.note_type("struct", &item.ident, &item.attrs, is_public(&item.vis));
        visit::visit_item_struct(self, item);
        self.in_help = false;
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.in_help = item.attrs.iter().any(is_for_the_command_line);
        self.in_public = is_public(&item.vis);
        self.note_type("enum", &item.ident, &item.attrs, self.in_public);
        visit::visit_item_enum(self, item);
        (self.in_help, self.in_public) = (false, false);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.in_public = is_public(&item.vis);
        self.note_type("trait", &item.ident, &item.attrs, self.in_public);
        visit::visit_item_trait(self, item);
        self.in_public = false;
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.note_type("type", &item.ident, &item.attrs, is_public(&item.vis));
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        let line = item.ident.span().start().line;
        let name = item.ident.to_string();
        self.note_doc("const", &name, &item.attrs, is_public(&item.vis), line);
        visit::visit_item_const(self, item);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if let Some(name) = &field.ident {
            let line = name.span().start().line;
            self.note_doc("field", &name.to_string(), &field.attrs, is_public(&field.vis), line);
        }
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        let line = variant.ident.span().start().line;
        let name = variant.ident.to_string();
        self.note_doc("variant", &name, &variant.attrs, self.in_public, line);
        visit::visit_variant(self, variant);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if item.trait_.is_some() {
            // Docs of a trait's methods stand on the trait.
            for inner in &item.items {
                if let syn::ImplItem::Fn(function) = inner {
                    self.note_function(&function.sig, end_line(&function.block));
                }
            }
            return;
        }
        if let syn::Type::Path(path) = item.self_ty.as_ref()
            && let Some(last) = path.path.segments.last()
        {
            let line = item.impl_token.span.start().line;
            self.implemented.push((line, last.ident.to_string()));
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
            return;
        }
        // Of tests only the lengths of functions count.
        let mut inside = Self::default();
        visit::visit_item_mod(&mut inside, item);
        self.functions.append(&mut inside.functions);
    }
}
