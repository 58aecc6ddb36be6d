//! `reference.table`: the digest of the table in force changes exactly if a code, parent, alias, offer, label or group of
//! it does.

use proptest::prelude::*;
use proptest::sample::Index;

use super::{cases, compile, table_digest};
use crate::model::{Added, Base, CONTINENT, COUNTRY, CPU, Code, Group, LOCATION, Model, Options};
use crate::random;

/// The digest of a model without workloads, which has no errors.
fn digest(model: &Model, layout: u64) -> String {
    let digest = table_digest(&compile(&model.render(layout)).unwrap());
    assert!(digest.starts_with("sha256:") && digest.len() == "sha256:".len() + 64, "{digest}");
    digest
}

/// The table of a model and nothing else.
fn table_of(model: Model) -> Model {
    let Model { base, codes, added, groups, .. } = random::sound(model);
    Model { base, codes, added, groups, ..Model::default() }
}

/// Another model with one thing of its table changed, for each thing of a sort that can be; each with what was done.
fn changed(model: &Model, index: Index) -> Vec<(&'static str, Model)> {
    let mut all = Vec::new();
    let mut with = |what, change: &dyn Fn(&mut Model) -> bool| {
        let mut changed = model.clone();
        if change(&mut changed) {
            all.push((what, changed));
        }
    };
    let pick = |number: usize| (number > 0).then(|| index.index(number));
    for (what, attribute, name) in
        [("a continent", CONTINENT, "new"), ("a location", LOCATION, "new"), ("a flavor", CPU, "new")]
    {
        with(what, &|it| {
            it.codes.push(Code::new(attribute, name));
            true
        });
    }
    with("a group", &|it| {
        it.codes.push(Code::new(CONTINENT, "new"));
        let options = Options { rules: vec![(CONTINENT, vec!["new".to_owned()])], exceptions: Vec::new() };
        it.groups.push(Group { name: "new".to_owned(), label: None, options, in_table: false });
        true
    });
    for (what, attribute) in [("a group of a continent", CONTINENT), ("a group of a country", COUNTRY)] {
        with(what, &|it| {
            // Continent and country are called the same.
            it.codes.extend([CONTINENT, COUNTRY].map(|attribute| Code::new(attribute, "new")));
            let options =
                Options { rules: vec![(attribute, vec!["new".to_owned()])], exceptions: Vec::new() };
            it.groups.push(Group { name: "new".to_owned(), label: None, options, in_table: false });
            true
        });
    }
    with("the label of a code", &|it| {
        pick(it.codes.len()).is_some_and(|at| {
            let label = it.codes[at].label.take();
            it.codes[at].label = Some(label.map_or("new".to_owned(), |label| label + " new"));
            true
        })
    });
    with("the label of a group", &|it| {
        pick(it.groups.len()).is_some_and(|at| {
            let label = it.groups[at].label.take();
            it.groups[at].label = Some(label.map_or("new".to_owned(), |label| label + " new"));
            true
        })
    });
    with("the name of a group", &|it| {
        // One that no other names.
        let is_free = |name: &String| !model.groups.iter().any(|it| it.options.groups().any(|it| it == name));
        let free: Vec<usize> = (0..it.groups.len()).filter(|at| is_free(&it.groups[*at].name)).collect();
        pick(free.len()).is_some_and(|at| {
            it.groups[free[at]].name.push_str(" new");
            true
        })
    });
    with("a parent", &|it| {
        let mut inside: Vec<&mut Code> = it.codes.iter_mut().filter(|code| code.parent.is_some()).collect();
        pick(inside.len()).is_some_and(|at| inside[at].parent.take().is_some())
    });
    with("all offers", &|it| {
        let mut offering: Vec<&mut Code> = it.codes.iter_mut().filter(|code| code.offers.is_some()).collect();
        pick(offering.len()).is_some_and(|at| offering[at].offers.take().is_some())
    });
    with("an alias", &|it| {
        let mut flavors: Vec<&mut Code> = it.codes.iter_mut().filter(|code| code.attribute == CPU).collect();
        pick(flavors.len()).is_some_and(|at| {
            flavors[at].aliases.push("new".to_owned());
            true
        })
    });
    with("an alias of a code of the chosen table", &|it| {
        let aliases = vec!["new".to_owned()];
        it.added.push(Added { attribute: CPU, name: "x86".to_owned(), aliases });
        it.base == Base::Official
    });
    all
}

/// The same table in other words.
fn reworded(model: &Model) -> Model {
    let mut model = model.clone();
    for code in &mut model.codes {
        code.aliases.reverse();
        if let Some(offers) = &mut code.offers {
            offers.reverse();
            offers.extend(offers.first().cloned());
        }
    }
    for group in &mut model.groups {
        for (_, names) in group.options.rules.iter_mut().chain(&mut group.options.exceptions) {
            names.reverse();
            names.extend(names.first().cloned());
        }
        group.options.rules.reverse();
        group.options.exceptions.reverse();
    }
    model
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn the_digest_of_the_table_is_that_of_what_it_says(
        model in random::model(),
        layouts in [random::layout(), random::layout()],
        index in any::<Index>(),
    ) {
        let with_everything = super::possible(&model);
        let model = table_of(model);
        let before = digest(&model, layouts[0]);
        prop_assert_eq!(&digest(&model, layouts[1]), &before);
        prop_assert_eq!(&digest(&reworded(&model), layouts[1]), &before);
        // Statements that are not of the table, and in which file a code stands, do not matter.
        prop_assert_eq!(&digest(&with_everything, layouts[1]), &before);
        if model.base == Base::Own {
            let mut moved = model.clone();
            // What an alias is added to stays in the chosen table.
            let is_added = |code: &Code| model.added.iter().any(|it| it.name == code.name);
            moved.codes.iter_mut().filter(|it| !is_added(it)).for_each(|it| it.in_table = !it.in_table);
            moved.groups.iter_mut().for_each(|it| it.in_table = !it.in_table);
            prop_assert_eq!(&digest(&moved, layouts[1]), &before);
        }
        // Without a parent, or with other codes, exceptions may leave nothing.
        let is_sound = |it: &Model| compile(&it.render(0)).is_ok();
        let mut digests = vec![("nothing", before)];
        for (what, changed) in changed(&model, index).into_iter().filter(|(_, it)| is_sound(it)) {
            let digest = digest(&changed, layouts[0]);
            for (other, known) in &digests {
                prop_assert_ne!(&digest, known, "{} changed, or {}: {:#?}", what, other, model);
            }
            digests.push((what, digest));
        }
    }
}
