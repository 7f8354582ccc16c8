"""Words in a language (有语种的文字)."""


class Foreign(str):
    """Words that are not in the language of their page, and the one they are in: for the markup, by the filter `lang`."""

    lang: str

    def __new__(cls, words: str, lang: str) -> "Foreign":
        found = super().__new__(cls, words)
        found.lang = lang
        return found


def said(words: str, lang: str) -> str:
    """Words that tell their language, where that is not the page's. Most are in it, and are no more than a string."""
    return Foreign(words, lang) if lang else words


def lang_of(words: str) -> str:
    """The language of words; "" where it is the page's."""
    return words.lang if isinstance(words, Foreign) else ""
