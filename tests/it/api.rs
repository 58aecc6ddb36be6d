//! Everything that a user of the library can name, one a line: a change of it is seen in the snapshot.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Attribute, Fields, Ident, ImplItem, Item, ItemImpl, Meta, TraitItem, Type, UseTree, Visibility};

#[test]
fn the_public_interface_is_as_it_was() {
    let mut krate = Crate::default();
    krate.load(&[], Path::new("src"), "lib.rs", true);
    insta::assert_snapshot!(krate.lines().join("\n"));
}

type ModulePath = Vec<String>;

struct Module {
    text: String,
    items: Vec<Item>,
    is_public: bool,
}

/// An item by the module that it stands in and its name there.
type Definition = (ModulePath, String);

#[derive(Default)]
struct Crate {
    modules: BTreeMap<ModulePath, Module>,
}

impl Crate {
    /// Reads the module `path` and those below it, whose files are in `folder`.
    fn load(&mut self, path: &[String], folder: &Path, file: &str, is_public: bool) {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        let items = syn::parse_file(&text).unwrap().items;
        for item in &items {
            let Item::Mod(child) = item else { continue };
            if is_test(&child.attrs) {
                continue;
            }
            assert!(child.content.is_none(), "modules are files: {}", child.ident);
            let name = child.ident.to_string();
            let is_public = is_public && is_pub(&child.vis);
            let path = [path, std::slice::from_ref(&name)].concat();
            let below: PathBuf = folder.join(&name);
            if below.join("mod.rs").exists() {
                self.load(&path, &below, "mod.rs", is_public);
            } else {
                self.load(&path, folder, &format!("{name}.rs"), is_public);
            }
        }
        self.modules.insert(path.to_vec(), Module { text, items, is_public });
    }

    fn lines(&self) -> Vec<String> {
        let mut public: BTreeMap<Definition, String> = BTreeMap::new();
        let mut lines = Vec::new();
        for (path, module) in self.modules.iter().filter(|(_, module)| module.is_public) {
            for item in &module.items {
                if let Some((name, visibility, _)) = parts(item) {
                    if is_pub(visibility) {
                        public.insert((path.clone(), name.to_string()), shown(path, &name.to_string()));
                    }
                    continue;
                }
                let Item::Use(item) = item else { continue };
                if !is_pub(&item.vis) {
                    continue;
                }
                for (target, alias) in leaves(&item.tree) {
                    let (own, above) = target.split_last().unwrap();
                    let holder = self.module(path, above).unwrap();
                    if self.modules[&holder].is_public {
                        lines.push(format!("{}: use {}", shown(path, &alias), shown(&holder, own)));
                    } else {
                        public.insert(self.resolve(&holder, own).unwrap(), shown(path, &alias));
                    }
                }
            }
        }
        for ((path, own), shown) in &public {
            let module = &self.modules[path];
            let item = module.items.iter().find(|it| is_named(it, own)).unwrap();
            module.item(item, shown, &mut lines);
        }
        for (path, module) in &self.modules {
            for item in &module.items {
                let Item::Impl(item) = item else { continue };
                let about = self.about(path, item);
                if let Some(shown) = about.and_then(|about| public.get(&about)) {
                    module.implementation(item, shown, &mut lines);
                }
            }
        }
        lines.sort();
        lines
    }

    /// What an `impl` belongs to: its type, or its trait where the type is none of ours.
    fn about(&self, module: &[String], item: &ItemImpl) -> Option<Definition> {
        let own = match &*item.self_ty {
            Type::Path(path) => self.resolve_path(module, &segments(&path.path)),
            _ => None,
        };
        let of_trait = || self.resolve_path(module, &segments(&item.trait_.as_ref()?.0));
        own.or_else(of_trait)
    }

    /// The item that a path stands for in a module, if it is one of ours.
    fn resolve_path(&self, module: &[String], path: &[String]) -> Option<Definition> {
        let (own, above) = path.split_last()?;
        self.resolve(&self.module(module, above)?, own)
    }

