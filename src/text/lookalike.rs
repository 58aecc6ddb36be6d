//! Texts that people take for each other, as Unicode has it (UTS 39): texts come in, and whether they look
//! alike, and by which characters, goes out.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript as _};
use unicode_security::mixed_script::AugmentedScriptSet;

/// A part of a text that looks like another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Lookalike {
    /// The characters that stand there.
    pub own: String,
    /// What they look like; empty where that is nothing else.
    pub like: String,
}

/// How many parts of a text are told.
const MOST: usize = 3;

/// No part has many more bytes.
const LONGEST: usize = 32;

/// What each ASCII character looks like, as long as that is ASCII, too.
static ASCII: LazyLock<Vec<Option<String>>> = LazyLock::new(|| {
    let skeleton = |byte: u8| unicode_security::skeleton(char::from(byte).encode_utf8(&mut [0; 4])).collect();
    (0..=0x7f).map(|byte| Some(skeleton(byte)).filter(|like: &String| like.is_ascii())).collect()
});

/// Writes to `skeleton` what all texts that look like `text` have in common.
pub(crate) fn write_skeleton(text: &str, skeleton: &mut String) {
    skeleton.clear();
    for byte in text.bytes() {
        match ASCII.get(usize::from(byte)) {
            Some(Some(like)) => skeleton.push_str(like),
            _ => {
                skeleton.clear();
                skeleton.extend(unicode_security::skeleton(text));
                return;
            }
        }
    }
}

/// What all texts that look like `text` have in common.
pub(crate) fn skeleton(text: &str) -> String {
    let mut skeleton = String::new();
    write_skeleton(text, &mut skeleton);
    skeleton
}

/// Whether two texts are the same but for the way in which their letters are encoded: `ü` is one character,
/// or `u` and a mark.
pub(crate) fn differ_in_form(a: &str, b: &str) -> bool {
    a != b && a.nfc().eq(b.nfc())
}

/// Whether `text` mixes scripts as no language does: it is not highly restrictive. Latin letters may stand
/// beside those of Chinese, Japanese or Korean.
pub(crate) fn mixes_scripts(text: &str) -> bool {
    let (mut all, mut others) = (AugmentedScriptSet::default(), AugmentedScriptSet::default());
    for character in text.chars() {
        let own = AugmentedScriptSet::for_char(character);
        all.intersect_with(own);
        if !own.base.contains_script(Script::Latin) {
            others.intersect_with(own);
        }
    }
    all.is_empty() && !(others.hanb || others.jpan || others.kore)
}

/// The scripts of the letters of `text`, in their order.
pub(crate) fn scripts(text: &str) -> Vec<&'static str> {
    let mut scripts = Vec::new();
    for script in text.chars().filter_map(script) {
        if !scripts.contains(&script) {
            scripts.push(script);
        }
    }
    scripts
}

/// The script of a letter; none for what stands in texts of any.
pub(crate) fn script(character: char) -> Option<&'static str> {
    let script = character.script();
    (!matches!(script, Script::Common | Script::Inherited | Script::Unknown)).then(|| script.full_name())
}

/// The characters of `text` in another script than Latin, or, where it has no Latin, than its first one.
pub(crate) fn foreign(text: &str) -> Vec<Lookalike> {
    let scripts = scripts(text);
    let native = scripts.iter().find(|script| **script == "Latin").or(scripts.first()).copied();
    let is_foreign = |character: &char| script(*character).is_some_and(|own| Some(own) != native);
    let like = |character: char| {
        let like = skeleton(character.encode_utf8(&mut [0; 4]));
        if like.is_ascii() { like } else { String::new() }
    };
    distinct(text.chars().filter(is_foreign).map(|own| Lookalike { own: own.into(), like: like(own) }))
}

/// What is different in two texts that look alike and are not the same.
pub(crate) fn differences(text: &str, other: &str) -> Vec<Lookalike> {
    if differ_in_form(text, other) {
        return form(text, other).into_iter().collect();
    }
    let mut found: Vec<Lookalike> = Vec::new();
    let (mut own, mut like) = (Part::new(text), Part::new(other));
    while found.len() < MOST && own.start() | like.start() {
        // `rn` is two characters here and one there.
        while own.skeleton != like.skeleton && own.is_short() && like.is_short() {
            let is_behind = own.skeleton.len() <= like.skeleton.len();
            let (first, second) = if is_behind { (&mut own, &mut like) } else { (&mut like, &mut own) };
            if !first.take() && !second.take() {
                break;
            }
        }
        let part = Lookalike { own: own.text.clone(), like: like.text.clone() };
        if part.own != part.like && !found.contains(&part) {
            found.push(part);
        }
    }
    found
}

/// A part of a text, from its start on.
struct Part<'t> {
    rest: std::str::Chars<'t>,
    text: String,
    skeleton: String,
}

