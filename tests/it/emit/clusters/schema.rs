//! What is written against small schemas: the fields that are used, and no others.

use serde_json::{Value, json};

use super::super::command::sample;
use super::super::{documents, emit};
use super::TOOLS;

/// An object with exactly these fields; those whose name ends with `?` may be left out.
fn object(fields: &[(&str, Value)]) -> Value {
    let name = |key: &str| key.trim_end_matches('?').to_owned();
    let properties: serde_json::Map<String, Value> =
        fields.iter().map(|(key, schema)| (name(key), schema.clone())).collect();
    let required: Vec<String> =
        fields.iter().filter(|(key, _)| !key.ends_with('?')).map(|(key, _)| name(key)).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn list(items: &Value, least: usize, most: usize) -> Value {
    json!({"type": "array", "items": items, "minItems": least, "maxItems": most, "uniqueItems": true})
}

fn text(pattern: &str) -> Value {
    json!({"type": "string", "pattern": format!("^(?:{pattern})$")})
}

const NAME: &str = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const VALUE: &str = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";

fn selector() -> Value {
    let values = list(&text(VALUE), 1, 1000);
    let expression =
        object(&[("key", text("[a-z./-]+")), ("operator", json!({"const": "In"})), ("values", values)]);
    object(&[("matchExpressions", list(&expression, 1, 2))])
}

fn document(api_version: &str, kind: &str, spec: &Value) -> Value {
    let annotations = object(&[
        ("bpol/workload", text(".+")),
        ("bpol/placement-set", text("ps-[0-9a-f]{16}")),
        ("bpol/restricts?", json!({"const": "location"})),
    ]);
    let metadata = object(&[("name", text(NAME)), ("namespace", text(NAME)), ("annotations", annotations)]);
    object(&[
        ("apiVersion", json!({"const": api_version})),
        ("kind", json!({"const": kind})),
        ("metadata", metadata),
        ("spec", spec.clone()),
    ])
}

fn schema(tool: &str) -> Value {
    let number = json!({"type": "integer", "minimum": 1, "maximum": i32::MAX});
    match tool {
        "ocm" => {
            let required = object(&[("labelSelector?", selector()), ("claimSelector?", selector())]);
            let mut required = required;
            required["minProperties"] = json!(1);
            let predicate = object(&[("requiredClusterSelector", required)]);
            let spec = object(&[
                ("clusterSets?", list(&text(".+"), 1, 100)),
                ("numberOfClusters?", number),
                ("predicates", list(&predicate, 1, 1000)),
            ]);
            document("cluster.open-cluster-management.io/v1beta1", "Placement", &spec)
        }
        "karmada" => {
            let resource = object(&[("apiVersion", text(".+")), ("kind", text(".+")), ("name", text(NAME))]);
            let names = list(&text("[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?"), 1, 1000);
            let field = json!({"const": "cluster"});
            let spread =
                object(&[("spreadByField", field), ("minGroups", number.clone()), ("maxGroups", number)]);
            let placement = object(&[
                ("clusterAffinity", object(&[("clusterNames", names)])),
                ("spreadConstraints?", list(&spread, 1, 1)),
            ]);
            let spec = object(&[("resourceSelectors", list(&resource, 1, 1)), ("placement", placement)]);
            document("policy.karmada.io/v1alpha1", "PropagationPolicy", &spec)
        }
        _ => {
            let resource = object(&[
                ("group", text(".*")),
                ("version", text(".+")),
                ("kind", text(".+")),
                ("name", text(NAME)),
            ]);
            let term = object(&[("labelSelector", selector())]);
            let required = object(&[("clusterSelectorTerms", list(&term, 1, 10))]);
            let cluster = object(&[("requiredDuringSchedulingIgnoredDuringExecution", required)]);
            let policy = object(&[
                ("placementType", json!({"enum": ["PickAll", "PickN"]})),
                ("numberOfClusters?", number),
                ("affinity", object(&[("clusterAffinity", cluster)])),
            ]);
            let spec = object(&[("resourceSelectors", list(&resource, 1, 1)), ("policy", policy)]);
            document("placement.kubernetes-fleet.io/v1beta1", "ResourcePlacement", &spec)
        }
    }
}

#[test]
fn every_document_has_the_fields_that_its_tool_takes_and_no_empty_list() {
    for (tool, telling) in TOOLS.into_iter().zip([
        "flavor = { label = \"flavor\" }\ncluster-sets = [\"prod\"]\n",
        "cluster = \"{location}-{flavor}\"\n",
        "flavor = \"flavor\"\n",
    ]) {
        let validator = jsonschema::validator_for(&schema(tool.name)).unwrap();
        let mut seen = 0;
        for config in ["locations-only = true\n", telling, &format!("{telling}clusters = 3\n")] {
            let project = sample(&format!("[emit.{}]\n{config}", tool.name));
            for document in documents(&emit(&project, &[tool.name])) {
                let errors: Vec<String> = validator.iter_errors(&document).map(|it| it.to_string()).collect();
                assert!(errors.is_empty(), "{errors:?} {document}");
                seen += 1;
            }
        }
        assert_eq!(seen, 6);
    }
}