    /// The module that a path stands for in a module.
    fn module(&self, module: &[String], path: &[String]) -> Option<ModulePath> {
        let mut current = module.to_vec();
        for segment in path {
            match segment.as_str() {
                "crate" => current.clear(),
                "self" => {}
                "super" => drop(current.pop()),
                _ => {
                    let below = [&current[..], std::slice::from_ref(segment)].concat();
                    let imported =
                        || self.import(&current, segment).and_then(|it| self.module(&current, &it));
                    current = if self.modules.contains_key(&below) { below } else { imported()? };
                }
            }
        }
        Some(current)
    }

    fn resolve(&self, module: &[String], own: &str) -> Option<Definition> {
        let here = self.modules.get(module)?;
        if here.items.iter().any(|item| is_named(item, own)) {
            return Some((module.to_vec(), own.to_owned()));
        }
        self.resolve_path(module, &self.import(module, own)?)
    }

    /// What a module imports under a name.
    fn import(&self, module: &[String], name: &str) -> Option<Vec<String>> {
        let uses = self.modules[module].items.iter().filter_map(|item| match item {
            Item::Use(item) => Some(leaves(&item.tree)),
            _ => None,
        });
        uses.flatten().find(|(target, alias)| alias == name && target.len() > 1).map(|(target, _)| target)
    }
}

impl Module {
    /// The text from one place to another, on one line.
    fn text(&self, from: Span, to: Span) -> String {
        let text = &self.text[from.byte_range().start..to.byte_range().end];
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        line.replace("( ", "(").replace(", )", ")").replace("{ ", "{").replace(", }", "}").replace(" }", "}")
    }

    fn all(&self, part: &impl Spanned) -> String {
        self.text(part.span(), part.span())
    }

    fn item(&self, item: &Item, shown: &str, lines: &mut Vec<String>) {
        let mut add = |text: String, attributes: &[Attribute]| {
            lines.push(format!("{shown}: {}{text}{}", growing(attributes), derived(attributes)));
        };
        match item {
            Item::Mod(item) => add("mod".to_owned(), &item.attrs),
            Item::Fn(item) => add(self.all(&item.sig), &item.attrs),
            Item::Const(item) => add(format!("const {}", self.all(&item.ty)), &item.attrs),
            Item::Static(item) => add(format!("static {}", self.all(&item.ty)), &item.attrs),
            Item::Type(item) => add(format!("type {}", self.all(&item.ty)), &item.attrs),
            Item::Struct(item) => {
                add(format!("struct{}", self.all(&item.generics)), &item.attrs);
                for (index, field) in item.fields.iter().enumerate().filter(|(_, it)| is_pub(&it.vis)) {
                    let name = field.ident.as_ref().map_or(index.to_string(), ToString::to_string);
                    lines.push(format!("{shown}.{name}: {}", self.all(&field.ty)));
                }
            }
            Item::Enum(item) => {
                add(format!("enum{}", self.all(&item.generics)), &item.attrs);
                for variant in &item.variants {
                    let (own, attributes) = (&variant.ident, growing(&variant.attrs));
                    match &variant.fields {
                        Fields::Unit => lines.push(format!("{shown}::{own}{attributes}")),
                        Fields::Unnamed(fields) => {
                            lines.push(format!("{shown}::{own}{}{attributes}", self.all(fields)));
                        }
                        Fields::Named(fields) => lines.extend(fields.named.iter().map(|field| {
                            let name = field.ident.as_ref().unwrap();
                            format!("{shown}::{own}.{name}: {}{attributes}", self.all(&field.ty))
                        })),
                    }
                }
            }
            Item::Trait(item) => {
                let end = item.supertraits.last().map_or(item.ident.span(), Spanned::span);
                add(self.text(item.trait_token.span, end), &item.attrs);
                for part in &item.items {
                    let TraitItem::Fn(function) = part else { panic!("unknown: {}", self.all(part)) };
                    lines.push(format!("{shown}::{}: {}", function.sig.ident, self.all(&function.sig)));
                }
            }
            _ => panic!("unknown: {}", self.all(item)),
        }
    }

