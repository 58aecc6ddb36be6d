//! Publications: the state comes in; the lists of diagnostics that have changed since the last time go out.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lsp_types as lsp;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::client::Client;
use super::convert;
use super::refresh::PAUSE;
use crate::diagnostic::Diagnostic;
use crate::editor::diagnostics::{finding, of_config};
use crate::editor::sites::{Site, Sites};
use crate::editor::state::State;
use crate::editor::workspace::Workspace;
use crate::syntax::Files;
use crate::syntax::ast::Parsed;
use crate::text::{FileId, Span};

/// What was published last.
#[derive(Debug, Default)]
pub(super) struct Published {
    /// The lists, by URI; there is no empty one among them.
    lists: BTreeMap<String, List>,
    /// What they were made of, by the file.
    made: FxHashMap<FileId, Made>,
    /// The versions that the lists of open documents were published with, by URI.
    versions: BTreeMap<String, i32>,
    /// When those that may have been overtaken are to be published again.
    again: Option<Instant>,
}

type List = Arc<Vec<lsp::Diagnostic>>;

/// The list of a file, and all that it follows from. Its words are most of what an edit elsewhere would cost.
#[derive(Debug)]
struct Made {
    site: Site,
    findings: Vec<Diagnostic>,
    /// The files that the findings lead to, and which texts of the client they were.
    trees: Vec<(Arc<Parsed>, Site)>,
    list: List,
}

/// A list that is to be published.
pub(super) struct Publication {
    pub(super) uri: String,
    version: Option<i32>,
    list: List,
}

/// The parameters of the notification.
#[derive(Serialize)]
pub(super) struct Params<'p> {
    uri: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
    diagnostics: &'p [lsp::Diagnostic],
}

impl Publication {
    /// The parameters of the notification.
    pub(super) fn params(&self) -> Params<'_> {
        Params { uri: &self.uri, version: self.version, diagnostics: &self.list }
    }
}

impl Published {
    /// The lists that have changed, those of what is gone first.
    pub(super) fn changes(&mut self, state: &State, client: &Client) -> Vec<Publication> {
        let lists = self.lists(state, client);
        let gone =
            self.lists.keys().filter(|uri| !lists.contains_key(*uri)).map(|uri| (uri, List::default()));
        let is_changed = |uri: &String, list: &List| {
            self.lists.get(uri).is_none_or(|before| !Arc::ptr_eq(before, list) && before != list)
        };
        let changed = lists.iter().filter(|(uri, list)| is_changed(uri, list));
        let changed = changed.map(|(uri, list)| (uri, Arc::clone(list)));
        let publication = |(uri, list): (&String, List)| {
            let version = state.documents().iter().find(|(_, it)| it.uri == *uri).map(|(_, it)| it.version);
            Publication { uri: uri.clone(), version, list }
        };
        let publications: Vec<Publication> = gone.chain(changed).map(publication).collect();
        self.lists = lists;
        if client.checks_versions {
            let news = publications.iter().filter_map(|it| Some((it.uri.clone(), it.version?)));
            self.versions.extend(news);
            let is_overtaken = self.overtaken(state).next().is_some();
            self.again = is_overtaken.then(|| Instant::now() + PAUSE);
        }
        publications
    }

    /// How long it is until lists are published [again](Self::again), if any are.
    pub(super) fn pause(&self) -> Option<Duration> {
        Some(self.again?.saturating_duration_since(Instant::now()))
    }

    /// The lists of documents that have changed since they were published, if that is due. A client that
    /// looks at versions has dropped a list which came when its document had changed already, and would
    /// never have it.
    pub(super) fn again(&mut self, state: &State) -> Vec<Publication> {
        if self.pause().is_none_or(|pause| !pause.is_zero()) {
            return Vec::new();
        }
        self.again = None;
        let publication = |(uri, version): (&str, i32)| {
            let list = self.lists.get(uri).cloned().unwrap_or_default();
            Publication { uri: uri.to_owned(), version: Some(version), list }
        };
        let publications: Vec<Publication> = self.overtaken(state).map(publication).collect();
        self.versions.extend(publications.iter().filter_map(|it| Some((it.uri.clone(), it.version?))));
        publications
    }

    /// The open documents that have another version than when their lists were published, and that.
    fn overtaken<'s>(&self, state: &'s State) -> impl Iterator<Item = (&'s str, i32)> {
        let documents = state.documents().iter().map(|(_, it)| (&*it.uri, it.version));
        documents.filter(|(uri, now)| self.versions.get(*uri).is_some_and(|version| version != now))
    }

    /// Every list that is not empty, by URI.
    fn lists(&mut self, state: &State, client: &Client) -> BTreeMap<String, List> {
        let mut lists = BTreeMap::new();
        let mut before = std::mem::take(&mut self.made);
        for workspace in state.workspaces() {
            let sites = Sites::new(workspace, state.documents());
            let mut lines = convert::LinesOf::new(client);
            let failures = workspace.failures().filter_map(|failure| of_config(failure, &sites));
            for failure in failures {
                let diagnostic = convert::diagnostic(&mut lines, &failure);
                add(&mut lists, &failure.spot.site, Arc::new(vec![diagnostic]));
            }
            let findings = workspace.known().map_or(&[][..], |it| &it.report.findings);
            for findings in findings.chunk_by(|a, b| a.span.file == b.span.file) {
                let Some(file) = findings.first().map(|it| it.span.file) else { continue };
                let known = before.remove(&file);
                if let Some(made) = Made::of(workspace, &sites, &mut lines, findings, known) {
                    add(&mut lists, &made.site, Arc::clone(&made.list));
                    self.made.insert(file, made);
                }
            }
            // Lint findings are gone while an error stands, and mostly come back as they were.
            let is_there =
                |file: &FileId| workspace.known().is_some_and(|it| it.analysis.files().tree(*file).is_some());
            self.made.extend(before.extract_if(|file, made| is_there(file) && made.is_of_lints()));
        }
        lists
    }
}

