// The workspaces that the page is looked at with.

const NASTY = "</script><script>document.title='owned'</script><img src=x onerror=\\\"document.title='owned'\\\">";

export const SMALL = `
policy europe "${NASTY}" < continent in [eu] >
policy france < country in [fr] >
policy cards < gpu in [t4] target models >
environment production "${NASTY}" < attach [europe] >
environment regulated in production
environment open
group near < country in [fr, de] >
guard home in production < within continent in [eu] >
location eu-par-1 in fr < offers [t4, x86] >
location eu-fra-1 in de < offers [x86] >
location us-1 in us < offers [t4] >
location us-2 in us < offers [x86] >
model llama "${NASTY}" in regulated < attach [cards] >
model mistral in production < attach [france] >
agent helper in production < attach [cards] >
job night in open
job "<b>x</b>" in open
`;

// Nowhere to run: a collision, no placement, and repairs by several.
export const BROKEN = `
policy europe < continent in [eu] >
policy america < country in [us] >
policy cards < gpu in [h100] >
policy daily < tokens output 1000 or input 5000 per day >
environment production "Production" < attach [europe, daily] >
environment inner in production < attach [america] >
location eu-1 in fr < offers [t4] >
location us-1 in us < offers [t4] >
guard home in production < within continent in [eu] >
model stuck in production < attach [america] >
model stuck-too in production < attach [america] >
model cardless in production < attach [cards] >
model fine in production
job free < attach [daily] >
`;

// Guards that do not hold, one of each form.
export const VIOLATED = `
group near < country in [fr, de, it, es, pt, be, nl] >
policy many "Near, and not Germany" < group in [near] except country in [de] >
policy more < country in [us, ca] >
policy rest < except country in [fr] target models >
policy cards < gpu in [t4, a100] >
location par in fr < offers [t4] >
location ash in us
location tor in ca
location mil in it < offers [a100] >
environment x < attach [many, more] >
environment "y z" in x < attach [rest, cards] >
guard home "Home" < within country in [fr] >
guard other in "y z" < excludes country in [us] target [models, jobs] >
guard both in x < excludes country in [ca] and gpu in [t4] >
guard wide < allows country in [jp] >
guard fine in "y z" < within group in [near] or country in [us, ca] >
model one in x
model two in "y z" < attach [rest] >
job three in "y z" < attach [rest] >
agent four in "y z"
function five
`;

// What is hidden may stand in no text, but in the name of a file, and a joiner in an emoji.
export const HOSTILE_FILE = "\u202ea\u2028b<script>.bpol";
export const HOSTILE = `
policy "</script>" "<!-- <script>" < continent in [eu] >
policy "a\\\\b" "it's \\"quoted\\" & <b>bold</b>" < country in [fr, de] except country in [de] >
policy "\u05d0\u05d1 x" < gpu in [t4] target models >
environment "production <i>" "</title>" < attach ["</script>"] >
environment "\u05d0@neve" in "production <i>" < attach ["a\\\\b"] >
guard "<guard>" "javascript:alert(1)" in "production <i>" < within country in [fr] >
location "<loc>" in fr < offers [t4, x86] >
location "l \u{1f469}\u200d\u{1f469}\u200d\u{1f467}" in de < offers [t4] >
group "</script>g" < country in [fr, de] >
model "<img src=x onerror=alert(1)>" "\u{1f469}\u200d\u{1f467}" in "production <i>" < attach ["\u05d0\u05d1 x"] >
model "\u05d0abc" "<script>alert(1)</script>" in "\u05d0@neve" < attach ["\u05d0\u05d1 x", "a\\\\b"] >
job "{{data}}" in "production <i>" < attach ["\u05d0\u05d1 x"] >
agent "' onclick='x" in "\u05d0@neve"
sandbox "\\"q\\""
`;

// More rows than a page makes at once, of long names.
export function large() {
  const lines = ["policy europe < continent in [eu] >", "policy france < country in [fr] >"];
  for (let number = 0; number < 40; number += 1) lines.push(`environment env-${number} < attach [europe] >`);
  for (let number = 0; number < 10000; number += 1) {
    lines.push(`model model-${number} in env-${number % 40}${number % 4 ? "" : " < attach [france] >"}`);
  }
  return lines.join("\n");
}
