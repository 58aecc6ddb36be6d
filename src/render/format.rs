//! The formats of findings, by name.

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Format {
    /// With the text that they are about.
    #[default]
    Full,
    /// A line each.
    Concise,
    /// One document, `bpol.diagnostics.v1`.
    Json,
    /// Workflow commands, which GitHub Actions shows at the lines that they name.
    Github,
    /// One SARIF 2.1.0 log.
    Sarif,
    /// One GitLab code quality report.
    Gitlab,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Self; 6] =
        [Self::Full, Self::Concise, Self::Json, Self::Github, Self::Sarif, Self::Gitlab];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Github => "github",
            Self::Sarif => "sarif",
            Self::Gitlab => "gitlab",
        }
    }

    /// Whether what is written is one document for a program, so that nothing may stand before or behind it.
    #[must_use]
    pub fn is_document(self) -> bool {
        matches!(self, Self::Json | Self::Sarif | Self::Gitlab)
    }
}
