//! The document of `bpol compile`, byte for byte: a model without errors comes in, a text goes out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bpol::reference::Reference;
use bpol::text::Source;

use super::{Key, Naive, Placed, Point, Type};
use crate::model::{ATTRIBUTES, Limit, Workload};

impl Naive<'_> {
    /// The document that `bpol compile` should write. Every workload can run somewhere. `table` is the digest of the
    /// whole table in force.
    pub(crate) fn document(&self, reference: &Reference, table: &str) -> String {
        let mut workloads: Vec<(&Workload, Placed)> =
            self.model.workloads.iter().map(|it| (it, self.place(it).unwrap())).collect();
        workloads.sort_by_key(|(it, _)| (it.environment.clone(), it.kind, it.name.clone()));
        let sets: BTreeSet<&Placed> = workloads.iter().map(|(_, set)| set).collect();
        let mut sets: Vec<(String, &Placed)> = sets.into_iter().map(|set| (id(set), set)).collect();
        sets.sort();
        let mut text = format!(
            "{{\n  \"schema\": \"bpol.placement.v1\",\n  \"compiler\": \"bpol {}\",\n  \"reference\": {{\"name\": {}, \
             \"digest\": {}, \"table\": {}}},\n",
            env!("CARGO_PKG_VERSION"),
            string(reference.name()),
            string(reference.digest()),
            string(table),
        );
        let sets: Vec<String> = sets.iter().map(|(id, set)| set_lines(id, set)).collect();
        let _ = writeln!(text, "  \"placementSets\": {},", lines(&sets, 2));
        let workloads: Vec<String> = workloads.iter().map(|(it, set)| self.workload(it, set)).collect();
        let _ = write!(text, "  \"workloads\": {}\n}}\n", lines(&workloads, 2));
        text
    }

    fn workload(&self, workload: &Workload, set: &Placed) -> String {
        let points = self.points(workload);
        let names = |points: &[Point<'_>]| {
            let of_type = |list, it| self.taking_part(list, workload.kind, it);
            let at = |list| Type::ALL.into_iter().flat_map(move |it| of_type(list, it));
            let mut names: BTreeSet<&str> =
                points.iter().flat_map(|point| at(point.list)).map(|policy| policy.name.as_str()).collect();
            let limits = self.model.limits.iter().filter(|it| it.applies(workload.kind));
            let limits = limits.filter(|it| points.iter().any(|point| point.list.contains(&it.name)));
            names.extend(limits.map(|limit| limit.name.as_str()));
            let names: Vec<String> = names.into_iter().map(string).collect();
            format!("[{}]", names.join(", "))
        };
        format!(
            "{{\"kind\": {}, \"name\": {}, \"environment\": {}, \"placementSet\": {}, {}\"policies\": \
             {{\"environment\": {}, \"workload\": {}}}}}",
            string(workload.kind),
            string(&workload.name),
            workload.environment.as_ref().map_or("null".to_owned(), |name| string(name)),
            string(&id(set)),
            self.limits_of(workload),
            names(&points[1..]),
            names(&points[..1]),
        )
    }
}

impl Naive<'_> {
    fn limits_of(&self, workload: &Workload) -> String {
        let number = |it: Option<u64>| it.map_or("null".to_owned(), |it| it.to_string());
        let one = |(environment, limit): (Option<&str>, &Limit)| {
            let scope = environment
                .map_or("\"workload\"".to_owned(), |name| format!("{{\"environment\": {}}}", string(name)));
            let [input, output, total] = limit.numbers.map(number);
            format!(
                "{{\"policy\": {}, \"scope\": {scope}, \"granularity\": \"{}\", \"step\": {}, \"input\": {input}, \
                 \"output\": {output}, \"total\": {total}, \"ratio\": {}}}",
                string(&limit.name),
                limit.time.0,
                limit.time.1,
                number(limit.ratio),
            )
        };
        let limits: Vec<String> = self.limits(workload).into_iter().map(one).collect();
        if limits.is_empty() { String::new() } else { format!("\"limits\": [{}], ", limits.join(", ")) }
    }
}

fn string(value: &str) -> String {
    serde_json::to_string(value).unwrap()
}

/// A JSON array with a line for each value.
fn lines(values: &[String], indent: usize) -> String {
    if values.is_empty() {
        return "[]".to_owned();
    }
    let spaces = " ".repeat(indent);
    format!("[\n{spaces}  {}\n{spaces}]", values.join(&format!(",\n{spaces}  ")))
}

fn codes(keys: &[Key]) -> String {
    let one = |(rank, name): &Key| {
        format!("{{\"type\": {}, \"name\": {}}}", string(ATTRIBUTES[*rank]), string(name))
    };
    let codes: Vec<String> = keys.iter().map(one).collect();
    format!("[{}]", codes.join(", "))
}

fn restricts(set: &Placed) -> String {
    let words: Vec<String> = set.restricts.iter().map(|it| string(it.name())).collect();
    format!("[{}]", words.join(", "))
}

fn placements(set: &Placed) -> Option<Vec<String>> {
    let one = |(location, flavors): &(String, Vec<Key>)| {
        format!("{{\"location\": {}, \"flavors\": {}}}", string(location), codes(flavors))
    };
    Some(set.placements.as_ref()?.iter().map(one).collect())
}

fn set_lines(id: &str, set: &Placed) -> String {
    let mut text = format!(
        "{{\n      \"id\": {},\n      \"restricts\": {},\n      \"locations\": {},\n      \"flavors\": {}",
        string(id),
        restricts(set),
        codes(&set.locations),
        codes(&set.flavors),
    );
    if let Some(placements) = placements(set) {
        let _ = write!(text, ",\n      \"placements\": {}", lines(&placements, 6));
    }
    text.push_str("\n    }");
    text
}

/// `ps-` and the first 16 hexadecimal digits of the SHA-256 of the set's compact JSON without `id`.
fn id(set: &Placed) -> String {
    let mut text = format!(
        "{{\"restricts\":{},\"locations\":{},\"flavors\":{}",
        restricts(set).replace("\", \"", "\",\""),
        compact(&codes(&set.locations)),
        compact(&codes(&set.flavors)),
    );
    if let Some(placements) = placements(set) {
        let placements: Vec<String> = placements.iter().map(|it| compact(it)).collect();
        let _ = write!(text, ",\"placements\":[{}]", placements.join(","));
    }
    text.push('}');
    // A table's digest is that of its text.
    let table = Reference::own("", Source::new("", text.into_bytes()));
    format!("ps-{}", table.digest().strip_prefix("sha256:").unwrap().get(..16).unwrap())
}

/// JSON without the spaces outside of strings.
fn compact(json: &str) -> String {
    let mut text = String::new();
    let (mut in_string, mut is_escaped) = (false, false);
    for character in json.chars() {
        if in_string || character != ' ' {
            text.push(character);
        }
        in_string ^= character == '"' && !is_escaped;
        is_escaped = in_string && character == '\\' && !is_escaped;
    }
    text
}
