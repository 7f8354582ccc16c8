#!/usr/bin/env python3
"""Measure the search (检索的质量与用量): a folder of texts, questions with known answers, the real page in Chromium.

    python3 tests/bench/search.py SRC --queries FILE [--cut] [--fill N] [--run OUT.json] [--json] [--pagefind]

Every Markdown text below SRC becomes one document, or with --cut several of about 4.6 KB, as
long as a policy. The index is built as the portal builds it, put below the search page of a
small portal, and served over HTTP. Each question of FILE is asked in a fresh profile, which
counts as a first query, and then another one in the same profile, a second query.

FILE: {"queries": [{"id", "q", "cat", "relevant": [paths below SRC]}]}. OUT.json gets the
ranked paths of each question: {"id": [paths]}. With --pagefind the same documents are indexed
and asked with Pagefind (npm) as well. Bytes are those of scripts and index files as served.
"""

import argparse
import gzip
import json
import math
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]
CUT = 1_550
"""Characters of a document made by --cut: about 4.6 KB."""
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Text:
    """One document: where it came from, and what is searched."""

    source: str
    title: str
    day: date
    plain: str


# ---------------------------------------------------------------- texts


def texts(folder: Path) -> list[Text]:
    """Every text below the folder, by path; `_index.md` holds none."""
    from laws import MARKER, dates

    found = []
    for path in sorted(folder.rglob("*.md"), key=lambda p: p.relative_to(folder).as_posix()):
        if path.name.startswith("_"):
            continue
        head, mark, body = path.read_text(encoding="utf-8-sig").partition(MARKER)
        if not mark:
            head, body = "\n".join(re.findall(r"^# .*$", head, re.MULTILINE)[:1]), re.sub(r"^# .*\n", "", head, count=1)
        lines = [line.strip() for line in head.splitlines() if line.strip()]
        title = " ".join(line.lstrip("#").strip() for line in lines if line.startswith("#")) or path.stem
        history = [line for line in lines if not line.startswith("#")]
        plain = re.sub(r"^#+ *|\*\*|<!--.*?-->", "", "\n".join((*history, body)), flags=re.MULTILINE)
        found.append(Text(path.relative_to(folder).as_posix(), title[:200], dates(history, path.stem)[0], re.sub(r"\n\s*\n+", "\n", plain).strip()))
    if not found:
        sys.exit(f"search.py: no Markdown texts below {folder}")
    return found


def pieces(text: Text) -> Iterator[Text]:
    """A text cut at paragraphs into documents as long as a policy."""
    lines: list[str] = []
    size = 0
    for line in text.plain.split("\n"):
        if lines and size + len(line) > CUT * 1.3:
            yield Text(text.source, text.title, text.day, "\n".join(lines))
            lines, size = [], 0
        lines.append(line)
        size += len(line)
        if size >= CUT:
            yield Text(text.source, text.title, text.day, "\n".join(lines))
            lines, size = [], 0
    if lines:
        yield Text(text.source, text.title, text.day, "\n".join(lines))


def policies(folder: Path, count: int) -> Iterator[Text]:
    """Policies made of the texts, as the portal of corpus.py has them."""
    from corpus import document, sources
    from registers import FIELDS, ROWS

    found = sources(folder) if count > 0 else []
    for number in range(count):
        path, text = document(number, "2026", found, FIELDS * ROWS)
        _, head, body = text.split("---\n", 2)
        title = re.findall(r'^title: "(.*)"$', head, re.MULTILINE)[0]
        day = re.findall(r"^published: (.*)$", head, re.MULTILINE)[0]
        yield Text(path, title, date.fromisoformat(day), re.sub(r"^#+ *|\*\*|[|]", "", body, flags=re.MULTILINE).strip())


# ---------------------------------------------------------------- index


def index_files(documents: Sequence[Text]) -> tuple[dict[str, bytes], dict[str, float]]:
    """The files of the index, and what it took to make them, as a build does, from nothing and again after one edit."""
    with tempfile.TemporaryDirectory() as work:
        whole, _ = indexed(documents, Path(work))
        edit, _ = indexed((replace(documents[0], plain=documents[0].plain + "改一处。"), *documents[1:]), Path(work))
        seconds, files = indexed(documents, Path(work))
    return files, {"build_seconds": whole, "edit_seconds": edit, "again_seconds": seconds}


