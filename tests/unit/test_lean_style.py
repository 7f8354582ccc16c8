"""A style sheet is sent without what only its author needs."""

import pytest

from sitegen.theme import _lean_style


@pytest.mark.parametrize(
    ("sheet", "sent"),
    [
        ("/* the reader's own */\na { color : red ; }\n\n b  c{\n  top: 0;\n}\n", "a{color : red}b c{top: 0}"),
        ("a::after { content: \"/* kept;  } \\\" */\"; }", "a::after{content: \"/* kept;  } \\\" */\"}"),
        ("p { width: calc(1px + 2px) }", "p{width: calc(1px + 2px)}"),
    ],
)
def test_comments_and_white_space_go_and_strings_stay(sheet: str, sent: str) -> None:
    assert _lean_style(sheet).strip() == sent
