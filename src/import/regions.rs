//! Places of an inventory: what documents say of them comes in, bit by bit, and a `location` statement each
//! goes out.

use super::comments;
use super::draft::Draft;
use super::fault::Fault;
use super::fields::{maybe_label, maybe_named, named, unknown_value};
use super::notes::About;
use super::output;
use super::parts::Place;
use super::statement::{Body, Key, LOCATIONS, Named, Statement};
use crate::data::{Node, Path, Value};
use crate::diagnostic::Diagnostic;
use crate::syntax::keyword::{Attribute, Keyword};

/// Reads a location of `GET /locations`.
pub(super) fn location(node: &Node, path: Path<'_>, draft: &mut Draft<'_>) {
    let mut errors = Vec::new();
    let mut take = |result: Result<Option<Named>, Diagnostic>| match result {
        Ok(found) => found,
        Err(finding) => {
            errors.push(finding);
            None
        }
    };
    let region = take(maybe_named(node, "region", &path));
    let place = take(maybe_named(node, "location", &path));
    let country = take(maybe_named(node, "country", &path));
    let continent = take(maybe_named(node, "continent", &path));
    let status = take(maybe_named(node, "status", &path));
    let (name, label) = match (region, place) {
        (Some(region), label) => (region, label),
        (None, Some(place)) => (place, None),
        (None, None) => {
            if errors.is_empty() {
                errors
                    .push(Diagnostic::new(Fault::Missing(path.key("region").to_string().into()), node.span));
            }
            return draft.findings.extend(errors);
        }
    };
    let key = Key::of(Keyword::Code(Attribute::Location), &name.text.to_lowercase());
    let mut place = Place { label, ..Place::new(name, node.span) };
    match flavors(node, &path, draft) {
        Ok(offers) => place.offers = Some(offers),
        Err(found) => errors.extend(found),
    }
    if let Some(status) = status.filter(|status| status.text != "healthy") {
        place.comments.push(format!("status: {}", status.text));
    }
    let read = ["region", "location", "country", "continent", "status", "flavors"];
    comments::of_map(node, Path::ROOT, &read, &mut place.comments);
    finish(place, country, continent, errors, key, draft);
}

/// Gives a place its country, and keeps it if nothing is wrong with it.
fn finish(
    mut place: Place,
    country: Option<Named>,
    continent: Option<Named>,
    mut errors: Vec<Diagnostic>,
    key: Key,
    draft: &mut Draft<'_>,
) {
    match (country, continent) {
        (Some(country), continent) if errors.is_empty() => {
            match draft.country(&country, continent.as_ref()) {
                Ok((code, comment)) => {
                    place.country = Some(code);
                    place.comments.extend(comment);
                }
                Err(finding) => errors.push(finding),
            }
        }
        (None, Some(continent)) => place.comments.push(format!("continent: {}", continent.text)),
        _ => {}
    }
    if errors.is_empty() { keep(place, draft) } else { draft.broken(key, errors) }
}

