// Reads the search index; docs/search.md describes the files. What was fetched once is kept.

import { cut, isHan, normalise } from "./tokens.js";

const FORMAT = 3;
const DIGEST = 8;
const TABLE = 8192;
const FOLDER = 64;
const BEGINNINGS = 64;
const BEGINNING_SHARDS = 6;

/** A file that the manifest names is no longer there: the site was published anew. */
export class Gone extends Error {}

async function fetched(url) {
  const answer = await fetch(url);
  if (answer.status === 404) throw new Gone(url);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer;
}

async function bytes(url) {
  const answer = await fetched(url);
  return new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer());
}

const json = async (url) => JSON.parse(new TextDecoder().decode(await bytes(url)));
const digestAt = (joined, at) => joined.substr(at * DIGEST, DIGEST);
const fileName = (term) => Array.from(term, (c) => (c === "#" ? "_" : c < "\x7f" ? c : "u" + c.codePointAt(0).toString(16))).join("");
const lengthOf = (byte) => (byte < 4 ? byte : ((byte % 4) + 4) << ((byte >> 2) - 1));

/** The last place whose name is not after the term. Terms hold no character from U+E000 on, so code units order them as code points do. */
function place(names, term) {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (names[middle] <= term) low = middle + 1;
    else high = middle;
  }
  return Math.max(low - 1, 0);
}

/** Numbers of seven bits a byte, lowest first. */
class Numbers {
  constructor(data, at = 0) {
    this.data = data;
    this.at = at;
  }

  next() {
    let value = 0;
    let shift = 0;
    let byte;
    do {
      byte = this.data[this.at++];
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    return value;
  }
}

/** The terms of a shard: name -> for title and text how many documents, and where their postings begin. */
export function directory(data, first) {
  const numbers = new Numbers(data);
  const count = numbers.next();
  const size = numbers.next();
  const terms = new Map();
  let name = Array.from(first);
  let title = numbers.at + size;
  let text = title;
  const sizes = [];
  for (let n = 0; n < count; n += 1) {
    const head = numbers.next();
    name = name.slice(0, head >> 6);
    for (let more = head & 63; more; more -= 1) name.push(String.fromCodePoint(numbers.next()));
    const fields = [0, 1].map(() => {
      const frequency = numbers.next();
      return [frequency, frequency ? numbers.next() : 0];
    });
    sizes.push(fields);
    text += fields[0][1];
    terms.set(name.join(""), fields);
  }
  for (const fields of sizes) {
    const [a, b] = [fields[0][1], fields[1][1]];
    fields[0][1] = title;
    fields[1][1] = text;
    title += a;
    text += b;
  }
  return { data, terms };
}

function posting(data, [frequency, at]) {
  const docs = new Uint32Array(frequency);
  const counts = new Uint32Array(frequency);
  const numbers = new Numbers(data, at);
  let doc = -1;
  for (let n = 0; n < frequency; n += 1) {
    const gap = numbers.next();
    doc += (gap >> 1) + 1;
    docs[n] = doc;
    counts[n] = gap & 1 ? numbers.next() + 2 : 1;
  }
  return { docs, counts };
}

/** Postings of several terms as if they were one. */
function united(entries) {
  return [0, 1].map((field) => {
    const sums = new Map();
    for (const entry of entries) entry[field].docs.forEach((doc, at) => sums.set(doc, (sums.get(doc) ?? 0) + entry[field].counts[at]));
    const docs = Uint32Array.from(sums.keys()).sort();
    return { docs, counts: docs.map((doc) => sums.get(doc)) };
  });
}

export class Reader {
  /** address: of a manifest, or of the small JSON file that names the current one. */
  constructor(address) {
    this.address = address;
    this.kept = new Map();
    /** Milliseconds of work, without waiting for the network. */
    this.work = 0;
  }

  /** A promise kept by name; a failure is forgotten, so that it can be tried again. */
  once(name, make) {
    if (!this.kept.has(name)) {
      const promise = make();
      this.kept.set(name, promise);
      promise.catch(() => this.kept.delete(name));
    }
    return this.kept.get(name);
  }

  timed(work) {
    const began = performance.now();
    const result = work();
    this.work += performance.now() - began;
    return result;
  }

  open() {
    return this.once("manifest", async () => {
      let address = new URL(this.address, location.href);
      if (address.pathname.endsWith(".json")) address = new URL((await (await fetch(address, { cache: "no-cache" })).json()).manifest, address);
      this.facts = await json(address);
      // The page is older than the site: with its rules, other documents would be shown than those that were found.
      if (this.facts.format !== FORMAT) throw new Error("format");
      this.base = address;
      this.segments = this.facts.segments[0] ? this.facts.segments[0].split("\n") : [];
      return this.facts;
    });
  }

  file(path) {
    return this.once(path, () => bytes(new URL(path + ".bin", this.base)));
  }

