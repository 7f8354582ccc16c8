"""Straight templates (直路模板): templates compiled as if nothing could be missing, for pages by the thousand.

What is looked up on a value is an attribute of Python's, what is included stands in its place, and
neighbouring pieces of a page leave the template together. So a template that takes a wrong turn
ends in some error or other, and says nothing of use: whoever renders asks the plain environment
again, which finds the way or tells what is wrong, and where. A page that is rendered straight is
the same page.
"""

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from functools import cache
from keyword import iskeyword
from typing import Any, cast

from jinja2 import meta, nodes
from jinja2.compiler import Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.visitor import NodeTransformer

from sitegen.templating import Code, Environment

_MAY_BE_MISSING = frozenset({"defined", "undefined", "default", "d"})
"""Tests and filters that take what is not there."""


class _Pieces:
    """Where pieces of a page go that leave the template together, by the names of a list's methods."""

    append = staticmethod(str)
    extend = staticmethod("".join)


class _Pure(Macro):
    """A macro that sees its arguments and what is fixed for the language: it is asked once for each day, state or card."""

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self._known: dict[tuple[Any, ...], str] = {}
        self._cards: dict[tuple[Any, ...], tuple[str, Any]] = {}

    def __call__(self, *args: Any, **named: Any) -> str:
        if not named and _FEW_VALUES.issuperset(map(type, args)):
            known = self._known.get(args)
            if known is None:
                known = super().__call__(*args)
                if len(self._known) < _MANY:
                    self._known[args] = known
            return known
        kind: Any = type(args[0]) if args else None
        if not _lasting(kind) or not _WAYS.issuperset(map(type, (*args[1:], *named.values()))):
            return super().__call__(*args, **named)
        # Of an answer it is enough to know that it is the same one, for nothing changes it. So it must not go, either.
        key = (id(args[0]), *args[1:], *named.items())
        found = self._cards.get(key)
        if found is None:
            found = super().__call__(*args, **named), args[0]
            if len(self._cards) < _MANY:
                self._cards[key] = found
        return found[0]


@cache
def _lasting(kind: Hashable) -> bool:
    """Whether nothing can change a value of this type."""
    about = getattr(kind, "__dataclass_params__", None)
    return about is not None and about.frozen is True


_FEW_VALUES = frozenset({str, date, type(None)})
_WAYS = frozenset({str, bool, type(None)})
"""Of what says how a card is shown."""
_MANY = 20_000


def _macro(context: Context, *about: Any) -> Macro:
    """A macro of a file that is imported sees no page, and lasts from page to page."""
    return Macro(*about) if "page" in context else _Pure(*about)


class _Turn:
    """`loop`, as far as most templates ask it."""

    __slots__ = ("index0", "length")
    index0: int
    length: int

    @property
    def index(self) -> int:
        return self.index0 + 1

    @property
    def first(self) -> bool:
        return self.index0 == 0

    @property
    def last(self) -> bool:
        return self.index0 + 1 == self.length


def _loop(items: Iterable[Any], undefined: Any, *recursive: Any) -> Iterable[tuple[Any, Any]]:
    """Each item with its `loop`."""
    return LoopContext(items, undefined, *recursive) if recursive else _turns(items)


def _turns(items: Iterable[Any]) -> Iterator[tuple[Any, _Turn]]:
    held = items if type(items) is tuple else tuple(items)
    turn = _Turn()
    turn.length = len(held)
    for turn.index0, item in enumerate(held):
        yield item, turn


def _choice(node: nodes.Filter) -> tuple[str, str] | tuple[str, str, nodes.Name] | None:
    """`map(attribute=…)`, `selectattr(…)`, `rejectattr(…)` and `select('in', …)` in Python's words: what is taken of `each`, and which are taken."""
    given = [*node.args, *(pair.value for pair in node.kwargs)]
    if not given or node.dyn_args or node.dyn_kwargs:
        return None
    if node.name == "select" and len(node.args) == len(given) == 2 and given[0] == nodes.Const("in") and isinstance(given[1], nodes.Name):
        return "each", " if each in ", given[1]
    if not all(isinstance(value, nodes.Const) for value in given):
        return None
    looked, *test = (cast(nodes.Const, value).value for value in given)
    if type(looked) is int:
        value = f"each[{looked}]"
    # A filter finds the items of a mapping before what every mapping has.
    elif all(part.isidentifier() and not iskeyword(part) and not hasattr(dict, part) for part in str(looked).split(".")):
        value = f"each.{looked}"
    else:
        return None
    if node.name == "map":
        return (value, "") if [pair.key for pair in node.kwargs] == ["attribute"] and not node.args else None
    if node.name not in ("selectattr", "rejectattr") or node.kwargs or test[:1] not in ([], ["equalto"]) or len(test) not in (0, 2):
        return None
    holds = f"{value} == {test[1]!r}" if test else value
    return "each", f" if {holds}" if node.name == "selectattr" else f" if not {holds}"


