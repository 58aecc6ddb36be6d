//! How the text of `why` reads: at any width, with any name, and where little or nothing can be done.

use bpol::answers::asked::{Takes, option};
use bpol::answers::text::Looks;
use bpol::answers::why::why;
use bpol::placement::Provisional;
use bpol::reference::{Builtin, Reference};
use bpol::{Analysis, Configuration, Source};

const WORKSPACE: &str = r#"
    location eu-par-1 in fr < offers [x86, t4] >
    location us-pdx-1 in us < offers [x86] >
    location eu-ber-1 in de
    group "my \"big\" group" "Grupo – 大" < country in [fr, us] >
    policy eu_or_us "Europe or the United States" < continent in [eu] or country in [us] >
    policy france < country in [fr] >
    policy cards < gpu in [t4] >
    policy "a b\"c" "A \"quoted\" label" < country in [fr, de] target [models, jobs] >
    policy batch < continent in [na] target [functions, agents] >
    policy most < group in [eea30] except country in [de, at, be, bg, hr, cy] >
    policy both < group in ["my \"big\" group"] >
    policy huge < gpu in [mi300x] >
    environment production < attach [batch] >
    environment regulated in production < attach [eu_or_us, cards] >
    environment "my env" in regulated < attach ["a b\"c"] >
    model mistral in regulated < attach [france] >
    model "my model@x" in "my env" < attach [both, huge] >
    model wide < attach [most] >
    model alone < attach [cards] >
    model a-name-that-goes-on-and-on-for-longer-than-any-terminal-is-wide-so-that-it-must-be-broken in regulated
    guard residency < excludes country in [us] target models >
"#;

fn analysed(text: &str) -> Analysis {
    let source = Source::new("a folder/a.bpol", text.as_bytes().to_vec());
    bpol::compile(Configuration::default(), Reference::builtin(Builtin::World), vec![source])
}

fn named<'p>(provisional: &'p Provisional, name: &str) -> &'p bpol::workspace::Workload {
    bpol::answers::name::workload(provisional.workspace(), name).unwrap()
}

fn said(provisional: &Provisional, name: &str, options: &[&str], looks: Looks) -> (String, String) {
    let workspace = provisional.workspace();
    let options: Vec<_> = options.iter().map(|it| option(workspace, it, Takes::All).unwrap()).collect();
    let why = why(provisional, named(provisional, name), None, &options);
    (why.text(workspace, looks), why.prose(workspace, looks))
}

fn text(text: &str, name: &str, options: &[&str]) -> String {
    said(analysed(text).provisional().unwrap(), name, options, Looks::default()).0
}

#[test]
fn it_reads_at_any_width() {
    let analysis = analysed(WORKSPACE);
    let provisional = analysis.provisional().unwrap();
    for workload in provisional.workspace().workloads() {
        let name = provisional.workspace().identity(workload).to_string();
        for width in [120, 80, 60, 40, 20] {
            let looks = Looks::new(Some(width), false, false);
            let (text, prose) = said(provisional, &name, &["us", "group:my \"big\" group", "t4"], looks);
            let columns = |line: &str| unicode_width::UnicodeWidthStr::width(line);
            assert!(text.lines().all(|line| columns(line) <= width), "{width}\n{text}");
            assert!(prose.lines().all(|line| columns(line) <= width), "{width}\n{prose}");
        }
    }
    for width in [80, 40] {
        let looks = Looks::new(Some(width), false, false);
        let (text, prose) = said(provisional, "mistral", &["us", "de"], looks);
        let (other, _) = said(provisional, "my model@x", &["t4"], looks);
        insta::assert_snapshot!(format!("width_{width}"), format!("{text}\n---\n{prose}\n---\n{other}"));
    }
}

#[test]
fn groups_and_exceptions_are_told_in_few_words() {
    let told = text(WORKSPACE, "wide", &[]);
    let row = told.lines().find(|line| line.contains("most")).unwrap();
    let few = "of group eea30, except country at, be, bg, cy, de and 1 more";
    assert!(row.contains(few), "{row}");
    let analysis = analysed(WORKSPACE);
    let full = said(analysis.provisional().unwrap(), "wide", &[], Looks::new(None, false, true)).0;
    let row = full.lines().find(|line| line.contains("most")).unwrap();
    assert!(row.contains("except country at, be, bg, cy, de, hr"), "{row}");
    // A group that is named already is not named again; one whose name begins the same is.
    let groups = "group g < country in [de, fr, es, it, pl, se] > group g1 < country in [dk] >\n\
                  policy p < group in [g, g1] > model m < attach [p] >";
    assert!(
        text(groups, "m", &[]).contains("group g, country dk, of group g1"),
        "{}",
        text(groups, "m", &[])
    );
}

