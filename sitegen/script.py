"""The portal in another script (另一种字体的门户): catalogs, registers and records with every text converted.

Where an editor wrote a name in that script it stays. Only words change: ids, addresses and names of
files are ASCII by their types, so they convert to themselves. What is reckoned from a wording, such
as the status of a row, is reckoned from the original.
"""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from sitegen.conversion import convert
from sitegen.languages import DEFAULT_LANG, LANGS, Lang
from sitegen.portal import Portal, portal
from sitegen.site import Site

_OF_REGISTERS = ("site", "units", "streets", "fields", "topics", "catalogs", "entries", "referred_by", "services", "measures")


def portal_in(original: Portal, lang: Lang) -> Portal:
    """The portal as its pages in `lang` show it; the same one where the site does not convert that language."""
    if lang not in original.config.converted:
        return original
    turned = portal(original.config, site_in(original.site, lang), original.as_of)
    found = replace(original, **{name: getattr(turned, name) for name in _OF_REGISTERS})
    object.__setattr__(found, "statuses", original.statuses)
    return found


def site_in(site: Site, lang: Lang) -> Site:
    """Documents stay: each is a text of its own in that script already."""
    texts = ("units", "streets", "fields", "topics", "catalogs", "records")
    return replace(site, **{name: _in(getattr(site, name), lang) for name in texts})


def _in(value: Any, lang: Lang) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else convert(value, lang)
    if isinstance(value, tuple):
        return tuple(_in(part, lang) for part in value)
    if isinstance(value, dict):
        if value and value.keys() <= set(LANGS):
            return value if lang in value or DEFAULT_LANG not in value else value | {lang: convert(value[DEFAULT_LANG], lang)}
        return {key: _in(part, lang) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _in(getattr(value, f.name), lang) for f in fields(value) if f.init})
    return value
