//! One analysis for all who ask: trees, a table and a configuration come in, and what is known of the
//! workspace goes out.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::date::Date;
use crate::diagnostic::{Diagnostic, Report};
use crate::lint::{self, Levels};
use crate::placement::{GuardLevels, Provisional, Resolved};
use crate::reference::Reference;
use crate::syntax::ast::Parsed;
use crate::syntax::{self, Files};
use crate::text::Source;
use crate::text::hidden::printable;
#[cfg(feature = "editor")]
use crate::workspace::Shift;
use crate::workspace::{self, Rejected, Workspace};
use crate::{parallel, placement};

/// What is to be analysed. Files may be shared with other inputs, and their order does not matter.
#[derive(Clone, Debug)]
pub struct Input {
    /// What the project chose.
    pub configuration: Configuration,
    /// The reference table.
    pub table: Reference,
    /// The files of the workspace, each read once.
    pub files: Vec<Arc<Parsed>>,
}

impl Input {
    /// Reads `sources`.
    #[must_use]
    pub fn read(configuration: Configuration, table: Reference, sources: Vec<Source>) -> Self {
        let bytes = sources.iter().map(|source| source.text().len()).sum();
        let read = |source| Arc::new(syntax::parse(source));
        let files = parallel::run(bytes, || parallel::map(sources, read));
        Self { configuration, table, files }
    }
}

/// What a project chose, whatever it is written in.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Configuration {
    /// The level of every lint.
    pub levels: Levels,
    /// The guards that are warnings for now.
    pub guards: GuardLevels,
    /// The day on which the workspace is looked at. `None` is no day and behind all of them: whatever has an
    /// end has ended.
    pub today: Option<Date>,
}

impl Configuration {
    /// The defaults, but these levels.
    #[must_use]
    pub fn with_levels(levels: Levels) -> Self {
        Self { levels, ..Self::default() }
    }

    /// The same, but these guards are warnings.
    #[must_use]
    pub fn with_guards(mut self, guards: GuardLevels) -> Self {
        self.guards = guards;
        self
    }

    /// The same, looked at on this day.
    #[must_use]
    pub fn with_today(mut self, today: Date) -> Self {
        self.today = Some(today);
        self
    }
}

/// What is known of a workspace: the placement set of every workload, or what keeps it from having one.
#[derive(Debug)]
pub struct Analysis {
    configuration: Configuration,
    outcome: Result<Resolved, Unresolved>,
    /// What the lints found in what is meant, once somebody has asked.
    linted: OnceLock<Vec<Diagnostic>>,
}

/// A workspace without placement sets that everyone may rely on.
#[derive(Debug)]
pub enum Unresolved {
    /// Names or texts are wrong: there are no sets.
    Rejected(Box<Rejected>),
    /// Some workload can run nowhere, or a guard does not hold.
    Provisional(Box<Provisional>),
}

impl Unresolved {
    /// The workspace, as far as it could be understood.
    #[must_use]
    pub fn workspace(&self) -> &Workspace {
        match self {
            Self::Rejected(rejected) => rejected.workspace(),
            Self::Provisional(provisional) => provisional.workspace(),
        }
    }

    /// Every error, and what is a warning though it is no lint's, in the order in which they are reported; at
    /// least one error.
    #[must_use]
    pub fn errors(&self) -> &[Diagnostic] {
        match self {
            Self::Rejected(rejected) => rejected.errors(),
            Self::Provisional(provisional) => provisional.findings(),
        }
    }
}

impl fmt::Display for Unresolved {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.errors();
        match errors.len() {
            1 => formatter.write_str("1 error")?,
            number => write!(formatter, "{number} errors, the first")?,
        }
        match errors.first() {
            Some(first) => write!(formatter, ": {}", printable(&first.fact.words().message)),
            None => Ok(()),
        }
    }
}

impl Error for Unresolved {}

impl Analysis {
    /// What the project chose.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// Whether a text declares what that of its file did.
    #[cfg(feature = "editor")]
    pub(crate) fn declares(&self, tree: &Parsed) -> bool {
        self.files().tree(tree.id()).is_some_and(|old| old.declares_the_same(tree))
    }