impl<'t> Part<'t> {
    fn new(text: &'t str) -> Self {
        Self { rest: text.chars(), text: String::new(), skeleton: String::new() }
    }

    /// Makes the next character the whole part; the text may have ended.
    fn start(&mut self) -> bool {
        self.text.clear();
        self.skeleton.clear();
        self.take()
    }

    /// Takes in the next character.
    fn take(&mut self) -> bool {
        let Some(next) = self.rest.next() else { return false };
        self.text.push(next);
        self.skeleton.push_str(&skeleton(next.encode_utf8(&mut [0; 4])));
        true
    }

    fn is_short(&self) -> bool {
        self.text.len() < LONGEST
    }
}

/// The first letter that is encoded in two ways.
fn form(text: &str, other: &str) -> Option<Lookalike> {
    let common = text.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let common: usize = common.map(|(character, _)| character.len_utf8()).sum();
    // A mark belongs to the letter before it.
    let starts = |text: &str| {
        text.get(common..).and_then(|rest| rest.chars().next()).is_none_or(|next| !is_combining_mark(next))
    };
    let start = if starts(text) && starts(other) {
        common
    } else {
        let is_letter = |(_, character): &(usize, char)| !is_combining_mark(*character);
        text.get(..common)?.char_indices().rfind(is_letter)?.0
    };
    let letter = |text: &str| {
        let rest = text.get(start..)?;
        let mut marks = rest.char_indices().skip(1);
        let end = marks.find(|(_, it)| !is_combining_mark(*it)).map_or(rest.len(), |(end, _)| end);
        rest.get(..end).map(str::to_owned)
    };
    Some(Lookalike { own: letter(text)?, like: letter(other)? })
}

/// The first few, each once.
fn distinct(lookalikes: impl Iterator<Item = Lookalike>) -> Vec<Lookalike> {
    let mut found = Vec::new();
    for lookalike in lookalikes {
        if !found.contains(&lookalike) {
            found.push(lookalike);
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_has_one_skeleton() {
        for (a, b) in [
            ("paris", "p\u{430}ris"),
            ("zürich", "zu\u{308}rich"),
            ("model-1", "rnodel-l"),
            ("eu-west-0", "eu-west-O"),
            ("ｈ100", "h100"),
        ] {
            assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
        }
        for (a, b) in [("paris", "Paris"), ("zürich", "zurich"), ("a", "b")] {
            assert_ne!(skeleton(a), skeleton(b), "{a} {b}");
        }
    }

    #[test]
    fn ascii_skeletons_are_those_of_unicode() {
        for first in 0..=0x7f_u8 {
            for second in b' '..=b'~' {
                let text: String = [first, second].map(char::from).iter().collect();
                assert_eq!(
                    skeleton(&text),
                    unicode_security::skeleton(&text).collect::<String>(),
                    "{text:?}"
                );
            }
        }
    }

    #[test]
    fn scripts_are_mixed_as_no_language_does() {
        for text in [
            "paris",
            "zürich",
            "Москва",
            "東京-tokyo",
            "서울 seoul",
            "ひらがなカタカナ漢字abc",
            "北京ㄅa",
            "αβγ",
            "1-2.3",
            "é",
            "🇫🇷 paris",
        ] {
            assert!(!mixes_scripts(text), "{text}");
        }
        for text in ["p\u{430}ris", "α-release", "Москва tokyo", "서울東ひ", "한ㄅ", "שלוםa"]
        {
            assert!(mixes_scripts(text), "{text}");
        }
    }

    #[test]
    fn characters_that_look_like_others_are_told() {
        let told = |found: Vec<Lookalike>| {
            found.into_iter().map(|it| format!("{}={}", it.own, it.like)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told(differences("p\u{430}r\u{456}s", "paris")), "\u{430}=a \u{456}=i");
        assert_eq!(told(differences("б1", "61")), "б=6");
        assert_eq!(told(differences("a|", "al")), "|=l");
        assert_eq!(told(differences("|lI", "|Il")), "l=I I=l");
        assert_eq!(told(differences("l1 m", "I1 rn")), "l=I m=rn");
        assert_eq!(told(differences("é1", "e\u{301}l")), "é=e\u{301} 1=l");
        assert_eq!(told(differences("rn n", "m n")), "rn=m");
        assert_eq!(told(differences("zürich", "zu\u{308}rich")), "ü=u\u{308}");
        assert_eq!(told(differences("zu\u{308}rich", "zürich")), "u\u{308}=ü");
        assert_eq!(told(foreign("p\u{430}r\u{456}s Москва")), "\u{430}=a \u{456}=i М=M");
        assert_eq!(told(foreign("абвa")), "а=a б=6 в=");
        assert_eq!(scripts("p\u{430}ris α 1"), ["Latin", "Cyrillic", "Greek"]);
    }
}
