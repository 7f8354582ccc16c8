// Text -> search terms: the twin of sitegen/tokens.py, held to the same cases by tests/data/tokens.json.

const HAN = "\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\u{20000}-\\u{3ffff}";
const SPACE = "[ \\t\\r\\n]";
const YEAR = "((?:19|20)[0-9]{2})";
const NUMBER = "0*([1-9][0-9]{0,4})";
const RUN = new RegExp(`[a-z]+|[0-9]+|[${HAN}]+`, "gu");
const ONE = new RegExp(`[a-z0-9${HAN}]`, "gu");
const IS_HAN = new RegExp(`^[${HAN}]`, "u");
const BRACKETED = new RegExp(`[〔\\[【({﹝〈<]${SPACE}?${YEAR}${SPACE}?[〕\\]】)}﹞〉>]${SPACE}?第?${SPACE}?${NUMBER}(?![0-9])`, "gu");
const PLAIN = new RegExp(`(?<![0-9])${YEAR}年?${SPACE}?第?${SPACE}?${NUMBER}${SPACE}?号`, "gu");
const ASKING = /为什么|什么是|是什么|是多少|是谁|有哪些|有什么|在哪里|在哪儿|怎么办|怎么样|怎么|如何|怎样|什么|多少|多久|哪里|哪些|哪儿|需要|可以|是否|能不能|可不可以|吗|呢|的|了|谁/g;
const PHRASE = /["“”]([^"“”]{1,60})["“”]/gu;
const QUOTES_AND_SPACE = /[ \t\r\n"“”]+/g;
const WORD_LENGTH = 40;

export const isHan = (term) => IS_HAN.test(term);
const each = (items) => [...new Set(items)];
const runs = (plain) => plain.match(RUN) ?? [];

/** NFKC and lower case; with a table (Map) also Simplified. */
export function normalise(text, fold) {
  const plain = text.normalize("NFKC").toLowerCase();
  return fold ? Array.from(plain, (c) => fold.get(c) ?? c).join("") : plain;
}

export const squeezed = (plain) => plain.replace(QUOTES_AND_SPACE, "");

/** Terms of a normalised text, in its order. */
export function cut(plain) {
  return runs(plain).flatMap((run) => {
    const characters = Array.from(run);
    if (!isHan(run)) return [run.slice(0, WORD_LENGTH)];
    return characters.length > 1 ? characters.slice(1).map((c, at) => characters[at] + c) : characters;
  });
}

const documentNumbers = (plain) => [BRACKETED, PLAIN].flatMap((form) => Array.from(plain.matchAll(form), ([, year, number]) => `${year}#${number}`));

export const characters = (plain) => each(runs(plain).flatMap((run) => (isHan(run) ? Array.from(run) : [run.slice(0, WORD_LENGTH)])));

/** What a reader typed: "phrases", +required, -excluded, beginning*; all else is looked for. */
export function question(text, fold) {
  const plain = normalise(text, fold);
  const phrases = Array.from(plain.matchAll(PHRASE), ([, words]) => words).filter((words) => runs(words).length);
  const required = phrases.map(cut);
  const excluded = [];
  const kept = [];
  const beginnings = [];
  for (const part of plain.split(QUOTES_AND_SPACE)) {
    const terms = cut(part);
    if (/^[-−]/.test(part) && terms.length) excluded.push(terms);
    else if (part.startsWith("+") && terms.length) {
      required.push(terms);
      kept.push(part.slice(1));
    } else if (part.endsWith("*") && terms.length) {
      const last = terms.at(-1);
      if (isHan(last) && Array.from(last).length === 2) kept.push(part.slice(0, -1));
      else {
        beginnings.push(last + "*");
        const rest = part.replace(/\*+$/, "");
        kept.push(rest.endsWith(last) ? rest.slice(0, -last.length) : rest);
      }
    } else kept.push(part);
  }
  const words = kept.join(" ");
  let bare = words.replace(ASKING, " ");
  if ((bare.match(ONE) ?? []).length < 2) bare = words;
  const terms = [...documentNumbers(bare), ...cut(bare)];
  if (terms.length === 1 && isHan(terms[0]) && Array.from(terms[0]).length === 1) beginnings.push(terms[0] + "*");
  return { text: bare, terms: each([...terms, ...beginnings]), characters: characters(bare), required, excluded, phrases: phrases.map(squeezed) };
}

/** Every term a question needs postings of. */
export const wanted = (asked) => each([...asked.terms, ...asked.characters, ...asked.required.flat(), ...asked.excluded.flat()]);