#[test]
fn it_says_who_cannot_help_and_what_opens_everything() {
    // Only the environment's side can do it.
    let told = text(WORKSPACE, "mistral", &["us"]);
    assert!(told.contains("no edit on the workload's side suffices"), "{told}");
    assert!(told.contains("repairs by the workload and environment regulated"), "{told}");
    assert!(told.contains("the last flavor policy goes, which opens everything"), "{told}");
    let told = text(WORKSPACE, "alone", &["l4"]);
    assert!(!told.contains("workload's side"), "{told}");
    assert!(
        told.contains(
            "- detach cards from model/alone\n      (the last flavor policy goes, which opens everything)"
        ),
        "{told}"
    );
    // Of two policies at two points, none is the last.
    let two = "policy a < country in [fr] > policy b < continent in [eu] >\n\
               environment e < attach [b] > model m in e < attach [a] >";
    let told = text(two, "m", &["de"]);
    assert!(!told.contains("opens everything"), "{told}");
    // Both are detached, and nothing is left.
    assert!(text(two, "m", &["us"]).contains("the last location policy goes"));
}

#[test]
fn it_says_what_breaks_and_what_is_broken() {
    let breaking = "policy france < country in [fr] > model m < attach [france] >\n\
                    guard near < excludes country in [de] > guard nearer < within country in [fr] >";
    let told = text(breaking, "m", &["de"]);
    assert!(
        told.contains("- allow country:de at model/m\n      (breaks the guards near and nearer)"),
        "{told}"
    );
    // What does not hold now is not broken.
    let broken = breaking.replace("[de]", "[fr, de]");
    let told = text(&broken, "m", &["de"]);
    assert!(told.contains("- allow country:de at model/m\n      (breaks the guard nearer)"), "{told}");
    let violating = "policy us < country in [us] > environment e < attach [us] > model m in e\n\
                     guard eu in e < within continent in [eu] > guard more < excludes country in [us] > model n";
    let told = text(violating, "m", &[]);
    assert!(
        told.contains("model/m@e may run in us, on anything\nit violates the guards eu and more\n"),
        "{told}"
    );
    let analysis = analysed(violating);
    let (_, prose) = said(analysis.provisional().unwrap(), "m", &[], Looks::default());
    assert!(prose.contains("It violates the guards `eu` and `more`."), "{prose}");
    assert!(text(violating, "n", &[]).contains("it violates the guard more"));
}

#[test]
fn it_says_where_no_edit_helps() {
    // The fleet has nothing there, and no edit builds a location.
    let told = text("location a in fr\nmodel m\n", "m", &["us"]);
    assert!(told.contains("country:us: unavailable: policies allow it, but there is no placement with it"));
    assert!(told.contains("  no edit helps: the fleet has no location in it\n"), "{told}");
    let analysis = bpol::compile(
        Configuration::default(),
        Reference::none(),
        vec![Source::new("a.bpol", b"country fr\nmodel m\n".to_vec())],
    );
    let (told, prose) = said(analysis.provisional().unwrap(), "m", &["fr"], Looks::default());
    assert!(told.contains("  no edit helps: the table lists no flavor\n"), "{told}");
    assert!(told.contains("\nthe table lists no flavor, whatever policies say\n"), "{told}");
    assert!(prose.contains("`m` can run nowhere. The reason: the table lists no flavor,"), "{prose}");
    // Five points of which no two have anything in common take more than three edits.
    let four: String = ["a", "b", "c", "d", "e"]
        .iter()
        .zip(["fr", "de", "us", "jp", "es"])
        .map(|(name, code)| {
            format!("policy {name}1 < country in [{code}] > policy {name}2 < country in [{code}] >\n")
        })
        .collect();
    let nested = "environment a < attach [a1, a2] > environment b in a < attach [b1, b2] >\n\
                  environment c in b < attach [c1, c2] > environment d in c < attach [d1, d2] >\n\
                  model m in d < attach [e1, e2] >";
    let told = text(&format!("{four}{nested}"), "m", &[]);
    assert!(told.contains("no location is left by model/m and environment d"), "{told}");
    assert!(told.contains("  no repair has fewer than four edits\n"), "{told}");
}