class _Straight(Code):
    escaping = "escaped("
    _tolerant: nodes.Node | None = None
    """What may be missing."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("pieces = environment.pieces")
        self.writeline("escaped = environment.escaped")
        self.writeline("LoopContext = environment.loop")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        if not isinstance(macro_ref.node, nodes.Macro):
            super().macro_def(macro_ref, frame)
            return
        names = "".join(f"{argument.name!r}, " for argument in macro_ref.node.args)
        reads = f"{macro_ref.accesses_kwargs}, {macro_ref.accesses_varargs}, {macro_ref.accesses_caller}"
        self.write(f"environment.macro(context, environment, macro, {macro_ref.node.name!r}, ({names}), {reads}, context.eval_ctx.autoescape)")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context or not isinstance(node.template, nodes.Const):
            super()._import_common(node, frame)
        else:
            self.write(f"environment.imported({node.template.value!r})")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        if frame.buffer is not None or len(node.nodes) == 1:
            super().visit_Output(node, frame)
            return
        frame.buffer = "yield pieces"
        try:
            super().visit_Output(node, frame)
        finally:
            frame.buffer = None

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if node is self._tolerant or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
        else:
            self._found(node.node, frame)
            self.write(f".{node.attr}")

    def _found(self, node: nodes.Expr, frame: Frame) -> None:
        """A value that is asked for something: nothing comes of it where it is missing."""
        if isinstance(node, nodes.Name):
            self.write(frame.symbols.ref(node.name))
        elif isinstance(node, nodes.Getattr):
            self.visit_Getattr(node, frame)
        else:
            self.write("(")
            self.visit(node, frame)
            self.write(")")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        if node is self._tolerant or not (isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int)):
            super().visit_Getitem(node, frame)
        else:
            self._found(node.node, frame)
            self.write(f"[{node.arg.value!r}]")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        # A macro escapes as its environment does, and no function looks at the context.
        self._found(node.node, frame)
        if node.dyn_args or node.dyn_kwargs or forward_caller or any(iskeyword(pair.key) for pair in node.kwargs):
            self.write("(*()")
            self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        else:
            for number, argument in enumerate((*node.args, *node.kwargs)):
                self.write(", " if number else "(")
                self.visit(argument, frame)
            self.write("" if node.args or node.kwargs else "(")
        self.write(")")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        self._allow(node)
        chosen = _choice(node)
        if node.node is None or chosen is None:
            super().visit_Filter(node, frame)
            return
        taken, condition, *among = chosen
        # As the filters have it, there is nothing in what is empty, be it a sequence or none.
        self.write(f"({taken} for each in (")
        self.visit(node.node, frame)
        self.write(f" or ()){condition}")
        for name in among:
            self.visit(name, frame)
        self.write(")")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:
        self._allow(node)
        super().visit_Test(node, frame)

    def _allow(self, node: nodes.Filter | nodes.Test) -> None:
        if node.name in _MAY_BE_MISSING:
            self._tolerant = node.node


class StraightEnvironment(Environment):
    """Jinja on the straight way."""

    code_generator_class = _Straight
    pieces = _Pieces
    macro = staticmethod(_macro)
    loop = staticmethod(_loop)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._modules: dict[str, TemplateModule] = {}

    def imported(self, name: str) -> TemplateModule:
        """The macros of a file, which are the same for all who import them without their context."""
        found = self._modules.get(name)
        if found is None:
            found = self._modules[name] = self.get_template(name).module
        return found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = self._read(source, name, filename)
        # A file in its place may use macros of the one that it has come into.
        return self._reckoned(_Included(self, tree).visit(tree))


class _Included(NodeTransformer):
    """Files that are included by name stand in their places, in a scope of their own."""

    def __init__(self, env: Environment, tree: nodes.Template) -> None:
        self.env = env
        self.imported = {node.target: node.template for node in tree.body if isinstance(node, nodes.Import)}
        self.given: dict[str, int] = {}
        """The last line in which a name gets a value."""
        for name in tree.find_all(nodes.Name):
            if name.ctx == "store":
                self.given[name.name] = max(name.lineno, self.given.get(name.name, 0))

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        # What is included into a macro sees the context, which the macro does not.
        return node

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:
        return node

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        if not node.with_context or node.ignore_missing or not isinstance(node.template, nodes.Const) or not isinstance(node.template.value, str):
            return node
        assert self.env.loader is not None
        source, name, _ = self.env.loader.get_source(self.env, node.template.value)
        part = self.env._parse(source, node.template.value, name)
        return nodes.Scope(self._body(part), lineno=node.lineno) if self._fits(part, node.lineno) else node

    def _fits(self, part: nodes.Template, line: int) -> bool:
        """Whether names mean in this place what they mean in the file itself."""
        later = {name for name, last in self.given.items() if last >= line}
        of_its_own = tuple(part.find_all((nodes.Import, nodes.Block, nodes.Extends, nodes.Macro, nodes.FromImport)))
        same = all(isinstance(node, nodes.Import) and self.imported.get(node.target, node.template) == node.template for node in of_its_own)
        return same and not later & meta.find_undeclared_variables(part)

    def _body(self, part: nodes.Template) -> list[nodes.Node]:
        """Without imports of what is there."""
        return [node for node in part.body if not (isinstance(node, nodes.Import) and node.target in self.imported)]
