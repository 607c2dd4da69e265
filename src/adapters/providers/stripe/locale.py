"""The languages of the portal (Stripe API, "Create a portal session", `locale`)."""

from __future__ import annotations

import re

# fmt: off
_LOCALES = (
    "bg", "cs", "da", "de", "el", "en", "en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-NZ", "en-SG", "es", "es-419",
    "et", "fi", "fil", "fr", "fr-CA", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl",
    "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW",
)
# fmt: on
_REGION = re.compile("[a-z]{2}|[0-9]{3}")
_BY_TAG = {each.lower(): each for each in _LOCALES}
_OTHER_NAMES = {"no": "nb", "nn": "nb", "tl": "fil", "in": "id"}
_NOT_LATIN_AMERICA = frozenset({"es-es", "es-gq", "es-ph"})
_TRADITIONAL = {"tw": "zh-TW", "hk": "zh-HK", "mo": "zh-HK"}


def portal_locale(tag: str | None) -> str | None:
    """The portal's locale that is nearest to a BCP 47 tag, or None if the portal lacks the language."""
    if tag is None:
        return None
    language, *further = tag.lower().split("-")
    language = _OTHER_NAMES.get(language, language)
    region = next((part for part in further if _REGION.fullmatch(part)), None)
    if language == "zh":
        return _chinese(further, region)
    regional = f"{language}-{region}" if region is not None else language
    if language == "es" and region is not None and regional not in _NOT_LATIN_AMERICA:
        return "es-419"
    return _BY_TAG.get(regional) or _BY_TAG.get(language)


def _chinese(further: list[str], region: str | None) -> str:
    """Choose the Chinese locale by the region if the tag has one, else by the script (Taiwan uses `zh-Hant`)."""
    if region in _TRADITIONAL and "hans" not in further:
        return _TRADITIONAL[region]
    return "zh-TW" if "hant" in further else "zh"
