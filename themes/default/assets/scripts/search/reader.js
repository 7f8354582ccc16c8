// Reads the search index; docs/search.md describes the files. What was fetched once is kept.

import { isHan, normalise } from "./tokens.js";

const FORMAT = 4;
const DIGEST = 8;
const TABLE = 8192;
const PACK = 16;
const UNIT = 128;
const BEGINNINGS = 64;
const BEGINNING_SHARDS = 6;

// What a host says of a file that is gone does not inflate, whatever its status.
const inflated = async (answer) => new Response((await answer).body.pipeThrough(new DecompressionStream("deflate")));
const bytes = async (answer) => new Uint8Array(await (await answer).arrayBuffer());
const json = async (answer) => (await answer).json();
const unpacked = (data) => json(inflated(new Response(data)));
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
    const byte = this.data[this.at++];
    return byte < 128 ? byte : byte - 128 + 128 * this.next();
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
  for (let n = 0; n < count; n += 1) {
    const head = numbers.next();
    name = name.slice(0, head >> 6);
    for (let more = head & 63; more; more -= 1) name.push(String.fromCodePoint(numbers.next()));
    const fields = [0, 1].map(() => {
      const frequency = numbers.next();
      return [frequency, frequency && numbers.next()];
    });
    text += fields[0][1];
    terms.set(name.join(""), fields);
  }
  for (const [inTitle, inText] of terms.values()) {
    [inTitle[1], title] = [title, title + inTitle[1]];
    [inText[1], text] = [text, text + inText[1]];
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
      if (address.pathname.endsWith(".json")) address = new URL((await json(fetch(address, { cache: "no-cache" }))).manifest, address);
      this.facts = await json(inflated(fetch(address)));
      // The page is older than the site: with its rules, other documents would be shown than those that were found.
      if (this.facts.format !== FORMAT) throw new Error("format");
      this.base = address;
      this.segments = this.facts.segments[0].match(/.+/g) ?? [];
      return this.facts;
    });
  }

  file(path) {
    return inflated(fetch(new URL(path + ".bin", this.base)));
  }

  /** Files of TABLE documents each, by their digests. */
  tables(folder, joined) {
    return Promise.all((joined.match(/.{8}/g) ?? []).map((digest) => bytes(this.file(folder + digest))));
  }

  /** Lengths, validity and sizes of all documents: what ranking needs besides postings, and where fragments stand. */
  collection() {
    return this.once("collection", async () => {
      const { documents, average, lengths } = await this.open();
      const tables = await this.tables("l/", lengths);
      const [titles, texts, lapsed, sizes] = [0, 1, 2, 3].map((n) => {
        const column = new Uint32Array(documents);
        tables.forEach((data, number) => {
          const size = data.length / 4;
          column.set(data.subarray(n * size, n * size + size), number * TABLE);
        });
        return column;
      });
      return { documents, average, lengths: [titles.map(lengthOf), texts.map(lengthOf)], lapsed, sizes };
    });
  }

  /** The values of a facet: for each document an array of numbers into the facet's list. */
  column(facet) {
    return this.once(`column ${facet}`, async () => {
      const tables = await this.tables("f/", this.facts.columns[facet]);
      return tables.flatMap((data, number) => {
        const numbers = new Numbers(data);
        const counts = Array.from({ length: Math.min(TABLE, this.facts.documents - number * TABLE) }, () => numbers.next());
        return counts.map((count) => Array.from({ length: count }, () => numbers.next()));
      });
    });
  }

  segment(number) {
    return this.once(`segment ${number}`, async () => {
      const [firsts, digests] = await json(this.file(`s/${digestAt(this.facts.segments[1], number)}`));
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
      const data = await bytes(this.file(`t/${fileName(first)}.${digestAt(digests, number)}`));
      return this.timed(() => directory(data, first));
    });
  }

  async next(segment, number) {
    if (number + 1 < (await this.segment(segment)).firsts.length) return [segment, number + 1];
    return segment + 1 < this.segments.length ? [segment + 1, 0] : null;
  }

  /** Terms that begin so, the commonest first, with how many documents hold them; from at most a few shards. */
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
    return found.sort((a, b) => b.frequency - a.frequency);
  }

  /** Map of term -> title and text postings, for those the index has. */
  async postings(terms) {
    const found = new Map();
    if (!this.segments.length) return found;
    const places = await Promise.all(
      terms.map(async (term) => {
        if (term.endsWith("*")) return (await this.beginning(term.slice(0, -1))).slice(0, BEGINNINGS);
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
      const [from, to] = await json(this.file(`fold.${this.facts.fold}`));
      const simplified = Array.from(to);
      this.folding = new Map(Array.from(from, (c, at) => [c, simplified[at]]));
      return this.folding;
    });
  }

  /** Whether the question holds a character that begins no term of the index, so that it may be a Traditional one. */
  async strange(text) {
    for (const c of new Set(normalise(text))) {
      if (!isHan(c)) continue;
      const at = await this.where(c);
      const { terms } = await this.shard(...at);
      if ([...terms.keys()].some((term) => term.startsWith(c))) continue;
      const after = await this.next(...at);
      if (!after || !(await this.segment(after[0])).firsts[after[1]].startsWith(c)) return true;
    }
    return false;
  }

  /** Some bytes of a pack. A host that knows no ranges sends them all, and they are kept. */
  async stretch(doc, more, from, to) {
    const path = `d/${digestAt(this.facts.fragments, Math.floor(doc / PACK))}${more}.bin`;
    if (!this.kept.has(path)) {
      // Of one address browsers fetch one range after another, so each has its own.
      const answer = await fetch(new URL(`${path}?${from}`, this.base), { headers: { Range: `bytes=${from}-${to - 1}` } });
      const data = await bytes(answer);
      // Better none than the fragment of another page.
      if (data.length === to - from && answer.headers.get("Content-Range")?.startsWith(`bytes ${from}-`)) return data;
      if (answer.status !== 200) throw new Error(path);
      this.kept.set(path, data);
    }
    return this.kept.get(path).subarray(from, to);
  }

  /** What a result shows of a page; at last where the rests of its text begin and end, and the first text. */
  fragment(doc) {
    return this.once(`fragment ${doc}`, async () => {
      const { sizes } = await this.collection();
      let from = 0;
      for (let n = doc - (doc % PACK); n < doc; n += 1) from += sizes[n] * UNIT;
      const slot = await this.stretch(doc, "", from, from + sizes[doc] * UNIT);
      const view = new DataView(slot.buffer, slot.byteOffset);
      const head = await unpacked(slot.subarray(6, 6 + view.getUint16(0)));
      let rest = view.getUint32(2);
      head[6] = head[6].map((size) => [rest, (rest += size)]);
      return head;
    });
  }

  rest(doc, [from, to]) {
    return this.once(`rest ${doc} ${from}`, async () => unpacked(await this.stretch(doc, "-more", from, to)));
  }

  /** Title and whole text. */
  async texts(doc) {
    const [title, , , , , , rests, text] = await this.fragment(doc);
    return [title, text + (await Promise.all(rests.map((span) => this.rest(doc, span)))).join("")];
  }
}
