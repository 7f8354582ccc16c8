// Written words as a voice should say them, sentence by sentence. Knows nothing of the page or of speech engines.

// Longer utterances stall in Chromium.
const LONGEST = 160;
const HAN = "\\p{Script=Han}";

const digits = (number) => number.replace(/\D/g, "").split("").join(" ");
const clock = (hour, minute) => `${+hour}点${minute === "00" ? "" : `${+minute}分`}`;
const telephone = [/(?<![\d.,-])(?:\d{3,4}-\d{7,8}|12345|12348|12393)(?![\d.,-]*\d)/uy, (number) => digits(number)];
const thousands = [/(?<=\d),(?=\d{3}(?!\d))/uy, () => ""];

const CHINESE = [
  telephone,
  thousands,
  [/〔(\d{4})〕\s*(?=\d)/uy, (_, year) => `${year}年`],
  [/(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/uy, (_, year, month, day) => `${year}年${+month}月${+day}日`],
  [/(?<![\d:])(\d{1,2}):(\d{2})\s*[—–-]+\s*(\d{1,2}):(\d{2})(?!\d)/uy, (_, a, b, c, d) => `${clock(a, b)}到${clock(c, d)}`],
  [/(?<![\d:])(\d{1,2}):(\d{2})(?![\d:])/uy, (_, hour, minute) => clock(hour, minute)],
  [/(?<=[\d%年月日时点])\s*(?:—{1,2}|–|~|～)\s*(?=\d)/uy, () => "到"],
  [/(?<=\d)\s*m²/uy, () => "平方米"],
  [new RegExp(`(?<=${HAN}|[，。；：、！？])\\s+(?=${HAN})`, "uy"), () => ""],
  [/\s+/uy, () => " "],
];
const MONTHS = "January February March April May June July August September October November December".split(" ");
const OTHER = [
  telephone,
  [/(?<!\d)(\d{4})-(0[1-9]|1[0-2])-(\d{2})(?!\d)/uy, (_, year, month, day) => `${+day} ${MONTHS[month - 1]} ${year}`],
  [/(?<=\d)\s*[–—]\s*(?=\d)/uy, () => " to "],
  [/\s+/uy, () => " "],
];

// What a voice of `lang` should be given for `text`, and for each place in it the place in `text` that it stands for.
export function spoken(text, lang) {
  const rules = /^(zh|yue|cmn)/i.test(lang) ? CHINESE : OTHER;
  let words = "";
  const from = [];
  for (let at = 0; at < text.length; ) {
    let match = null;
    const rule = rules.find(([pattern]) => {
      pattern.lastIndex = at;
      return (match = pattern.exec(text));
    });
    const said = rule ? rule[1](...match) : text[at];
    for (let i = 0; i < said.length; i += 1) from.push(at);
    words += said;
    at += rule ? match[0].length : 1;
  }
  from.push(text.length);
  return { words, from };
}

// Where each sentence of `text` stands, as [start, end]; one that is too long is cut at a comma, else anywhere.
export function sentences(text) {
  const found = [];
  const add = (start, end) => {
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    if (!/[\p{L}\p{N}]/u.test(text.slice(start, end))) return;
    if (end - start <= LONGEST) {
      found.push([start, end]);
      return;
    }
    const part = text.slice(start, start + LONGEST);
    const comma = Math.max(part.search(/[，、；：,;:][^，、；：,;:]*$/u), part.lastIndexOf(" "));
    const cut = start + (comma > 0 ? comma + 1 : LONGEST);
    add(start, cut);
    add(cut, end);
  };
  let start = 0;
  // A full stop ends a sentence only where a space follows, so that 1.5 and www.example stay whole.
  for (const stop of text.matchAll(/(?:[。！？；!?]|\.(?=\s|$))[”’」』）)"']*/gu)) {
    const end = stop.index + stop[0].length;
    add(start, end);
    start = end;
  }
  add(start, text.length);
  return found;
}

// Where the word at `at` of `text` ends.
export function wordEnd(text, at, lang) {
  const segment = new Intl.Segmenter(lang, { granularity: "word" }).segment(text).containing(at);
  return segment ? segment.index + segment.segment.length : text.length;
}
