"""`{% same %}` (相同的部分): a piece of a page that is the same on every page of its language, such as the foot.

    {% same home, way %} … {% endsame %}

It is made once for each language and each value of the names it is given, and stands as it is on every other page;
what it asked is noted for each of them as if they had asked themselves. So it may rest on nothing else: a name that
it is not given, an included file or a block is an error of the template, and so is a question about the page.
"""

from collections.abc import Callable, Iterator
from typing import Protocol, cast

from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

_FIXED = frozenset({"site", "url", "lang", "word", "has_word", "asset", "absolute", "range", "dict", "namespace"})
"""Names that mean the same on every page of a language; what `site` and `url` are asked is noted."""


class Asking(Protocol):
    """What a template asks through."""

    def _same(self, key: tuple[object, ...], make: Callable[[], Markup]) -> Markup: ...


class Same(Extension):
    """The tag itself."""

    tags = {"same"}  # noqa: RUF012

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        given: list[nodes.Expr] = []
        while parser.stream.current.type != "block_end":
            if given:
                parser.stream.expect("comma")
            given.append(nodes.Name(parser.stream.expect("name").value, "load", lineno=line))
        body = parser.parse_statements(("name:endsame",), drop_needle=True)
        place = nodes.Const(f"{line} of {parser.name}")
        call = self.call_method("piece", [nodes.Name("site", "load"), place, nodes.Tuple(given, "load")], lineno=line)
        return nodes.CallBlock(call, [], [], body, lineno=line)

    @staticmethod
    def piece(site: Asking, place: str, given: tuple[object, ...], caller: Callable[[], Markup]) -> Markup:
        """Raises: ValueError where the piece asks about the page."""
        return site._same((place, *given), caller)


def check(tree: nodes.Template) -> None:
    """Whether each piece rests on nothing but what it is given. Raises: TemplateSyntaxError."""
    files = {node.target for node in tree.body if isinstance(node, nodes.Import) and not node.with_context}
    for block in _pieces(tree):
        given = {name.name for name in cast(nodes.Tuple, block.call.args[2]).find_all(nodes.Name)}
        piece = nodes.Template(block.body, lineno=block.lineno)
        if tree.environment is not None:
            piece.set_environment(tree.environment)
        for part in piece.find_all((nodes.Block, nodes.Include, nodes.Import, nodes.FromImport)):
            if not isinstance(part, (nodes.Import, nodes.FromImport)) or part.with_context:
                raise TemplateSyntaxError("blocks, and files that see the page, differ from page to page", part.lineno)
        unknown = meta.find_undeclared_variables(piece) - _FIXED - files - given
        if unknown:
            raise TemplateSyntaxError(f"`{min(unknown)}` may differ from page to page: give it to `same`", block.lineno)


def _pieces(tree: nodes.Template) -> Iterator[nodes.CallBlock]:
    for block in tree.find_all(nodes.CallBlock):
        if isinstance(block.call.node, nodes.ExtensionAttribute) and block.call.node.identifier == Same.identifier:
            yield block