    /// Takes over another text of a file that declares the same as before: nothing is resolved anew. False,
    /// and nothing has changed, where it declares something else.
    #[cfg(feature = "editor")]
    pub(crate) fn restate(&mut self, tree: &Arc<Parsed>) -> bool {
        let Some(old) = self.files().tree(tree.id()).cloned() else { return false };
        let shift = Shift::between(&old, tree);
        if !self.declares(tree) || !shift.leads(old.findings(), tree.findings()) {
            return false;
        }
        let labels_codes_as_before = old.labels_codes_as(tree);
        let linted = self.linted.take().and_then(|found| shift.moved(&old, &found));
        let Configuration { guards, today, .. } = &self.configuration;
        match &mut self.outcome {
            Ok(resolved) => resolved.restate(tree, guards, *today),
            Err(Unresolved::Provisional(provisional)) => provisional.restate(tree, guards, *today),
            // The help for a name that is unknown knows codes by their labels.
            Err(Unresolved::Rejected(rejected)) => {
                return labels_codes_as_before && rejected.restate(tree, &shift);
            }
        }
        self.linted = linted.map(OnceLock::from).unwrap_or_default();
        true
    }

    /// What was analysed, each file as `change` has it.
    #[cfg(feature = "cli")]
    pub(crate) fn input_with(&self, change: impl Fn(&Arc<Parsed>) -> Arc<Parsed>) -> Input {
        let workspace = self.workspace();
        let tables: Vec<crate::text::FileId> = workspace.reference().files().map(|file| file.id()).collect();
        let own = self.files().iter().filter(|file| !tables.contains(&file.id()));
        Input {
            configuration: self.configuration.clone(),
            table: workspace.reference().clone(),
            files: own.map(change).collect(),
        }
    }

    /// The placement sets.
    ///
    /// # Errors
    /// The workspace with all of its errors.
    pub fn resolved(&self) -> Result<&Resolved, &Unresolved> {
        self.outcome.as_ref()
    }

    /// The placement sets, also where some are empty, are offered nowhere or break a guard.
    ///
    /// # Errors
    /// The workspace with all of its errors, where there is any other error.
    pub fn provisional(&self) -> Result<&Provisional, &Rejected> {
        match &self.outcome {
            Ok(resolved) => Ok(resolved),
            Err(Unresolved::Provisional(provisional)) => Ok(provisional),
            Err(Unresolved::Rejected(rejected)) => Err(rejected),
        }
    }

    /// The placement sets, without what the project chose.
    ///
    /// # Errors
    /// The workspace with all of its errors.
    pub fn into_resolved(self) -> Result<Resolved, Unresolved> {
        self.outcome
    }

    /// The workspace, as far as it could be understood.
    #[must_use]
    pub fn workspace(&self) -> &Workspace {
        match &self.outcome {
            Ok(resolved) => resolved.workspace(),
            Err(unresolved) => unresolved.workspace(),
        }
    }

    /// The trees that it was made of.
    #[must_use]
    pub fn files(&self) -> &Files {
        self.workspace().files()
    }

    /// Every error, in the order in which they are reported; beside them, the guards that are broken and
    /// warnings for now.
    #[must_use]
    pub fn errors(&self) -> &[Diagnostic] {
        match &self.outcome {
            Ok(_) => &[],
            Err(unresolved) => unresolved.errors(),
        }
    }

    /// All there is to say of the workspace, in the order in which it is reported: its errors, or, where it
    /// has none, the findings of the lints.
    #[must_use]
    pub fn findings(&self) -> Vec<Diagnostic> {
        self.report().findings
    }

    /// The findings, and beside them those that comments suppress.
    #[must_use]
    pub fn report(&self) -> Report {
        match &self.outcome {
            Ok(resolved) => {
                let Configuration { levels, today, .. } = &self.configuration;
                let mut report = parallel::run(self.files().bytes(), || {
                    let found = self.linted.get_or_init(|| lint::find(resolved, levels));
                    lint::report(resolved, found.clone(), levels, *today)
                });
                if !resolved.warnings().is_empty() {
                    report.findings.extend_from_slice(resolved.warnings());
                    self.files().sort(&mut report.findings);
                }
                report
            }
            Err(unresolved) => Report::new(unresolved.errors().to_vec(), Vec::new()),
        }
    }
}

/// The compiler behind the parser, for those who keep the trees of files that did not change.
#[must_use]
pub fn analyse(input: Input) -> Analysis {
    analyse_after(None, input)
}

/// The same, where what was analysed before has most in common with it.
#[must_use]
pub(crate) fn analyse_after(before: Option<&Analysis>, input: Input) -> Analysis {
    let bytes = input.files.iter().map(|file| file.source().text().len()).sum();
    parallel::run(bytes, || {
        let workspace = workspace::resolve_after(before.map(Analysis::workspace), input.table, input.files);
        let Configuration { guards, today, .. } = &input.configuration;
        let outcome = match workspace::check(workspace) {
            Ok(checked) => placement::resolve(checked, guards, *today).map_err(Unresolved::Provisional),
            Err(rejected) => Err(Unresolved::Rejected(rejected)),
        };
        Analysis { configuration: input.configuration, outcome, linted: OnceLock::new() }
    })
}