/// The flavors of a location.
fn flavors(node: &Node, path: &Path<'_>, draft: &mut Draft<'_>) -> Result<Vec<Named>, Vec<Diagnostic>> {
    let path = path.key("flavors");
    let Some(list) = node.present("flavors") else { return Ok(Vec::new()) };
    let items = list.list(&path).map_err(|finding| vec![finding])?;
    let mut found: Vec<Named> = Vec::new();
    let mut errors = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let path = path.item(index);
        let read =
            item.map(&path).and_then(|_| Ok((named(item, "type", &path)?, named(item, "name", &path)?)));
        match read {
            Ok((of, name)) => match Attribute::from_name(&of.text) {
                Some(attribute @ (Attribute::Cpu | Attribute::Gpu)) => {
                    let code = draft.code(attribute, &name);
                    if !found.contains(&code) {
                        found.push(code);
                    }
                }
                _ => {
                    let fault = unknown_value(&path.key("type"), &of.text, &["cpu", "gpu"]);
                    errors.push(Diagnostic::new(fault, of.span));
                }
            },
            Err(finding) => errors.push(finding),
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// Reads the answer of `GET /configuration`.
pub(super) fn configuration(node: &Node, path: Path<'_>, draft: &mut Draft<'_>) {
    let lists = ["continents", "countries", "regions", "privateLocations"];
    for key in lists {
        let path = path.key(key);
        let items = match node.present(key).map(|list| list.list(&path)).transpose() {
            Ok(items) => items,
            Err(finding) => {
                draft.findings.push(finding);
                continue;
            }
        };
        for (index, item) in items.into_iter().flatten().enumerate() {
            let path = path.item(index);
            match key {
                "continents" => code(item, Attribute::Continent, path, draft),
                "countries" => code(item, Attribute::Country, path, draft),
                _ => region(item, path, draft),
            }
        }
    }
    let mut lines = Vec::new();
    comments::of_map(node, Path::ROOT, &lists, &mut lines);
    if !lines.is_empty() {
        draft.asides.push((LOCATIONS, lines));
    }
}

/// A continent or a country of the configuration.
fn code(item: &Node, attribute: Attribute, path: Path<'_>, draft: &mut Draft<'_>) {
    let read = item.map(&path).and_then(|_| Ok((named(item, "name", &path)?, maybe_label(item, &path)?)));
    let (name, label) = match read {
        Ok(read) => read,
        Err(finding) => return draft.findings.push(finding),
    };
    let code = draft.code(attribute, &name);
    let mut lines = Vec::new();
    comments::of_map(item, Path::ROOT, &["name", "displayName"], &mut lines);
    match draft.statements.get_mut(&Key::of(Keyword::Code(attribute), &code.text)) {
        Some(statement) => {
            statement.label = label.or_else(|| statement.label.take());
            statement.comments.extend(lines);
        }
        None if lines.is_empty() => {}
        None => {
            lines.insert(0, format!("{attribute} {}", code.text));
            draft.asides.push((LOCATIONS, lines));
        }
    }
}

/// A region or a private location of the configuration.
fn region(item: &Node, path: Path<'_>, draft: &mut Draft<'_>) {
    let name = match item.map(&path).and_then(|_| named(item, "name", &path)) {
        Ok(name) => name,
        Err(finding) => return draft.findings.push(finding),
    };
    let key = Key::of(Keyword::Code(Attribute::Location), &name.text.to_lowercase());
    let mut errors = Vec::new();
    let mut take = |key: &str| match maybe_named(item, key, &path) {
        Ok(found) => found,
        Err(finding) => {
            errors.push(finding);
            None
        }
    };
    let (label, country, continent) = (take("location"), take("country"), take("continent"));
    let mut place = Place { label, knows_offers: false, ..Place::new(name, item.span) };
    if item.present("flavors").is_some() {
        match flavors(item, &path, draft) {
            Ok(offers) => (place.offers, place.knows_offers) = (Some(offers), true),
            Err(found) => errors.extend(found),
        }
    }
    let mut read = vec!["name", "location", "country", "continent", "flavors"];
    let status = item.get("status");
    if status.is_some_and(|status| status.value == Value::String("healthy".to_owned())) {
        read.push("status");
    }
    comments::of_map(item, Path::ROOT, &read, &mut place.comments);
    finish(place, country, continent, errors, key, draft);
}

/// Keeps what is known of a place beside what was known before.
pub(super) fn keep(place: Place, draft: &mut Draft<'_>) {
    let code = match draft.known.code(Attribute::Location, &place.name.text) {
        Some(code) => code.to_owned(),
        None => place.name.text.to_lowercase(),
    };
    let what = format!("location `{code}`");
    let Some(known) = draft.places.get_mut(&code) else {
        draft.places.insert(code, place);
        return;
    };
    let differing = [
        differs(Some(&known.name), Some(&place.name)),
        differs(known.label.as_ref(), place.label.as_ref()),
        differs(known.country.as_ref(), place.country.as_ref()),
    ];
    let mut differing = differing.into_iter().flatten().next();
    let sorted = |offers: &Option<Vec<Named>>| {
        let mut codes: Vec<String> = offers.iter().flatten().map(|it| it.text.clone()).collect();
        codes.sort();
        codes.join(", ")
    };
    if known.offers.is_some() && place.offers.is_some() && sorted(&known.offers) != sorted(&place.offers) {
        let other = Named::new(sorted(&known.offers), known.span);
        differing = differing.or(Some((other, Named::new(sorted(&place.offers), place.span))));
    }
    if let Some((other, own)) = differing {
        let fault = Fault::Differs {
            what: what.into(),
            other: other.text.as_str().into(),
            own: own.text.as_str().into(),
        };
        let finding = Diagnostic::new(fault, own.span).with_related(other.span);
        return draft.broken(Key::of(Keyword::Code(Attribute::Location), &code), vec![finding]);
    }
    known.label = known.label.take().or(place.label);
    known.country = known.country.take().or(place.country);
    known.offers = known.offers.take().or(place.offers);
    known.knows_offers |= place.knows_offers;
    for line in place.comments {
        if !known.comments.contains(&line) {
            known.comments.push(line);
        }
    }
}

/// Two things that should be one.
fn differs(a: Option<&Named>, b: Option<&Named>) -> Option<(Named, Named)> {
    let (a, b) = a.zip(b)?;
    (a != b).then(|| (a.clone(), b.clone()))
}

/// Makes statements of the places.
pub(super) fn state(draft: &mut Draft<'_>) {
    for (code, place) in std::mem::take(&mut draft.places) {
        let Place { name, label, country, offers, knows_offers, comments, span } = place;
        let name = Named::new(code, name.span);
        let mut offers: Vec<Named> = offers.into_iter().flatten().collect();
        offers.sort_by(|a, b| a.text.cmp(&b.text));
        if country.is_none() {
            draft.notes.add(About::NoCountry, name.text.clone());
        }
        let body = if offers.is_empty() { Body::Nothing } else { Body::List("offers", offers) };
        let is_aside = body == Body::Nothing && knows_offers;
        let about = if is_aside { About::NoFlavors } else { About::EveryFlavor };
        if body == Body::Nothing {
            draft.notes.add(about, name.text.clone());
        }
        let keyword = Keyword::Code(Attribute::Location);
        let statement =
            Statement { label, parent: country, body, comments, ..Statement::new(keyword, name, span) };
        if is_aside {
            let mut lines = statement.comments.clone();
            lines.push(output::line(&statement));
            draft.asides.push((LOCATIONS, lines));
        } else {
            draft.add(statement);
        }
    }
    let lies_nowhere =
        |it: &&Statement| it.keyword == Keyword::Code(Attribute::Country) && it.parent.is_none();
    let nowhere: Vec<String> =
        draft.statements.values().filter(lies_nowhere).map(|it| it.name.text.clone()).collect();
    for country in nowhere {
        draft.notes.add(About::NoContinent, country);
    }
}
