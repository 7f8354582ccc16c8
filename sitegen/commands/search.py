"""`search`: ask the search index as the browser does (检索)."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from sitegen.commands import FINDINGS, FINE, Day, no_portal, say, today
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.report import Options

if TYPE_CHECKING:
    from sitegen.search_index import Hit, Reader
    from sitegen.tokens import Question

_EXAMPLES = """\b
例 examples:
python3 build.py search 加装电梯补贴
python3 build.py search 公积金怎么提取 --limit 3
python3 build.py search '"公共租赁住房" -转让'       引号里的词逐字查找，-词 表示不要 / quoted words literally, -word left out
python3 build.py search 明湖府规〔2026〕4号          文号，括号随意 / a document number, in any brackets
python3 build.py search digital hotline --lang en
python3 build.py search 加装电梯补贴 --json"""


@click.command(short_help="在命令行里检索 / search from the command line", epilog=_EXAMPLES)
@click.argument("query", nargs=-1, required=True, metavar="QUERY…")
@click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="门户所在文件夹（默认：当前文件夹） / the portal's folder (default: the current one)",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="已生成的网站（默认：门户文件夹下的 dist） / the built site (default: dist in the portal's folder)",
)
@click.option("--lang", type=click.Choice(get_args(Lang)), default=DEFAULT_LANG, help="语言 / language")
@click.option("--limit", type=click.IntRange(min=1), default=10, metavar="N", help="最多几条 / at most so many")
@click.option(
    "--ranking", type=click.Choice(["ours", "lunr"]), default="ours", help="ours：与网页相同；lunr：lunr 自己的排序 / ours: as on the page; lunr: lunr's own"
)
@click.option("--as-of", type=Day(), default=None, metavar="DATE", help="没有生成过网站时，按哪一天 / the day to work for where no site is built")
@click.option("--json", "as_json", is_flag=True, help="把结果写成 JSON / print the result as JSON")
def search(query: tuple[str, ...], root: Path, out: Path | None, lang: Lang, limit: int, ranking: str, as_of: date | None, as_json: bool) -> int:
    """用与网页相同的规则检索，列出最相关的页面。读取已生成的网站；没有时临时生成索引。

    Search by the same rules as the page and list the best answers. The built site is read; where there is none, the index is made in memory.
    """
    from sitegen.search_index import Reader
    from sitegen.tokens import question

    found = _built(out or root / "dist", lang) or _in_memory(root, lang, as_of or today())
    if found is None:
        return FINDINGS
    reader = Reader(*found)
    asked = question(" ".join(query))
    ranked = _by_lunr(reader, asked) if ranking == "lunr" else reader.ask(asked)
    hits = [reader.hit(document, score) for document, score in ranked[:limit]]
    if as_json:
        rows = [{"url": h.url, "title": h.title, "score": round(h.score, 6), "date": h.day, "unit": h.unit, "number": h.number} for h in hits]
        click.echo(json.dumps({"query": " ".join(query), "ranking": ranking, "total": len(ranked), "hits": rows}, ensure_ascii=False, indent=1))
    else:
        _tell(" ".join(query), hits, len(ranked), reader)
    return FINE


def _built(out: Path, lang: Lang) -> tuple[Callable[[str], bytes], str] | None:
    """How to read the index of a built site, and its manifest."""
    from sitegen.urls import output_path, search_folder, search_pointer

    pointer = out / output_path(search_pointer(lang))
    if not pointer.is_file():
        return None
    folder = out / output_path(search_folder(lang) + "x").removesuffix("x")
    manifest = json.loads(pointer.read_text(encoding="utf-8"))["manifest"].rpartition("/")[2]
    return lambda path: (folder / path).read_bytes(), manifest


def _in_memory(root: Path, lang: Lang, as_of: date) -> tuple[Callable[[str], bytes], str] | None:
    from sitegen import pipeline
    from sitegen.inputs import MissingPortal

    say("还没有生成网站，正在临时建立索引… no site is built, making the index in memory …")
    try:
        files = pipeline.index_in_memory(root, Options(as_of), lang)
    except MissingPortal:
        raise no_portal(root) from None
    if files is None:
        say("配置或内容有错误；请运行 python3 build.py check。there are errors; run python3 build.py check.")
        return None
    return files.__getitem__, next(path for path in files if path.startswith("manifest."))


def _by_lunr(reader: "Reader", asked: "Question") -> list[tuple[int, float]]:
    """What lunr itself makes of the whole index: documents and scores. The question goes in as terms, so nothing in it is syntax."""
    from lunr.index import Index  # type: ignore[import-untyped]
    from lunr.query import Query  # type: ignore[import-untyped]

    from sitegen.search_index import as_lunr

    index = Index.load(as_lunr(reader.facts["documents"], list(reader.every_term())))
    query = Query(index.fields)
    for term in asked.terms:
        query.clause(term, use_pipeline=False)
    return [(int(result["ref"]), result["score"]) for result in index.query(query)] if asked.terms else []


def _tell(query: str, hits: "Sequence[Hit]", total: int, reader: "Reader") -> None:
    if not hits:
        say(
            f"没有找到“{query}”。换一个说法或少写几个字再试；别的语言用 --lang。"
            f"nothing found for {query!r}; try other or fewer words, or another language with --lang."
        )
        return
    some = f"，列出前 {len(hits)} 项" if len(hits) < total else ""
    click.echo(f"“{query}” 找到 {total} 项{some} · {total} found{f', the first {len(hits)}' if some else ''}\n")
    labels = {name: dict(reader.facts["facets"][name]) for name in ("kind", "validity")}
    columns = {name: reader.column(name) for name in labels}
    for number, hit in enumerate(hits, 1):
        kinds, states = ([labels[name][value] for value in columns[name][hit.document]] for name in labels)
        click.echo(f"{number:>3}. {hit.title}\n     {'  '.join(part for part in (*kinds, hit.unit, hit.number, hit.day, *states) if part)}\n     {hit.url}")