#[test]
fn many_edits_are_told_in_few_words() {
    let names: Vec<String> = (0..12).map(|it| format!("p{it:02}")).collect();
    let policies: String = names.iter().map(|it| format!("policy {it} < gpu in [t4] >\n")).collect();
    let workspace = format!(
        "{policies}location a in fr < offers [l4] >\nenvironment e < attach [{}] >\nmodel m in e\nmodel n in e\n",
        names.join(", ")
    );
    let told = text(&workspace, "m", &["fr"]);
    assert!(told.contains("    - offer gpu:t4 at location a\n"), "{told}");
    let workspace = workspace.replace(" < offers [l4] >", "").replace("gpu in [t4]", "cpu in [arm64]");
    let analysis = analysed(&workspace);
    let told = said(analysis.provisional().unwrap(), "m", &["l4"], Looks::default()).0;
    assert!(
        told.contains("    - allow gpu:l4 at environment e\n      (also changes 1 other workload)\n"),
        "{told}"
    );
    let workspace = format!(
        "{}policy us < country in [us] >\nenvironment f < attach [{}] >\nmodel o in f < attach [us] >\nlocation b in us < offers [l4] >\n",
        workspace.replace("cpu in [arm64]", "country in [fr]"),
        names.join(", ")
    );
    let told = text(&workspace, "o", &["l4"]);
    assert!(told.contains("repairs by"), "{told}");
}

#[test]
fn names_cannot_forge_lines() {
    // Hidden characters are errors in a text, so that names and labels have none; quotes, spaces and whatever is
    // written from right to left may be there.
    let hostile = "policy \"p: allowed\\\\n\" \"]: everything\" < country in [fr] >\n\
                   model \"a b\" \"שלום\" < attach [\"p: allowed\\\\n\"] >\n";
    let told = text(hostile, "a b", &["us"]);
    assert!(told.contains("model/\"a b\"  blocked by \"p: allowed\\\\n\""), "{told}");
    assert!(!told.chars().any(|it| it.is_control() && it != '\n'), "{told:?}");
    let hidden = "model \"a\u{1b}[31m\"\nmodel \"b\u{202e}\"\n";
    assert!(analysed(hidden).provisional().is_err());
}

const LIMITED: &str = "policy daily < tokens input 10000 or output 5000 per day >\n\
    policy burst < tokens total 10 per 2 minutes ratio 4 target models >\n\
    policy \"a b\" < tokens total 10 per hour target jobs >\npolicy fr < country in [fr] >\n\
    environment production < attach [daily, fr] >\n\
    environment inner in production < attach [daily, burst, \"a b\"] >\n\
    model m in inner < attach [burst] >\nmodel n\n";

/// Limits change no set, but all of them hold: those of the workload, then those of each environment outwards.
#[test]
fn it_says_how_many_tokens_there_are() {
    let told = text(LIMITED, "m", &[]);
    let limits = "\nlimits\n  \
        model/m                 burst  total 10 per 2 minutes ratio 4      a folder/a.bpol:7\n  \
        environment inner       burst  total 10 per 2 minutes ratio 4      a folder/a.bpol:6\n                          \
        daily  input 10000 or output 5000 per day  a folder/a.bpol:6\n  \
        environment production  daily  input 10000 or output 5000 per day  a folder/a.bpol:5\n\n\
        takes no part\n  \"a b\" (environment inner)  targets jobs; this is a model  a folder/a.bpol:6\n";
    assert!(told.contains(limits), "{told}");
    assert!(!text(LIMITED, "n", &[]).contains("limits"));
    let analysis = analysed(LIMITED);
    let provisional = analysis.provisional().unwrap();
    let (_, prose) = said(provisional, "m", &[], Looks::default());
    let limits = "At the workload itself, the policy `burst` limits its tokens: total 10 per 2 minutes ratio 4. \
        In `inner`, the policy `burst` limits the tokens of all workloads together: total 10 per 2 minutes \
        ratio 4. In `inner`, the policy `daily` limits the tokens of all workloads together: input 10000 or \
        output 5000 per day. In `production`, the policy `daily` limits the tokens of all workloads together: \
        input 10000 or output 5000 per day.\n";
    assert!(prose.ends_with(limits), "{prose}");
    // Elsewhere, the limits of that place hold.
    let moved = why(provisional, named(provisional, "m"), Some(None), &[]);
    let told = moved.text(provisional.workspace(), Looks::default());
    let limits = "\nlimits\n  model/m  burst  total 10 per 2 minutes ratio 4  a folder/a.bpol:7\n";
    assert!(told.ends_with(limits), "{told}");
}