    fn implementation(&self, item: &ItemImpl, shown: &str, lines: &mut Vec<String>) {
        if item.trait_.is_some() {
            lines.push(format!("{shown}: {}", self.text(item.impl_token.span, item.self_ty.span())));
            return;
        }
        for part in &item.items {
            match part {
                ImplItem::Fn(it) if is_pub(&it.vis) => {
                    lines.push(format!("{shown}::{}: {}", it.sig.ident, self.all(&it.sig)));
                }
                ImplItem::Const(it) if is_pub(&it.vis) => {
                    lines.push(format!("{shown}::{}: const {}", it.ident, self.all(&it.ty)));
                }
                ImplItem::Fn(_) | ImplItem::Const(_) => {}
                _ => panic!("unknown: {}", self.all(part)),
            }
        }
    }
}

fn shown(module: &[String], name: &str) -> String {
    let mut path = module.join("::");
    if !path.is_empty() {
        path.push_str("::");
    }
    path + name
}

fn segments(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// Each path of a `use`, with the name that it gives.
fn leaves(tree: &UseTree) -> Vec<(Vec<String>, String)> {
    match tree {
        UseTree::Path(path) => {
            let below = leaves(&path.tree).into_iter().map(|(mut target, alias)| {
                target.insert(0, path.ident.to_string());
                // `a::{self}` is `a`.
                if target.last().is_some_and(|last| last == "self") {
                    target.pop();
                    return (target, path.ident.to_string());
                }
                (target, alias)
            });
            below.collect()
        }
        UseTree::Name(name) => vec![(vec![name.ident.to_string()], name.ident.to_string())],
        UseTree::Rename(name) => vec![(vec![name.ident.to_string()], name.rename.to_string())],
        UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
        UseTree::Glob(_) => Vec::new(),
    }
}

/// The parts that all items with a name have.
fn parts(item: &Item) -> Option<(&Ident, &Visibility, &[Attribute])> {
    match item {
        Item::Mod(it) => Some((&it.ident, &it.vis, &it.attrs)),
        Item::Fn(it) => Some((&it.sig.ident, &it.vis, &it.attrs)),
        Item::Const(it) => Some((&it.ident, &it.vis, &it.attrs)),
        Item::Static(it) => Some((&it.ident, &it.vis, &it.attrs)),
        Item::Type(it) => Some((&it.ident, &it.vis, &it.attrs)),
        Item::Struct(it) => Some((&it.ident, &it.vis, &it.attrs)),
        Item::Enum(it) => Some((&it.ident, &it.vis, &it.attrs)),
        Item::Trait(it) => Some((&it.ident, &it.vis, &it.attrs)),
        Item::Use(_) | Item::Impl(_) | Item::Macro(_) => None,
        _ => panic!("an item of a kind that is new here"),
    }
}

fn is_named(item: &Item, name: &str) -> bool {
    parts(item).is_some_and(|(own, _, _)| own == name)
}

fn is_pub(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether something is there for tests only.
fn is_test(attributes: &[Attribute]) -> bool {
    let is_test = |it: &Meta| matches!(it, Meta::List(it) if it.path.is_ident("cfg") && it.tokens.to_string() == "test");
    attributes.iter().any(|it| is_test(&it.meta))
}

fn growing(attributes: &[Attribute]) -> &'static str {
    if attributes.iter().any(|it| it.path().is_ident("non_exhaustive")) { "non_exhaustive " } else { "" }
}

/// ` [Clone, Debug]`
fn derived(attributes: &[Attribute]) -> String {
    let lists = attributes.iter().filter(|it| it.path().is_ident("derive"));
    let lists = lists.map(|it| match &it.meta {
        Meta::List(list) => list.tokens.to_string().replace(" ,", ","),
        _ => panic!("a list of nothing"),
    });
    let text = lists.collect::<Vec<_>>().join(", ");
    if text.is_empty() { text } else { format!(" [{text}]") }
}
