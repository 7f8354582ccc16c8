"""Jinja as templates find it (模板引擎): without clock, chance or a way round escaping, and without work that can be done once.

What is fixed for a language stands in the compiled template as text: words, addresses of assets,
and macros of imported files with constant arguments, such as `m.icon('clock')`.
"""

import inspect
from collections.abc import Callable, Mapping, MutableMapping
from datetime import date
from typing import Any

import jinja2
import msgspec
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped_words  # type: ignore[attr-defined]  # what `escape` marks as safe afterwards

from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.same import Same, check

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def _day(value: date, lang: Lang) -> str:
    if lang == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def _bytes(size: int) -> str:
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size} B"


def script_json(value: Any) -> Markup:
    """JSON that may stand inside a <script> element whatever it holds."""
    text = _json(value).decode()
    for character, written in _NOT_IN_SCRIPTS:
        text = text.replace(character, written)
    return Markup(text)


_NOT_IN_SCRIPTS = tuple((character, f"\\u{ord(character):04x}") for character in "<>&\u2028\u2029")


def _words(value: Any) -> str:
    """Words that are more than a plain string."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


_json = msgspec.json.Encoder(enc_hook=_words).encode


_NOTHING = Markup()


def _lang(words: Any) -> Markup:
    """` lang="…"` for an element that holds words of another language than its page; nothing for others."""
    found = "" if type(words) is str else getattr(words, "lang", "")
    return Markup(' lang="{}"').format(found) if found else _NOTHING


def escaped(value: Any) -> str:
    """A value as it stands in a page. Most are plain strings, and wrapping each as safe would cost more than escaping it."""
    kind = type(value)
    if kind is str:
        return escaped_words(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    return str(value) if kind is int else escape(value)


class Code(CodeGenerator):
    """Outputs go straight into the page, so they need not be marked as safe one by one."""

    escaping = "environment.escaped("

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(self.escaping)


class _Context(Context):
    """Nothing that a template calls looks at the context, except a macro at its escaping."""

    def call(self, obj: Any, /, *args: Any, _block_vars: Any = None, _loop_vars: Any = None, **kwargs: Any) -> Any:
        try:
            return obj(self.eval_ctx, *args, **kwargs) if type(obj) is Macro else obj(*args, **kwargs)
        except StopIteration:
            return self.environment.undefined("a question found nothing")


class _Space(Namespace):
    """`namespace(…)`, its values looked up as Python looks up attributes."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)

    __getattribute__ = object.__getattribute__

    def __setitem__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value


class Environment(jinja2.Environment):
    """Jinja that reckons with constants once."""

    code_generator_class = Code
    context_class = _Context
    escaped = staticmethod(escaped)
    constant: Mapping[str, Callable[..., Any]] = {}
    """Functions that give the same for the same arguments."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """All templates have the same: no layer over them that every page would look through."""
        return self.globals if d is None else super().make_globals(d)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """What a filter looks up by name, such as `map(attribute='url')`: a view has attributes and no items, so it is not asked for one first."""
        if type(argument) is str and not hasattr(type(obj), "__getitem__"):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return self._reckoned(self._read(source, name, filename))

    def _read(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The template as it is written. Raises: TemplateSyntaxError."""
        tree = super()._parse(source, name, filename)
        # Each walk through a template costs as much as reading it.
        if "same" in source:
            check(tree)
        return tree

    def _reckoned(self, tree: nodes.Template) -> nodes.Template:
        found: nodes.Template = Constants(self, tree).visit(tree) if self.constant else tree
        return found


class Constants(NodeTransformer):
    """Calls of pure functions with constant arguments become their results.

    Macros of a file that is imported without context are pure: they see their arguments and what is fixed for the language.
    """

    def __init__(self, env: Environment, tree: nodes.Template) -> None:
        renamed = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
        self.env = env
        self.functions = {name: function for name, function in env.constant.items() if name not in renamed}
        imports = {n.target: n.template.value for n in tree.body if isinstance(n, nodes.Import) and not n.with_context and isinstance(n.template, nodes.Const)}
        self.files = {target: file for target, file in imports.items() if env.constant and target not in renamed}

    def visit_Call(self, call: nodes.Call) -> nodes.Node:
        self.generic_visit(call)
        if call.dyn_args or call.dyn_kwargs or not all(isinstance(value, nodes.Const) for value in (*call.args, *(pair.value for pair in call.kwargs))):
            return call
        try:
            function = self._function(call.node)
            if function is None:
                return call
            result = function(*(a.value for a in call.args), **{pair.key: pair.value.value for pair in call.kwargs})  # type: ignore[attr-defined]
        except (jinja2.TemplateError, LookupError, TypeError, ValueError, AttributeError, RecursionError):
            # It fails again where the page is rendered, and there the line is told.
            return call
        return nodes.Const(result, lineno=call.lineno)

    def _function(self, named: nodes.Node) -> Callable[..., Any] | None:
        if isinstance(named, nodes.Name):
            return self.functions.get(named.name)
        if isinstance(named, nodes.Getattr) and isinstance(named.node, nodes.Name) and named.node.name in self.files:
            found = getattr(self.env.get_template(self.files[named.node.name]).module, named.attr)
            return found if isinstance(found, Macro) else None
        return None


def environment_base(templates: dict[str, str] | None = None, lang: Lang = DEFAULT_LANG, of: type[Environment] = Environment) -> Environment:
    """Jinja without clock, chance or a way round escaping; for pages in one language."""
    held = templates or {}
    env = of(
        # With its name as the name of its file, a traceback says which template an error is in.
        loader=jinja2.FunctionLoader(lambda name: (held[name], name, None) if name in held else None), autoescape=True,
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, extensions=[Same],
        # Sources never change below an environment.
        cache_size=-1, auto_reload=False,
    )  # fmt: skip
    for name in ("random", "attr", "safe", "xmlattr", "pprint"):
        env.filters.pop(name, None)
    # Nothing waits here: the filters themselves, without the layer that looks whether something does.
    env.filters = {name: inspect.unwrap(found) for name, found in env.filters.items()}
    env.globals.clear()
    env.globals.update(range=range, dict=dict, namespace=_Space)
    env.globals["lang"] = lang
    env.filters.update(day=lambda value: _day(value, lang), iso=date.isoformat, bytes=_bytes, jsonld=script_json, lang=_lang)
    return env
