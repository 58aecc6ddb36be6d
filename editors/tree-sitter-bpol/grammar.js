/**
 * The bpol language as editors read it: the same as grammar/bpol.pest, top down.
 *
 * Keywords are contextual: where a name may stand, every word is one. What no grammar of this sort can say is in
 * src/scanner.c: how large a number may be, and that a line which opens the next statement is not what is missing on the
 * line above it.
 */

/// <reference types="tree-sitter-cli/dsl" />

// What opens a workload, and what stands for its kind in a target.
const WORKLOADS = ["model", "function", "agent", "sandbox", "job"];
const KINDS = ["models", "functions", "agents", "sandboxes", "jobs"];
const OPENERS = ["policy", "environment", ...WORKLOADS, "guard", "group", "continent", "country", "location", "cpu", "gpu"];
const ATTRIBUTES = ["continent", "country", "location", "cpu", "gpu", "group"];
const PERIODS = ["minute", "minutes", "hour", "hours", "day", "days", "month", "months"];
const COUNTED = ["input", "output", "total"];

/** `KEYWORD NAME ["Label"]`, then what else the statement has. */
const statement = ($, keywords, ...parts) =>
  seq(
    field("keyword", choice(...keywords.map((word) => alias($[`_${word}`], word)))),
    field("name", $.name),
    optional(field("label", $._label)),
    ...parts,
  );

/** `in PARENT` */
const parent = ($) => optional(seq("in", field("parent", $.name)));

/** `< … >`, which is called a body whatever stands in it. */
const body = ($, rule) => field("body", alias(rule, $.body));

/**
 * `< … >`. Where the next line opens a statement although something is open, the scanner says that the end of it is
 * missing, once for each part. The last one is that of the body: the mark is asked for behind it, and missed, so that
 * the error is there and goes no further.
 */
const angles = ($, inner) => seq("<", inner, choice(">", seq($._end, ">")));

/** `[ITEM, …]` with a comma behind the last one or not. Where its end is missing, so is that of the body around it. */
const list = ($, item) =>
  seq("[", choice(seq(item, repeat(seq(",", item)), optional(","), choice("]", $._end)), $._end));

/** The words in any order, each once at most, with `or` between. */
const amounts = ($, words) => {
  const choices = words.map((word) => {
    const rest = words.filter((other) => other !== word);
    const amount = alias($[`_${word}`], $.amount);
    return rest.length === 0 ? amount : seq(amount, optional(seq("or", amounts($, rest))));
  });
  return choice(...choices);
};

export default grammar({
  name: "bpol",

  word: ($) => $._word,

  extras: ($) => [/[ \t\r\n]/, $.comment, $._anywhere],

  // What the scanner finds, in the order of its list, words that open a statement among it. The first four are only to
  // tell it where it is: in a list, where a name may stand, where errors are repaired, or anywhere. The fifth is what has
  // no place in any text.
  externals: ($) => [
    $._in_list,
    $._word,
    $._repairing,
    $._anywhere,
    $._lost,
    $._end,
    $.number,
    ...OPENERS.map((word) => $[`_${word}`]),
  ],

  rules: {
    file: ($) =>
      repeat(
        choice(
          $.policy,
          $.environment,
          $.workload,
          $.guard,
          $.group,
          $.continent,
          $.country,
          $.location,
          $.flavor,
        ),
      ),

    policy: ($) => statement($, ["policy"], body($, $._policy_body)),
    environment: ($) => statement($, ["environment"], parent($), optional(body($, $._attachments))),
    workload: ($) => statement($, WORKLOADS, parent($), optional(body($, $._attachments))),
    guard: ($) => statement($, ["guard"], parent($), body($, $._guard_body)),
    group: ($) => statement($, ["group"], body($, $._group_body)),
    continent: ($) => statement($, ["continent"]),
    country: ($) => statement($, ["country"], parent($)),
    location: ($) => statement($, ["location"], parent($), optional(body($, $._offers))),
    flavor: ($) => statement($, ["cpu", "gpu"], optional(body($, $._aliases))),

    _policy_body: ($) => angles($, seq(choice($._side, $.limit), optional($.target))),
    _group_body: ($) => angles($, $._side),
    _guard_body: ($) =>
      angles(
        $,
        seq(
          choice(
            seq(choice("within", "allows"), $._rules_first),
            seq("excludes", $._rules_first, optional(seq("and", $._rules_first))),
          ),
          optional($.target),
        ),
      ),
    _attachments: ($) => angles($, choice($.attachment, $._end)),
    _offers: ($) => angles($, choice($.offer, $._end)),
    _aliases: ($) => angles($, choice($.alias, $._end)),

    attachment: ($) => seq("attach", choice($.list, $._end)),
    offer: ($) => seq("offers", choice($.list, $._end)),
    alias: ($) => seq("alias", choice($.list, $._end)),

    _side: ($) => choice($._rules_first, $.exception),
    _rules_first: ($) => seq($._rules, optional($.exception)),
    exception: ($) => seq("except", $._rules),
    _rules: ($) => seq($._rule, repeat(seq("or", $._rule))),
    _rule: ($) => choice($.rule, $._end),
    rule: ($) =>
      seq(field("attribute", $.attribute), choice(seq("in", choice(field("codes", $.list), $._end)), $._end)),

    attribute: () => choice(...ATTRIBUTES),

    target: ($) => seq("target", choice($.kind, alias($._kinds, $.list), $._end)),
    _kinds: ($) => list($, $.kind),
    kind: () => choice(...KINDS),

    limit: ($) =>
      seq(
        "tokens",
        amounts($, COUNTED),
        "per",
        optional($.number),
        $.period,
        optional(seq("ratio", $.number)),
      ),
    ...Object.fromEntries(COUNTED.map((word) => [`_${word}`, ($) => seq(word, $.number)])),
    period: () => choice(...PERIODS),

    list: ($) => list($, alias($._item, $.name)),

    name: ($) => choice($._word, alias($._text, $.string)),
    _item: ($) => choice($._word, alias($._text, $.string), $._in_list),
    _label: ($) => choice(alias($._text, $.string), alias($._empty, $.string)),

    _word: () => /[A-Za-z0-9_][A-Za-z0-9_.-]*/,
    // No name is empty; a label may be.
    _text: () => /"([^"\\\n]|\\["\\])+"/,
    _empty: () => '""',

    // Up to the end of the line, without the space there.
    comment: () => /#([^\n]*[^ \t\r\n\f])?/,
  },
});
