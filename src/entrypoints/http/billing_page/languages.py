"""The languages and regions that amounts and dates are written in.

Each that is loaded stays in memory, with up to a megabyte, and Unicode's collection has more than a thousand. Visitors
choose which one is loaded, so only these ever are.
"""

from __future__ import annotations

import re
from typing import Final

# fmt: off
WRITTEN: Final = frozenset({
    "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "de_AT", "de_CH", "el", "en", "en_AU", "en_CA", "en_GB",
    "en_IE", "en_IN", "en_NZ", "en_SG", "en_ZA", "es", "es_419", "es_AR", "es_CL", "es_CO", "es_MX", "et", "eu",
    "fa", "fi", "fil", "fr", "fr_BE", "fr_CA", "fr_CH", "ga", "gl", "he", "hi", "hr", "hu", "id", "is", "it",
    "it_CH", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "nl_BE", "nn", "pl", "pt", "pt_PT", "ro", "ru", "sk",
    "sl", "sr", "sr_Latn", "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh", "zh_Hant", "zh_Hant_HK",
})
# fmt: on
_OTHER_NAMES: Final = {"no": "nb", "iw": "he", "in": "id", "tl": "fil"}
_OTHER_SPANISH: Final = frozenset({"ES", "GQ", "PH"})
_TRADITIONAL: Final = {"TW": "zh_Hant", "HK": "zh_Hant_HK", "MO": "zh_Hant_HK"}
_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(-(?P<script>[a-z]{4}))?(-(?P<region>[a-z]{2}|[0-9]{3}))?(-.*)?", re.I
)


def written_language(tag: str) -> str | None:
    """The one that is nearest to a BCP 47 tag (RFC 4647, section 3.4, "Lookup"), None if the language is not here."""
    parts = _TAG.fullmatch(tag)
    if parts is None:
        return None
    language = _OTHER_NAMES.get(parts["language"].lower(), parts["language"].lower())
    script, region = (parts["script"] or "").title(), (parts["region"] or "").upper()
    if language == "zh" and script != "Hans" and region in _TRADITIONAL:
        return _TRADITIONAL[region]
    if language == "es" and region and region not in _OTHER_SPANISH:
        regional = f"es_{region}"
        return regional if regional in WRITTEN else "es_419"
    nearest = (f"{language}_{script}_{region}", f"{language}_{region}", f"{language}_{script}", language)
    return next((each for each in nearest if each in WRITTEN), None)
