//! The expressions of `--enforce`, run as the API server runs them.

use std::collections::BTreeMap;
use std::sync::Arc;

use cel::{Context, Env, extensions};
use serde_json::{Value, json};

use super::{SAMPLE, with_namespaces};
use crate::emit::{documents, emit};

/// Whether a policy lets an object in, and what it says where it does not.
fn admit(policy: &Value, params: &Value, object: &Value, old: &Value) -> Result<(), String> {
    let mut env = Env::stdlib();
    env.add_extension(extensions::strings).unwrap();
    let env = Arc::new(env);
    let run = |expression: &str, variables: &BTreeMap<String, Value>| {
        let mut context = Context::with_env(Arc::clone(&env));
        for (name, value) in [("object", object), ("oldObject", old), ("params", params)] {
            context.add_variable(name, value.clone()).unwrap();
        }
        context.add_variable("variables", variables.clone()).unwrap();
        env.compile(expression).unwrap().execute(&context)
    };
    let spec = &policy["spec"];
    let list = |key: &str| spec[key].as_array().cloned().unwrap_or_default();
    for condition in list("matchConditions") {
        match run(condition["expression"].as_str().unwrap(), &BTreeMap::new()) {
            Ok(cel::Value::Bool(true)) => {}
            Ok(cel::Value::Bool(false)) => return Ok(()),
            other => return Err(format!("{other:?}")),
        }
    }
    let mut variables = BTreeMap::new();
    for variable in list("variables") {
        // They are computed where they are asked for, so one that fails is not there.
        if let Ok(value) = run(variable["expression"].as_str().unwrap(), &variables) {
            variables.insert(variable["name"].as_str().unwrap().to_owned(), value.json().unwrap());
        }
    }
    for validation in list("validations") {
        match run(validation["expression"].as_str().unwrap(), &variables) {
            Ok(cel::Value::Bool(true)) => {}
            Ok(cel::Value::Bool(false)) => return Err(validation["message"].as_str().unwrap().to_owned()),
            // `failurePolicy: Fail`
            other => return Err(format!("{other:?}")),
        }
    }
    Ok(())
}

/// What `--enforce` writes for the sample.
struct Enforced {
    params: Value,
    policies: Vec<Value>,
    objects: Vec<Value>,
}