def indexed(documents: Sequence[Text], work: Path) -> tuple[float, dict[str, bytes]]:
    from given import Given

    from sitegen import executor
    from sitegen.indexing import index
    from sitegen.memory import remembering
    from sitegen.outputs import publish, stage
    from sitegen.urls import search_folder

    with remembering(work) as memory, stage(work / "dist", work, memory) as tree:
        began = time.perf_counter()
        paths, _ = index(Given([(d.title, d.day, d.plain) for d in documents]), memory, tree, executor.usable_cores())
        seconds = time.perf_counter() - began
        publish(tree, frozenset(paths), memory, confirmed=True)
    folder = work / "dist" / search_folder("zh-Hans").strip("/")
    return seconds, {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# ---------------------------------------------------------------- serving


@dataclass
class Server:
    """What is served, and what was sent: (path, bytes) of each answer, in order."""

    files: dict[str, bytes]
    strict: bool
    sent: list[tuple[str, int]] = field(default_factory=list)


_TYPES = {
    "html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css", "json": "application/json", "svg": "image/svg+xml",
    "wasm": "application/wasm",
}  # fmt: skip


@contextmanager
def serving(server: Server) -> Iterator[str]:
    """Serve files from memory as a host does: text compressed, the portal's own headers."""
    from sitegen.headers import HEADERS
    from tests.browser.server import heeded

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path.lstrip("/"))
            path += "index.html" if path == "" or path.endswith("/") else ""
            data = server.files.get(path)
            kind = _TYPES.get(path.rpartition(".")[2], "application/octet-stream")
            status, content_range, body = 200 if data is not None else 404, "", data or b""
            if data is not None and "Range" in self.headers:
                status, content_range, body = heeded(path, self.headers["Range"], data)
            self.send_response(status)
            if content_range:
                self.send_header("Content-Range", content_range)
            if kind != "application/octet-stream" and body:
                body = gzip.compress(body, 9)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=3600")
            for name, value in HEADERS if server.strict else ():
                self.send_header(name, value.replace("; upgrade-insecure-requests", ""))
            self.end_headers()
            self.wfile.write(body)
            server.sent.append((path, len(body)))

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A browser that closes its profile drops its connections."""

    httpd = Quiet(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}"
    finally:
        httpd.shutdown()
        httpd.server_close()


def portal_with(index: dict[str, bytes], work: Path) -> dict[str, bytes]:
    """The files of a small portal whose search page asks the given index."""
    from sitegen import pipeline
    from sitegen.report import Options, Report
    from tests.portals import AS_OF, portal

    root = portal(work / "portal")
    report = pipeline.build(root, work / "site", Options(date.fromisoformat(AS_OF), workers=1), Report())
    if not report.published:
        sys.exit("search.py: the small portal was not built")
    site = work / "site"
    files = {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file() and "search/index/" not in p.as_posix()}
    files |= {f"search/index/bench/{path}": data for path, data in index.items()}
    manifest = next(path for path in index if path.startswith("manifest."))
    page = files["search/index.html"].decode()
    files["search/index.html"] = re.sub('data-index="[^"]*"', f'data-index="/search/index/bench/{manifest}"', page).encode()
    return files


# ---------------------------------------------------------------- asking


@dataclass(frozen=True, slots=True)
class Asked:
    """What one question gave and cost."""

    paths: tuple[str, ...]
    bytes: int
    requests: int
    milliseconds: float
    work: float


READY = "q => document.querySelector('[data-results]').dataset.query === q"


def ask_ours(browser: Any, server: Server, origin: str, questions: Sequence[dict[str, Any]], sources: Sequence[str]) -> Iterator[tuple[Asked, Asked]]:
    """For each question its answer as a first query, and what the one after it costs as a second."""

    def settle() -> None:
        """Until nothing more has been fetched for a moment: what comes after the results counts too."""
        before = -1
        while len(server.sent) != before:
            before = len(server.sent)
            time.sleep(0.08)

    def read(page: Any, began: float) -> Asked:
        milliseconds = (time.perf_counter() - began) * 1000
        settle()
        cost = [size for path, size in server.sent if path.startswith(("search/index/", "assets/scripts/"))]
        urls = page.locator("[data-results] > li").evaluate_all("all => all.map(e => e.dataset.url)")
        work = page.evaluate("performance.getEntriesByName('search-work').at(-1)?.duration ?? 0")
        page.evaluate("performance.clearMeasures()")
        return Asked(tuple(dict.fromkeys(sources[int(u.split("/")[2])] for u in urls[:SHOWN])), sum(cost), len(cost), milliseconds, work)

    for number, asked in enumerate(questions):
        profile = browser.new_context(base_url=origin, viewport={"width": 390, "height": 844})
        page = profile.new_page()
        server.sent.clear()
        began = time.perf_counter()
        page.goto(f"/search/?q={quote(asked['q'])}")
        page.wait_for_function(READY, arg=asked["q"].strip())
        first = read(page, began)
        server.sent.clear()
        following = questions[(number + 1) % len(questions)]["q"]
        page.locator("#search-q").fill(following)
        began = time.perf_counter()
        page.locator("#search-q").press("Enter")
        page.wait_for_function(READY, arg=following.strip())
        yield first, read(page, began)
        profile.close()


def pagefind_files(documents: Sequence[Text], work: Path) -> tuple[dict[str, bytes], float]:
    """The same documents indexed by Pagefind, and the seconds it took."""
    from tests.bench.speed.peers import pagefind
    from tests.npm import Missing

    try:
        indexer = pagefind(True)
    except Missing as missing:
        sys.exit(f"search.py: {missing}")
    site = work / "public"
    for number, document in enumerate(documents):
        target = site / "d" / str(number) / "index.html"
        target.parent.mkdir(parents=True)
        body = "".join(f"<p>{escape(line)}</p>" for line in document.plain.split("\n"))
        title = escape(document.title)
        main_part = f"<main data-pagefind-body><h1>{title}</h1>{body}</main>"
        target.write_text(f'<!doctype html><html lang="zh-CN"><title>{title}</title>{main_part}</html>', encoding="utf-8")
    (site / "index.html").write_text('<!doctype html><html lang="zh-CN"><title>搜索</title></html>', encoding="utf-8")
    began = time.perf_counter()
    done = subprocess.run(indexer.command, cwd=work, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"search.py: pagefind failed\n{done.stderr[-2000:]}")
    seconds = time.perf_counter() - began
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file() and "/d/" not in p.as_posix()}, seconds


_PAGEFIND = """async q => {
    window.pagefind ??= await import('/pagefind/pagefind.js');
    const began = performance.now();
    const found = await pagefind.search(q);
    const urls = (await Promise.all(found.results.slice(0, 10).map(r => r.data()))).map(d => d.url);
    return [urls, performance.now() - began];
}"""


def ask_pagefind(browser: Any, server: Server, origin: str, questions: Sequence[dict[str, Any]], sources: Sequence[str]) -> Iterator[tuple[Asked, Asked]]:
    def one(page: Any, q: str) -> Asked:
        server.sent.clear()
        urls, milliseconds = page.evaluate(_PAGEFIND, q)
        cost = [size for path, size in server.sent if path.startswith("pagefind/")]
        return Asked(tuple(dict.fromkeys(sources[int(u.split("/")[2])] for u in urls)), sum(cost), len(cost), milliseconds, milliseconds)

    for number, asked in enumerate(questions):
        profile = browser.new_context(base_url=origin)
        page = profile.new_page()
        page.goto("/")
        yield one(page, asked["q"]), one(page, questions[(number + 1) % len(questions)]["q"])
        profile.close()


# ---------------------------------------------------------------- figures


def figures(questions: Sequence[dict[str, Any]], answers: Sequence[tuple[Asked, Asked]]) -> dict[str, Any]:
    """Quality over all questions, cost as median, p90 and most."""
    reciprocal, first, recall, none = [], [], [], []
    by_kind: dict[str, list[float]] = defaultdict(list)
    for asked, (answer, _) in zip(questions, answers, strict=True):
        right = set(asked["relevant"])
        place = next((n for n, path in enumerate(answer.paths, 1) if path in right), None)
        reciprocal.append(1 / place if place else 0.0)
        by_kind[asked.get("cat", "")].append(reciprocal[-1])
        first.append(place == 1)
        recall.append(len(right & set(answer.paths)) / min(len(right), SHOWN))
        none.append(not answer.paths)
    found: dict[str, Any] = {
        "questions": len(questions), "mrr": mean(reciprocal), "success_1": mean(first), "recall_10": mean(recall), "none": mean(none),
        "mrr_by_kind": {kind: mean(values) for kind, values in sorted(by_kind.items())},
    }  # fmt: skip
    for n, name in enumerate(("first", "second")):
        found[name] = {key: spread([getattr(pair[n], key) for pair in answers]) for key in ("bytes", "requests", "milliseconds", "work")}
    return found


def mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4)


def spread(values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {"median": round(statistics.median(ordered), 1), "p90": round(ordered[math.ceil(0.9 * len(ordered)) - 1], 1), "most": round(ordered[-1], 1)}


def files_of(files: dict[str, bytes]) -> dict[str, int]:
    """How many files, how many bytes in all; of all but packs, of which ranges are read, how many, how many bytes, and the largest."""
    index = {path: data for path, data in files.items() if not path.startswith("d/")}
    return {
        "files": len(files), "bytes": sum(map(len, files.values())), "largest": max(map(len, index.values())),
        "index_files": len(index), "index_bytes": sum(map(len, index.values())),
    }  # fmt: skip


def tell(name: str, found: dict[str, Any]) -> None:
    print(f"{name}: {found['documents']} documents, {found['questions']} questions")
    print(f"  MRR@10 {found['mrr']:.4f}   success@1 {found['success_1']:.4f}   recall@10 {found['recall_10']:.4f}   no result {found['none']:.2%}")
    print("  " + "   ".join(f"{kind} {value:.2f}" for kind, value in found["mrr_by_kind"].items()))
    for query in ("first", "second"):
        parts = (f"{key} {s['median']:,.0f} / {s['p90']:,.0f} / {s['most']:,.0f}" for key, s in found[query].items())
        print(f"  {query} query, median / p90 / most: " + "   ".join(parts))
    print("  " + "   ".join(f"{key} {value:,.2f}" if isinstance(value, float) else f"{key} {value:,}" for key, value in found["built"].items()))


Asker = Callable[[Any, Server, str, Sequence[dict[str, Any]], Sequence[str]], Iterator[tuple[Asked, Asked]]]


def run(files: dict[str, bytes], strict: bool, asker: Asker, questions: Sequence[dict[str, Any]], sources: Sequence[str]) -> list[tuple[Asked, Asked]]:
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import ARGUMENTS, INSTALL, find_chromium

    path = find_chromium()
    if path is None:
        sys.exit(f"search.py: no Chromium; {INSTALL}")
    server = Server(files, strict)
    with serving(server) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        answers = list(asker(browser, server, origin, questions, sources))
        browser.close()
    return answers


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="SRC", help="folder of Markdown texts")
    parser.add_argument("--queries", type=Path, required=True, metavar="FILE", help="questions with the paths that answer them")
    parser.add_argument("--cut", action="store_true", help="cut the texts into documents of about 4.6 KB")
    parser.add_argument("--fill", type=int, default=0, metavar="N", help="add policies made of the same texts (corpus.py) until there are N documents")
    parser.add_argument("--run", type=Path, metavar="OUT.json", help="write the ranked paths of each question")
    parser.add_argument("--json", action="store_true", dest="as_json", help="print the figures as JSON")
    parser.add_argument("--pagefind", action="store_true", help="measure Pagefind on the same documents too")
    chosen = parser.parse_args(argv)

    questions = json.loads(chosen.queries.read_text(encoding="utf-8"))["queries"]
    whole = texts(chosen.source)
    documents = [p for t in whole for p in pieces(t)] if chosen.cut else whole
    documents = sorted((*documents, *policies(chosen.source, chosen.fill - len(documents))), key=lambda t: t.day)
    sources = [d.source for d in documents]
    with tempfile.TemporaryDirectory(prefix="sitegen-search-") as work:
        index, times = index_files(documents)
        answers = run(portal_with(index, Path(work)), True, ask_ours, questions, sources)
        found = figures(questions, answers) | {"documents": len(documents), "built": files_of(index) | times}
        if chosen.run:
            ranked = {str(q["id"]): list(first.paths) for q, (first, _) in zip(questions, answers, strict=True)}
            chosen.run.write_text(json.dumps(ranked, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        if chosen.pagefind:
            files, seconds = pagefind_files(documents, Path(work))
            theirs = figures(questions, run(files, False, ask_pagefind, questions, sources))
            index_of_theirs = {path.removeprefix("pagefind/"): data for path, data in files.items() if path.startswith("pagefind/")}
            found["pagefind"] = theirs | {"documents": len(documents), "built": files_of(index_of_theirs) | {"build_seconds": seconds}}
    if chosen.as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    tell("portal", found)
    if chosen.pagefind:
        tell("pagefind", found["pagefind"])


if __name__ == "__main__":
    from sitegen.bootstrap import enter

    enter([__file__, *sys.argv[1:]])
    main(sys.argv[1:])
