"""Languages (语言) in which a portal may be read; apart from the other values, which take time to load."""

from typing import Literal

Lang = Literal["zh-Hans", "zh-Hant-HK", "en"]
LANGS: tuple[Lang, ...] = ("zh-Hans", "zh-Hant-HK", "en")
DEFAULT_LANG: Lang = "zh-Hans"