impl Enforced {
    fn new(config: &str) -> Self {
        let all = documents(&emit(&with_namespaces(SAMPLE, config), &["kubernetes", "--enforce"]));
        let of = |kind: &str| all.iter().filter(|it| it["kind"] == kind).cloned().collect::<Vec<_>>();
        let guards = ["ConfigMap", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"];
        let bindings = of(guards[2]);
        let policies = of(guards[1]);
        assert_eq!(policies.len(), bindings.len());
        for (policy, binding) in policies.iter().zip(&bindings) {
            assert_eq!(policy["metadata"]["name"], binding["spec"]["policyName"]);
            assert_eq!(policy["spec"]["failurePolicy"], "Fail");
            assert_eq!(binding["spec"]["paramRef"]["parameterNotFoundAction"], "Deny");
            assert_eq!(binding["spec"]["validationActions"], json!(["Deny"]));
        }
        let objects = all.iter().filter(|it| guards.iter().all(|kind| it["kind"] != *kind));
        Self { params: of(guards[0])[0].clone(), objects: objects.cloned().collect(), policies }
    }

    /// Whether the policy of deployments lets an object in.
    fn admit(&self, object: &Value) -> Result<(), String> {
        admit(self.policy("deployments"), &self.params, object, &Value::Null)
    }

    fn policy(&self, resource: &str) -> &Value {
        let name = format!("bpol-placement-{resource}");
        self.policies.iter().find(|it| it["metadata"]["name"] == *name).unwrap()
    }

    fn llama(&self) -> Value {
        self.objects.iter().find(|it| it["metadata"]["name"] == "llama").unwrap().clone()
    }
}

const TERMS: &str =
    "/spec/template/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution";

#[test]
fn what_bpol_wrote_is_let_in_and_what_is_wider_is_not() {
    let enforced = Enforced::new("");
    for object in &enforced.objects {
        let resource = if object["kind"] == "Job" { "jobs" } else { "deployments" };
        admit(enforced.policy(resource), &enforced.params, object, &Value::Null).unwrap();
    }
    let change = |change: &dyn Fn(&mut Value)| {
        let mut object = enforced.llama();
        change(&mut object);
        enforced.admit(&object)
    };
    let terms = |object: &mut Value, terms: Value| {
        object.pointer_mut(TERMS).unwrap()["nodeSelectorTerms"] = terms;
    };
    // Fewer terms are fine, in any order.
    change(&|it| {
        let first = it.pointer(&format!("{TERMS}/nodeSelectorTerms/1")).unwrap().clone();
        terms(it, json!([first]));
    })
    .unwrap();
    let remove = |object: &mut Value, pointer: &str, key: &str| {
        object.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(key).unwrap();
    };
    let pod = "/spec/template/spec";
    let wrong: [&dyn Fn(&mut Value); 12] = [
        &|it| remove(it, pod, "affinity"),
        &|it| remove(it, &format!("{pod}/affinity"), "nodeAffinity"),
        &|it| {
            remove(
                it,
                &format!("{pod}/affinity/nodeAffinity"),
                "requiredDuringSchedulingIgnoredDuringExecution",
            );
        },
        &|it| remove(it, TERMS, "nodeSelectorTerms"),
        &|it| terms(it, json!([])),
        &|it| terms(it, json!([{}])),
        &|it| terms(it, json!([{"matchExpressions": []}])),
        &|it| {
            it.pointer_mut(TERMS).unwrap()["nodeSelectorTerms"][0]["matchFields"] =
                json!([{"key": "metadata.name", "operator": "In", "values": ["a"]}]);
        },
        &|it| remove(it, &format!("{TERMS}/nodeSelectorTerms/0/matchExpressions/0"), "values"),
        &|it| {
            let values = it.pointer_mut(&format!("{TERMS}/nodeSelectorTerms/0/matchExpressions/0/values"));
            values.unwrap().as_array_mut().unwrap().push(json!("cn-sha-1"));
        },
        &|it| {
            let list = it.pointer_mut(&format!("{TERMS}/nodeSelectorTerms/0/matchExpressions"));
            list.unwrap().as_array_mut().unwrap().pop();
        },
        &|it| it["spec"]["template"]["spec"]["nodeName"] = json!("node-1"),
    ];
    for (index, wrong) in wrong.iter().enumerate() {
        let message = change(wrong).expect_err(&format!("{index} is let in"));
        let is_node = index == wrong_node();
        assert!(message.contains(if is_node { "nodeName" } else { "node affinity" }), "{index}: {message}");
    }
}

/// The index of the wrong object that is one for its `nodeName`.
fn wrong_node() -> usize {
    11
}

#[test]
fn other_objects_pass() {
    let enforced = Enforced::new("");
    let named = |name: &str, namespace: &str| {
        let mut object = enforced.llama();
        object["metadata"]["name"] = json!(name);
        object["metadata"]["namespace"] = json!(namespace);
        object["spec"]["template"]["spec"] = json!({"nodeName": "node-1"});
        object
    };
    enforced.admit(&named("web", "production")).unwrap();
    enforced.admit(&named("llama", "elsewhere")).unwrap();
    enforced.admit(&named("llama", "production")).unwrap_err();
    // Without a pod a workload of bpol is refused, and another object is not looked at.
    let mut object = named("llama", "production");
    object["spec"] = json!({});
    enforced.admit(&object).unwrap_err();
    object["metadata"]["name"] = json!("web");
    enforced.admit(&object).unwrap();
}

#[test]
fn a_pod_may_be_changed_once_the_scheduler_gave_it_a_node() {
    let enforced = Enforced::new("resource = \"v1 Pod\"\n");
    let policy = enforced.policy("pods");
    let mut pod = enforced.llama();
    admit(policy, &enforced.params, &pod, &Value::Null).unwrap();
    let waiting = pod.clone();
    pod["spec"]["nodeName"] = json!("node-1");
    admit(policy, &enforced.params, &pod, &Value::Null).unwrap_err();
    admit(policy, &enforced.params, &pod, &waiting).unwrap_err();
    admit(policy, &enforced.params, &pod, &pod.clone()).unwrap();
}

#[test]
fn a_kind_that_only_a_cluster_knows_is_found_among_all_of_its_group() {
    let enforced =
        Enforced::new("resource = \"argoproj.io/v1alpha1 Rollout\"\npod = \"spec.template.spec\"\n");
    let policy = enforced.policy("rollout.argoproj.io");
    let rule = &policy["spec"]["matchConstraints"]["resourceRules"][0];
    assert_eq!(rule["resources"], json!(["*"]));
    assert_eq!((&rule["apiGroups"], &rule["apiVersions"]), (&json!(["argoproj.io"]), &json!(["v1alpha1"])));
    let mut object = enforced.llama();
    admit(policy, &enforced.params, &object, &Value::Null).unwrap();
    object["spec"]["template"]["spec"] = json!({});
    admit(policy, &enforced.params, &object, &Value::Null).unwrap_err();
    // An object of the group that has no namespace.
    let other = json!({"apiVersion": "argoproj.io/v1alpha1", "kind": "Other", "metadata": {"name": "llama"}});
    admit(policy, &enforced.params, &other, &Value::Null).unwrap();
}