impl Made {
    /// The list of a file with these findings, which is `before` if nothing is new to it; `None` for what no
    /// client has.
    fn of<'s>(
        workspace: &'s Workspace,
        sites: &Sites,
        lines: &mut convert::LinesOf<'s>,
        findings: &[Diagnostic],
        before: Option<Self>,
    ) -> Option<Self> {
        let files = workspace.known()?.analysis.files();
        let site = sites.spot(files, findings.first()?.span).site;
        if matches!(site, Site::Builtin(_)) {
            return None;
        }
        let is_alike = |made: &Self| {
            made.site == site
                && made.findings.len() == findings.len()
                && made.findings.iter().zip(findings).all(|(a, b)| says_the_same(a, b))
        };
        if let Some(moved) = before.filter(is_alike).and_then(|it| it.moved(files, sites, lines, findings)) {
            return Some(moved);
        }
        let mut led_to: Vec<FileId> = findings.iter().flat_map(places).map(|span| span.file).collect();
        led_to.sort_unstable();
        led_to.dedup();
        let trees = led_to.into_iter().filter_map(|file| files.tree(file).cloned());
        let trees = trees.map(|tree| (Arc::clone(&tree), sites.site(tree.source()))).collect();
        let worded = findings.iter().map(|it| convert::diagnostic(lines, &finding(it, files, sites)));
        Some(Self { site, list: Arc::new(worded.collect()), findings: findings.to_vec(), trees })
    }

    /// Whether all of it was found by lints.
    fn is_of_lints(&self) -> bool {
        !self.findings.iter().any(|it| it.check.level.is_error())
    }

    /// The same for findings that say the same of the same files, wherever in them that is now; `None` where
    /// messages would be other ones.
    fn moved<'s>(
        mut self,
        files: &'s Files,
        sites: &Sites,
        lines: &mut convert::LinesOf<'s>,
        findings: &[Diagnostic],
    ) -> Option<Self> {
        let mut is_other: FxHashSet<FileId> = FxHashSet::default();
        for (tree, site) in &mut self.trees {
            let now = files.tree(tree.id()).filter(|now| sites.site(now.source()) == *site)?;
            if !Arc::ptr_eq(now, tree) {
                is_other.insert(tree.id());
                *tree = Arc::clone(now);
            }
        }
        let keys = |it: &[Diagnostic]| it.iter().flat_map(places).map(Span::key).collect::<Vec<_>>();
        if is_other.is_empty() && keys(&self.findings) == keys(findings) {
            return Some(self);
        }
        for (index, (before, now)) in self.findings.iter().zip(findings).enumerate() {
            let both = places(before).zip(places(now)).enumerate();
            for (place, (_, span)) in
                both.filter(|(_, (a, b))| a.key() != b.key() || is_other.contains(&b.file))
            {
                let range = lines.range(&sites.spot(files, span));
                if convert::place(self.list.get(index)?, place)? != range {
                    *convert::place_mut(Arc::make_mut(&mut self.list).get_mut(index)?, place)? = range;
                }
            }
        }
        self.findings = findings.to_vec();
        Some(self)
    }
}

/// Whether two findings say the same of the same files.
fn says_the_same(a: &Diagnostic, b: &Diagnostic) -> bool {
    // What the words of an error say beside its fact may be new while the fact is not.
    let has_same_words =
        || Arc::ptr_eq(&a.fact, &b.fact) || (!a.check.level.is_error() && *a.fact == *b.fact);
    a.check.name == b.check.name
        && a.severity == b.severity
        && places(a).map(|span| span.file).eq(places(b).map(|span| span.file))
        && has_same_words()
}

/// Where a finding is, and where it leads.
fn places(finding: &Diagnostic) -> impl Iterator<Item = Span> {
    [finding.span].into_iter().chain(finding.related.iter().copied())
}

/// Adds diagnostics to the list of a site. A table may be that of several workspaces.
fn add(lists: &mut BTreeMap<String, List>, site: &Site, list: List) {
    let uri = convert::uri(site).0;
    match lists.get_mut(&uri) {
        Some(others) => {
            let news: Vec<_> = list.iter().filter(|it| !others.contains(it)).cloned().collect();
            if !news.is_empty() {
                Arc::make_mut(others).extend(news);
            }
        }
        None => {
            lists.insert(uri, list);
        }
    }
}
