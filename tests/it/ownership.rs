//! What the compiler gives owns all that it holds: it may be kept, sent to another thread and compared with another,
//! and trees of files that did not change may be used again.

use std::sync::Arc;
use std::thread;

use bpol::diagnostic::Level;
use bpol::lint::{Change, Levels, Selection};
use bpol::reference::{Builtin, Reference};
use bpol::render::{Context, Format, render};
use bpol::syntax::{Files, Parsed, parse};
use bpol::workspace::{Checked, Rejected, Workspace};
use bpol::{Analysis, Configuration, Diagnostic, Input, Resolved, Source, analyse, compile};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::model::Rendered;
use crate::properties::{cases, document, possible};
use crate::random;

fn is_owned<T: Send + Sync + 'static>() {}

#[test]
fn nothing_that_the_compiler_gives_borrows() {
    is_owned::<Source>();
    is_owned::<Reference>();
    is_owned::<Input>();
    is_owned::<Parsed>();
    is_owned::<Files>();
    is_owned::<Workspace>();
    is_owned::<Checked>();
    is_owned::<Rejected>();
    is_owned::<Resolved>();
    is_owned::<Analysis>();
    is_owned::<Diagnostic>();
}

/// With every lint looked for.
fn configuration() -> Configuration {
    Configuration::with_levels(Levels::new(&[Change { selection: Selection::All, level: Level::Warn }]))
}

/// All that is said of a workspace: its document, or the error that there is none, and its findings in three formats.
fn said(analysis: &Analysis) -> (Option<String>, [String; 3]) {
    let findings = analysis.findings();
    let checks: Vec<_> = bpol::catalogue::all().collect();
    let context = Context { checks: &checks, fix: "--fix", ..Context::default() };
    let write = |format| {
        let mut out = Vec::new();
        render(&findings, analysis.files(), format, &context, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    (analysis.resolved().ok().map(document), [Format::Full, Format::Json, Format::Sarif].map(write))
}

fn of_text(text: &str) -> Analysis {
    let source = Source::new("a.bpol", text.as_bytes().to_vec());
    compile(configuration(), Reference::builtin(Builtin::Official), vec![source])
}

#[test]
fn analyses_outlive_their_texts_and_can_be_compared() {
    let mut kept = Vec::new();
    for country in ["us", "fr", "us", "zz"] {
        let text = format!("policy p < country in [{country}] >\nmodel m < attach [p] >\n");
        kept.push(of_text(&text));
    }
    let said: Vec<_> = kept.iter().map(said).collect();
    assert_eq!(said[0], said[2]);
    assert!(said[0].0.is_some() && said[1].0.is_some() && said[0] != said[1]);
    assert!(said[3].0.is_none() && said[3].1[0].contains("zz"));

    let [us, fr] = [0, 1].map(|index: usize| kept[index].resolved().unwrap());
    let set = |resolved: &Resolved| {
        let workload = &resolved.workspace().workloads()[0];
        resolved.sets()[resolved.set_id(workload)].clone()
    };
    assert_ne!(set(us), set(fr));
    assert_eq!(set(us), set(kept[2].resolved().unwrap()));
    assert_eq!(us.workspace().identity(&us.workspace().workloads()[0]).to_string(), "model/m");
    // The same facts, whichever text they are about.
    let facts = |analysis: &Analysis| analysis.findings().into_iter().map(|it| it.fact).collect::<Vec<_>>();
    assert_eq!(facts(&kept[0]), facts(&kept[1]));
    assert_ne!(facts(&kept[0]), facts(&kept[3]));
}

#[test]
fn an_analysis_may_go_to_another_thread() {
    let text = "policy p < country in [us] >\nmodel m < attach [p] >\nmodel n in nowhere\n";
    let analysis = of_text(text);
    let here = said(&analysis);
    assert_eq!(thread::spawn(move || said(&analysis)).join().unwrap(), here);
}

fn trees(rendered: &Rendered) -> Vec<Arc<Parsed>> {
    rendered.sources().into_iter().map(|source| Arc::new(parse(source))).collect()
}

fn with(rendered: &Rendered, files: Vec<Arc<Parsed>>) -> Analysis {
    analyse(Input { configuration: configuration(), table: rendered.reference(), files })
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn a_file_that_changes_leaves_the_trees_of_the_others(
        models in [random::model(), random::model()],
        layouts in [random::layout(), random::layout()],
        index in any::<Index>(),
        is_possible in any::<bool>(),
    ) {
        let [model, other] = models;
        let model = if is_possible { possible(&model) } else { model };
        let (mut rendered, other) = (model.render(layouts[0]), other.render(layouts[1]));
        prop_assume!(!rendered.files.is_empty() && !other.files.is_empty());
        let trees = trees(&rendered);
        let before = with(&rendered, trees.clone());
        let said_before = said(&before);

        let place = index.index(trees.len());
        let text = &index.get(&other.files).1;
        let mut changed = trees.clone();
        changed[place] = Arc::new(parse(trees[place].source().with_text(text.clone())));
        prop_assert_eq!(changed[place].id(), trees[place].id());
        let after = with(&rendered, changed);
        rendered.files[place].1.clone_from(text);
        prop_assert_eq!(said(&after), said(&rendered.analyse(configuration())));
        // Neither the old analysis nor the trees that it was made of have changed.
        prop_assert_eq!(said(&before), said_before.clone());
        rendered.files[place].1 = trees[place].source().text().to_owned();
        prop_assert_eq!(said(&with(&rendered, trees)), said_before);
    }

    #[test]
    fn the_order_of_the_trees_does_not_matter(
        model in random::model(),
        layout in random::layout(),
        middle in any::<Index>(),
        is_possible in any::<bool>(),
    ) {
        let model = if is_possible { possible(&model) } else { model };
        let rendered = model.render(layout);
        let trees = trees(&rendered);
        let wanted = said(&rendered.analyse(configuration()));
        let mut turned = trees.clone();
        turned.rotate_left(middle.index(trees.len() + 1));
        prop_assert_eq!(&said(&with(&rendered, turned)), &wanted);
        let backwards = trees.into_iter().rev().collect();
        prop_assert_eq!(&said(&with(&rendered, backwards)), &wanted);
    }
}
