"""Theme (主题): templates, assets with fingerprinted names, and the words of each language.

Everything visible comes from here; a theme is files, never Python. It is checked when it is
loaded: a template cannot reach private names, mark anything as safe markup, or use words
that one of the languages lacks.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast, get_args

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket

from sitegen import schema
from sitegen.disclosure import Channel, Level, Method
from sitegen.findings import Finding, Location, problem
from sitegen.languages import Lang
from sitegen.straight import StraightEnvironment
from sitegen.templating import Environment, environment_base

MISSING_TEMPLATE = problem(
    "W001", "missing-template", "主题缺少模板 {template}", "the theme has no template {template}",
    remedy=("在主题的 templates/ 里加上它", "add it to templates/ of the theme"),
)  # fmt: skip
BAD_TEMPLATE = problem(
    "W002", "bad-template", "模板有错误：{reason}", "the template is wrong: {reason}",
    remedy=("按提示修改这一行", "mend that line"),
)  # fmt: skip
MISSING_WORD = problem(
    "W003", "missing-word", "界面文字缺少 “{key}”", "the interface words lack `{key}`",
    remedy=("在 strings/ 的这个文件里加上它", "add it to this file of strings/"),
)  # fmt: skip
RENDER_FAILED = problem(
    "W004", "page-failed", "网页 {url} 无法生成：{reason}", "the page {url} could not be made: {reason}",
    remedy=("检查模板里用到的名字", "check the names that the template uses"),
)  # fmt: skip

_IMPORT = re.compile(r"""(["'])(\.\.?/(?:[\w-]+/)*[\w.-]+\.js)\1""")
_CSS_URL = re.compile(r"""url\((["']?)\.\./([\w./-]+)\1\)""")


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """主题. `assets` maps the name a template uses to the published address and bytes."""

    name: str
    templates: dict[str, str]
    assets: dict[str, tuple[str, bytes]]
    words: dict[Lang, dict[str, str]]

    def word(self, lang: Lang, key: str, **params: object) -> str:
        """An interface word; raises KeyError for a key that the theme lacks."""
        text = self.words[lang][key]
        return text.format(**params) if params else text


def theme(name: str, folder: str, files: dict[str, bytes], langs: Iterable[Lang]) -> tuple[Theme, tuple[Finding, ...]]:
    """A theme from its files (path below the theme's folder -> bytes); `folder` is shown in findings.

    Its templates are taken as they are: `template_faults` tells what is wrong with them. While the files are
    the same, so is the theme, and what has been compiled of it can be used again.
    """
    return _theme(name, folder, tuple(files.items()), tuple(langs))


@lru_cache(maxsize=4)
def _theme(name: str, folder: str, held: tuple[tuple[str, bytes], ...], langs: tuple[Lang, ...]) -> tuple[Theme, tuple[Finding, ...]]:
    files = dict(held)
    if not files:
        return Theme(name, {}, {}, {}), (Finding(MISSING_TEMPLATE, Location(folder), {"template": "base.html"}),)
    findings: list[Finding] = []
    templates: dict[str, str] = {}
    for path, data in files.items():
        if path.startswith("templates/"):
            text, found = schema.decode_text(data, f"{folder}/{path}")
            findings += found
            templates[path.removeprefix("templates/")] = text
    words = _words(folder, files, langs, findings)
    return Theme(name, templates, _assets(folder, files, findings), words), tuple(findings)


def template_faults(folder: str, templates: Iterable[tuple[str, str]]) -> tuple[Finding, ...]:
    """What is wrong with templates of the theme in this folder, each with its name."""
    return tuple(finding for name, text in templates for finding in _faults(f"{folder}/templates/{name}", text))


_EXTENDS = re.compile(r"""\{%-?\s*extends\s+["']([^"']+)["']""")


def templates_of(theme: Theme, kinds: Iterable[str]) -> frozenset[str]:
    """The templates of these kinds of pages, and those that they extend."""
    waiting, found = [f"{kind}.html" for kind in kinds], set[str]()
    while waiting:
        name = waiting.pop()
        if name in theme.templates and name not in found:
            found.add(name)
            waiting += _EXTENDS.findall(theme.templates[name])
    return frozenset(found)


_PAGES = ["home", "catalogs", "fields", "units", "streets", "topics", "search", "sitemap", "subscribe", "data", "not-found"]
_COLUMNS = ["number", "item", "subitem", "content_elements", "legal_basis", "time_limit", "units", "channels", "audience", "method", "levels", "id", "url"]
GENERATOR_WORDS = frozenset(
    {"language.name", "list.page"}
    | {f"page.{name}" for name in _PAGES} | {f"column.{name}" for name in _COLUMNS} | {f"channel.{name}" for name in get_args(Channel)}
    | {f"level.{name}" for name in get_args(Level)} | {f"method.{name}" for name in get_args(Method)} | {"audience.everyone", "audience.group"}
)  # fmt: skip
"""Words that the generator itself needs of every theme: breadcrumbs, facets, columns of the downloads."""


@lru_cache(maxsize=512)
def _faults(path: str, source: str) -> tuple[Finding, ...]:
    """What is wrong with a template; a process that builds again and again looks at each once."""
    return tuple(_check_template(path, source))


def _check_template(path: str, source: str) -> Iterable[Finding]:
    env = environment_base()
    try:
        tree = env.parse(source)
        forbidden = tuple(_forbidden(tree))
        # Python's own compiler has nothing to add: whoever renders the page runs it.
        env.compile(tree, raw=True)
    except jinja2.TemplateError as error:
        line = getattr(error, "lineno", None) or 1
        yield Finding(BAD_TEMPLATE, Location(path, line, 1), {"reason": str(error)})
        return
    for line, name in forbidden:
        yield Finding(BAD_TEMPLATE, Location(path, line, 1), {"reason": f"`{name}` is not available"})


def _forbidden(tree: nodes.Template) -> Iterable[tuple[int, str]]:
    """Names by which a template could reach past the questions, or past escaping."""
    # One walk: a walk costs as much as reading the template.
    every = tuple(tree.find_all(nodes.Node))
    partials = {id(node.template) for node in every if isinstance(node, (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends))}
    for node in every:
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            yield node.lineno, node.attr
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr in ("format", "format_map"):
            yield node.lineno, node.node.attr
        elif isinstance(node, nodes.Const) and isinstance(node.value, str) and node.value.startswith("_") and id(node) not in partials:
            yield node.lineno, node.value
        elif isinstance(node, (nodes.MarkSafe, nodes.ScopedEvalContextModifier)):
            yield node.lineno, "autoescape"


def _words(folder: str, files: dict[str, bytes], langs: Iterable[Lang], findings: list[Finding]) -> dict[Lang, dict[str, str]]:
    words: dict[Lang, dict[str, str]] = {}
    every: set[str] = set()
    langs = tuple(langs)
    for lang in langs:
        path = f"strings/{lang}.yml"
        text, found = schema.decode_text(files.get(path, b""), f"{folder}/{path}")
        outline, more = schema.outline(text, f"{folder}/{path}")
        findings += (*found, *more)
        tree = outline.tree if isinstance(outline.tree, dict) else {}
        words[lang] = {key: value for key, value in tree.items() if isinstance(value, str)}
        every |= words[lang].keys()
    every |= GENERATOR_WORDS
    for lang in langs:
        for key in sorted(every - words[lang].keys()):
            findings.append(Finding(MISSING_WORD, Location(f"{folder}/strings/{lang}.yml", 1, 1), {"key": key}))
    return words


def _assets(folder: str, files: dict[str, bytes], findings: list[Finding]) -> dict[str, tuple[str, bytes]]:
    raw = {path.removeprefix("assets/"): data for path, data in files.items() if path.startswith("assets/")}
    outline, found = schema.outline(files.get("theme.yml", b"").decode("utf-8", "replace"), f"{folder}/theme.yml")
    findings += found
    settings = outline.tree
    styles = settings.get("styles", []) if isinstance(settings, dict) else []
    bundle = []
    for name in cast(list[str], styles):
        source = raw.pop(f"styles/{name}", None)
        if source is None:
            findings.append(Finding(BAD_TEMPLATE, Location(f"{folder}/theme.yml", 1, 1), {"reason": f"no assets/styles/{name}"}))
        else:
            bundle.append(source)
    raw["site.css"] = b"\n".join(bundle)
    done: dict[str, tuple[str, bytes]] = {}
    under_way: set[str] = set()

    def unusable(name: str, reason: str) -> None:
        findings.append(Finding(BAD_TEMPLATE, Location(f"{folder}/assets/{name}", 1, 1), {"reason": reason}))

    def publish(name: str) -> str:
        if name in under_way or name not in raw:
            unusable(name, "imports itself" if name in under_way else "no such file")
            return name
        if name not in done:
            under_way.add(name)
            data = raw[name]
            if name.endswith((".js", ".css")) and schema.decode_text(data, "")[0] == "" and data:
                unusable(name, "not UTF-8 text")
            elif name.endswith(".js"):
                folder_ = posixpath.dirname(name)
                text = _IMPORT.sub(
                    lambda m: f"{m[1]}./{posixpath.relpath(publish(posixpath.normpath(posixpath.join(folder_, m[2]))), f'/assets/{folder_}')}{m[1]}",
                    data.decode(),
                )
                data = _lean(text).encode()
            elif name.endswith(".css"):
                data = _lean_style(_CSS_URL.sub(lambda m: f"url({posixpath.basename(publish(m[2]))})", data.decode())).encode()
            stem, _, suffix = name.rpartition(".")
            digest = hashlib.blake2b(data, digest_size=6).hexdigest()
            done[name] = (f"/assets/{stem}.{digest}.{suffix}", data)
            under_way.discard(name)
        return done[name][0]

    for name in sorted(raw):
        publish(name)
    return done


_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:(?!\*/)[^`])*\*/[ \t]*)\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


def _lean(script: str) -> str:
    """A script without comments that fill lines, indentation and empty lines: a sixth less to send.

    Left alone where a template literal runs over lines, for there white space may matter.
    """
    if any(line.count("`") % 2 for line in script.split("\n")):
        return script
    return _INDENT.sub("", _COMMENT.sub("", script))


_STYLE = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/|\s*([{};])\s*|\s+""", re.DOTALL)


def _lean_style(sheet: str) -> str:
    """A style sheet without comments and needless white space."""
    return _STYLE.sub(lambda m: m[1] or m[2] or ("" if m[0].startswith("/*") else " "), sheet).replace(";}", "}")


# ---------------------------------------------------------------- templates at work


class _Compiled(jinja2.BytecodeCache):
    """Templates as another process of this run has compiled them; nothing of it is ever kept on a disk."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.held:
            bucket.bytecode_from_string(self.held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.held[bucket.key] = bucket.bytecode_to_string()


@dataclass(frozen=True, slots=True)
class Renderer:
    """Turns a page into HTML by the template of its kind, compiled once for each language."""

    theme: Theme
    base_path: str
    origin: str

    def html(self, page: Any, site: Any) -> str:
        """Raises: jinja2.TemplateError, and what a template can bring about by asking for what is not there."""
        try:
            return self._html(page, site, straight=True)
        except Exception:
            # It may have found something else than an attribute; and only here it is known in which file what is wrong.
            return self._html(page, site, straight=False)

    def _html(self, page: Any, site: Any, *, straight: bool) -> str:
        env = self._compiling(page.lang, straight=straight)
        # A template compares and prints whole addresses; only the plan counts them from the portal's own root.
        whole = replace(page, url=self.base_path + page.url) if self.base_path else page
        return env.get_template(f"{page.kind}.html").render(page=whole, site=site, url=site.address)

    def compiled(self, lang: Lang, name: str) -> dict[str, bytes]:
        """A template, and those of which it takes macros, for processes that begin later (`take`)."""
        env = self._compiling(lang)
        # Whoever renders a page tells what is wrong with its template.
        with suppress(jinja2.TemplateError):
            env.get_template(name)
        return cast(_Compiled, env.bytecode_cache).held

    def take(self, lang: Lang, compiled: Mapping[str, bytes]) -> None:
        """What a process of this run has `compiled`: processes that begin from now on have it."""
        cast(_Compiled, self._compiling(lang).bytecode_cache).held.update(compiled)

    def _compiling(self, lang: Lang, *, straight: bool = True) -> Environment:
        return _compiling(self.theme, lang, self.base_path, self.origin, straight)


@dataclass(frozen=True, slots=True)
class LookingThrough:
    """What a process that looks through templates is to know: those of `wanted` it compiles as well, for `lang`."""

    renderer: Renderer
    lang: Lang
    wanted: frozenset[str]


def look_through(how: LookingThrough, templates: tuple[tuple[str, str], ...]) -> tuple[tuple[Finding, ...], dict[str, bytes]]:
    """What is wrong with these templates, each given with its name, and those of them compiled that are wanted."""
    theme, compiled = how.renderer.theme, dict[str, bytes]()
    for name, _ in templates:
        if name in how.wanted:
            compiled |= how.renderer.compiled(how.lang, name)
    return template_faults(f"themes/{theme.name}", templates), compiled


@lru_cache(maxsize=24)
def _compiling(theme: Theme, lang: Lang, base_path: str, origin: str, straight: bool) -> Environment:
    """The environment that compiles and keeps the templates of a theme for one language."""
    words = theme.words[lang]

    def word(key: str, **params: object) -> str:
        if key not in words:
            raise jinja2.UndefinedError(f"no word `{key}`")
        return words[key].format(**params) if params else words[key]

    def asset(name: str) -> str:
        if name not in theme.assets:
            raise jinja2.UndefinedError(f"no asset `{name}`")
        return base_path + theme.assets[name][0]

    env = environment_base(theme.templates, lang, StraightEnvironment if straight else Environment)
    env.bytecode_cache = _Compiled() if straight else None
    env.constant = {"word": word, "has_word": words.__contains__, "asset": asset}
    env.globals.update(env.constant, absolute=lambda url: origin + url)
    return env