  /** Lengths and validity of all documents: what ranking needs besides postings. */
  collection() {
    return this.once("collection", async () => {
      const facts = await this.open();
      const { documents, average } = facts;
      const lengths = [new Uint32Array(documents), new Uint32Array(documents)];
      const lapsed = new Uint8Array(documents);
      const tables = await Promise.all(this.digests(facts.lengths).map((digest) => this.file(`l/${digest}`)));
      this.timed(() => {
        tables.forEach((data, number) => {
          const size = data.length / 3;
          for (let n = 0; n < size; n += 1) {
            lengths[0][number * TABLE + n] = lengthOf(data[n]);
            lengths[1][number * TABLE + n] = lengthOf(data[size + n]);
            lapsed[number * TABLE + n] = data[2 * size + n];
          }
        });
      });
      return { documents, average, lengths, lapsed };
    });
  }

  digests(joined) {
    return joined.match(/.{8}/g) ?? [];
  }

  /** The values of a facet: for each document an array of numbers into the facet's list. */
  column(facet) {
    return this.once(`column ${facet}`, async () => {
      const tables = await Promise.all(this.digests(this.facts.columns[facet]).map((digest) => this.file(`f/${digest}`)));
      return tables.flatMap((data, number) => {
        const numbers = new Numbers(data);
        const counts = Array.from({ length: Math.min(TABLE, this.facts.documents - number * TABLE) }, () => numbers.next());
        return counts.map((count) => Array.from({ length: count }, () => numbers.next()));
      });
    });
  }

  segment(number) {
    return this.once(`segment ${number}`, async () => {
      const [firsts, digests] = await json(new URL(`s/${digestAt(this.facts.segments[1], number)}.bin`, this.base));
      return { firsts: firsts.split("\n"), digests };
    });
  }

  async where(term) {
    const segment = place(this.segments, term);
    return [segment, place((await this.segment(segment)).firsts, term)];
  }

  async shard(segment, number) {
    const { firsts, digests } = await this.segment(segment);
    const first = firsts[number];
    return this.once(`shard ${first}`, async () => {
      const data = await bytes(new URL(`t/${fileName(first)}.${digestAt(digests, number)}.bin`, this.base));
      return this.timed(() => directory(data, first));
    });
  }

  async next(segment, number) {
    if (number + 1 < (await this.segment(segment)).firsts.length) return [segment, number + 1];
    return segment + 1 < this.segments.length ? [segment + 1, 0] : null;
  }

  /** Terms that begin so, with how many documents hold them; from at most a few shards. */
  async beginning(start) {
    const found = [];
    let at = await this.where(start);
    for (let read = 0; at && read < BEGINNING_SHARDS; read += 1) {
      const { data, terms } = await this.shard(...at);
      let last = "";
      for (const [term, fields] of terms) {
        last = term;
        if (term.startsWith(start)) found.push({ term, data, fields, frequency: fields[0][0] + fields[1][0] });
      }
      if (last > start && !last.startsWith(start)) break;
      at = await this.next(...at);
    }
    return found;
  }

  /** Map of term -> title and text postings, for those the index has. */
  async postings(terms) {
    await this.open();
    const found = new Map();
    if (!this.segments.length) return found;
    const places = await Promise.all(
      terms.map(async (term) => {
        if (term.endsWith("*")) {
          const all = await this.beginning(term.slice(0, -1));
          all.sort((a, b) => b.frequency - a.frequency);
          return all.slice(0, BEGINNINGS);
        }
        const { data, terms: held } = await this.shard(...(await this.where(term)));
        const fields = held.get(term);
        return fields ? [{ data, fields }] : [];
      }),
    );
    this.timed(() => {
      places.forEach((entries, at) => {
        const decoded = entries.map(({ data, fields }) => fields.map((field) => posting(data, field)));
        if (decoded.length) found.set(terms[at], terms[at].endsWith("*") ? united(decoded) : decoded[0]);
      });
    });
    return found;
  }

  /** Table of Traditional characters -> Simplified. */
  fold() {
    return this.once("fold", async () => {
      const [from, to] = await json(new URL(`fold.${this.facts.fold}.bin`, this.base));
      const simplified = Array.from(to);
      this.folding = new Map(Array.from(from, (c, at) => [c, simplified[at]]));
      return this.folding;
    });
  }

  /** Whether the question holds a character that begins no term of the index, so that it may be a Traditional one. */
  async strange(text) {
    for (const c of new Set(cut(normalise(text)).join(""))) {
      if (!isHan(c)) continue;
      const at = await this.where(c);
      const { terms } = await this.shard(...at);
      let known = false;
      for (const term of terms.keys()) if (term.startsWith(c)) known = true;
      if (known) continue;
      const after = await this.next(...at);
      if (!after || !(await this.segment(after[0])).firsts[after[1]].startsWith(c)) return true;
    }
    return false;
  }

  /** What a result shows: the head with the first text, or a further part of the text. */
  fragment(doc, part = 0) {
    const digest = digestAt(this.facts.fragments, Math.floor(doc / FOLDER));
    const path = `d/${digest}/${doc % FOLDER}${part ? `-${part}` : ""}`;
    return this.once(path, () => json(new URL(path + ".bin", this.base)));
  }

  async wholeText(doc) {
    const head = await this.fragment(doc);
    const rest = await Promise.all(Array.from({ length: head[6] }, (_, at) => this.fragment(doc, at + 1)));
    return [head[7], ...rest].join("");
  }
}
