"""Words in a language (有语种的文字)."""


class Said(str):
    """Words and, where that is not the page's, the language they are in: for the markup, by the filter `lang`."""

    lang: str

    def __new__(cls, words: str, lang: str = "") -> "Said":
        said = super().__new__(cls, words)
        said.lang = lang
        return said
