// The ranking of results: the twin of sitegen/ranking.py. Documents are numbers, the newest the highest.

const K1 = 1.2;
const BOOST = [4, 1];
const B = [0.5, 0.75];
const TITLE_FROM = 0.6;
const TITLE_WEIGHT = 18;
const NUMBER_WEIGHT = 3;
const LAPSED_WEIGHT = 0.55;

export const idf = (documents, frequency) => Math.log(1 + Math.abs((documents - frequency + 0.5) / (frequency + 0.5)));

/** Documents that hold every one of the terms. */
function holders(terms, postings) {
  let found = null;
  for (const term of terms) {
    const held = new Set();
    for (const { docs } of postings.get(term) ?? []) for (const doc of docs) if (!found || found.has(doc)) held.add(doc);
    found = held;
  }
  return found ?? new Set();
}

/**
 * whole: documents, average, lengths (by field) and lapsed; postings: Map of term -> [title, text], each docs and counts.
 * Returns docs (best first), their scores, and the weight of each term.
 */
export function rank(whole, asked, postings) {
  const scores = new Float64Array(whole.documents);
  const held = new Float64Array(whole.documents);
  const hit = new Float64Array(whole.documents);
  const weights = new Map();
  let total = 0;
  for (const term of asked.terms) {
    const fields = postings.get(term);
    if (!fields) continue;
    const touched = [];
    fields.forEach(({ docs, counts }, field) => {
      const average = whole.average[field];
      const lengths = whole.lengths[field];
      for (let at = 0; at < docs.length; at += 1) {
        const doc = docs[at];
        if (hit[doc] === 0) touched.push(doc);
        hit[doc] += (BOOST[field] * (K1 + 1) * counts[at]) / (K1 * (1 - B[field] + (B[field] * lengths[doc]) / average) + counts[at]);
      }
    });
    const own = idf(whole.documents, touched.length) * (term.includes("#") ? NUMBER_WEIGHT : 1);
    weights.set(term, own);
    total += own;
    for (const doc of touched) {
      scores[doc] += own * hit[doc];
      held[doc] += own;
      hit[doc] = 0;
    }
  }
  for (let doc = 0; doc < whole.documents; doc += 1) {
    if (!scores[doc]) continue;
    const share = held[doc] / total;
    scores[doc] = scores[doc] * share * Math.sqrt(share);
  }
  addTitles(whole, asked.characters, postings, scores);
  const demanded = asked.required.map((terms) => holders(terms, postings));
  const barred = asked.excluded.map((terms) => holders(terms, postings));
  const docs = [];
  for (let doc = 0; doc < whole.documents; doc += 1) {
    if (!scores[doc] || !demanded.every((all) => all.has(doc)) || barred.some((all) => all.has(doc))) continue;
    if (whole.lapsed[doc]) scores[doc] *= LAPSED_WEIGHT;
    docs.push(doc);
  }
  docs.sort((a, b) => scores[b] - scores[a] || b - a);
  return { docs, scores, weights };
}

/** Raise titles that hold nearly all characters of the question, even if they share no pair with it. */
function addTitles(whole, characters, postings, scores) {
  const titles = characters.map((c) => postings.get(c)?.[0].docs ?? []);
  const weights = titles.map((docs) => idf(whole.documents, docs.length));
  const total = weights.reduce((sum, own) => sum + own, 0);
  const held = new Float64Array(whole.documents);
  const touched = [];
  let known = 0;
  titles.forEach((docs, at) => {
    if (postings.has(characters[at])) known += weights[at];
    for (const doc of docs) {
      if (held[doc] === 0) touched.push(doc);
      held[doc] += weights[at];
    }
  });
  const mean = known / characters.length;
  for (const doc of touched) {
    const share = held[doc] / total;
    if (share <= TITLE_FROM) continue;
    const cube = share * share * share;
    const wholeTitle = held[doc] / Math.max(held[doc], whole.lengths[0][doc] / 4);
    scores[doc] += TITLE_WEIGHT * mean * cube * cube * (0.5 + 1.5 * wholeTitle);
  }
}
