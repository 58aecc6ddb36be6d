//! Findings with the text that they are about, as miette draws it: each once, and as many as are wanted.

use std::io::{self, Write};

use miette::{GraphicalReportHandler, GraphicalTheme, ThemeCharacters, ThemeStyles};

use super::context::{Context, Style};
use super::elsewhere::Elsewhere;
use super::fold::{self, Block};
use super::shown::{Findings, Shown};
use super::snippet::{Mark, Snippet};
use super::wrap;
use crate::diagnostic::{Severity, count};
use crate::syntax::Files;

/// The width of a report where the terminal's is unknown.
const WIDTH: usize = 100;

/// What stands before the second line of a note or of help, as wide as their names.
const NOTE: &str = "        ";

/// So many other places are marked in the text of a finding.
const MOST_MARKS: usize = 6;

/// So many other places are noted beneath it.
const MOST_NOTES: usize = 3;

pub(super) fn write(
    findings: Findings<'_>,
    files: &Files,
    context: &Context<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let style = context.style;
    let characters = if style.ascii { ThemeCharacters::ascii() } else { ThemeCharacters::unicode() };
    let styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let dots = if style.ascii { "..." } else { "…" };
    let theme = GraphicalTheme { characters, styles: styles.clone() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_wrap_lines(false)
        .with_context_lines(1);
    let page = Page { files, width: style.width.unwrap_or(WIDTH), styles, handler, dots };
    if let Some((errors, remedy)) = findings.remedy() {
        let text = format!("all {errors} errors would go with one change: {remedy}");
        writeln!(out, "{}\n", wrap::wrapped(&text, page.width, "", ""))?;
    }
    let blocks = fold::blocks(findings);
    let most = style.most.unwrap_or(blocks.len());
    for block in blocks.iter().take(most) {
        page.block(block, findings, out)?;
    }
    let more: usize = blocks.iter().skip(most).map(|block| 1 + block.others.number).sum();
    if more > 0 {
        let text = format!("{dots} {more} more; `{}` lists all", context.concise);
        writeln!(out, "{}\n", wrap::wrapped(&text, page.width, "", ""))?;
    }
    Ok(())
}

/// Lines that end a report, in its width.
pub(super) fn wrapped(text: &[u8], style: Style) -> Vec<u8> {
    wrap::wrapped(&String::from_utf8_lossy(text), style.width.unwrap_or(WIDTH), "", "").into_bytes()
}

/// What all blocks have in common.
struct Page<'f> {
    files: &'f Files,
    width: usize,
    styles: ThemeStyles,
    handler: GraphicalReportHandler,
    /// What stands for the rest of a list.
    dots: &'static str,
}

impl Page<'_> {
    /// A finding: what it is, the text that it is about, the other places, where else it is found, the help,
    /// and an empty line.
    fn block(&self, block: &Block, findings: Findings<'_>, out: &mut impl Write) -> io::Result<()> {
        let Some(finding) = findings.get(block.finding) else { return Ok(()) };
        let styles = &self.styles;
        let severity = match finding.severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
        };
        let name = format!("{}[{}]", finding.severity.name(), finding.check.name);
        let head = format!("{}: {}", severity.style(name), finding.message);
        write!(out, "{}", wrap::wrapped(&head, self.width, "", ""))?;
        let (notes, more) = self.text(&finding, out)?;
        self.notes(&notes, more, out)?;
        if block.others.number > 0 {
            let places = block.others.listed(self.files, self.dots);
            let more = format!("and {} more: {places}", block.others.number);
            writeln!(out, "{}", wrap::wrapped(&more, self.width, "  ", "  "))?;
        }
        if let Some(help) = &finding.help {
            let help = format!("{}: {help}", styles.help.style("help"));
            writeln!(out, "{}", wrap::wrapped(&help, self.width, "  ", NOTE))?;
        }
        writeln!(out)
    }

    /// The text that a finding is about, with the first of the other places in it. Gives those that are to be
    /// noted, and those that are only counted.
    fn text<'s>(
        &self,
        finding: &'s Shown<'_>,
        out: &mut impl Write,
    ) -> io::Result<(Vec<Mark<'s>>, Elsewhere)> {
        let mut marks = vec![Mark { span: finding.span, label: &finding.label }];
        let (mut notes, mut more) = (Vec::new(), Elsewhere::default());
        for related in &finding.related {
            let mark = Mark { span: related.span, label: &related.message };
            if related.span.file != finding.span.file {
                notes.push(mark);
            } else if marks.len() <= MOST_MARKS {
                marks.push(mark);
            } else {
                more.add(related.span);
            }
        }
        let (snippet, missing) = Snippet::new(self.files.source(finding.span.file), &marks, 1, self.width);
        self.draw(&snippet, out)?;
        let missing = missing.into_iter().filter_map(|index| marks.get(index).copied());
        let mut notes: Vec<Mark<'_>> = missing.chain(notes).collect();
        let shown = notes.len().min(MOST_NOTES);
        for note in notes.drain(shown..) {
            more.add(note.span);
        }
        Ok((notes, more))
    }

    /// Other places: some with their line, then where the rest is.
    fn notes(&self, notes: &[Mark<'_>], more: Elsewhere, out: &mut impl Write) -> io::Result<()> {
        let name = self.styles.advice.style("note");
        for note in notes {
            write!(out, "{}", wrap::wrapped(&format!("{name}: {}", note.label), self.width, "  ", NOTE))?;
            let mark = Mark { span: note.span, label: "" };
            let (snippet, _) = Snippet::new(self.files.source(note.span.file), &[mark], 0, self.width);
            self.draw(&snippet, out)?;
        }
        if more.number > 0 {
            let places = count(more.number, "more place", "more places");
            let text = format!("{name}: and {places}: {}", more.listed(self.files, self.dots));
            writeln!(out, "{}", wrap::wrapped(&text, self.width, "  ", NOTE))?;
        }
        Ok(())
    }

    /// Draws a snippet. The line break that miette writes in the place of a message ends the line before.
    fn draw(&self, snippet: &Snippet, out: &mut impl Write) -> io::Result<()> {
        let mut text = String::new();
        self.handler.render_report(&mut text, snippet).map_err(io::Error::other)?;
        out.write_all(text.as_bytes())
    }
}
