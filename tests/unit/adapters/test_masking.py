"""Links are redacted by the decoded value of a string, in any JSON spelling."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.redaction import MASK, link_free, without_links
from adapters.text import printable

OPENED_BY_A_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]*:|(?<![^\W_]))//", re.IGNORECASE)
ORIGIN = re.compile(r"(?:.*[^A-Za-z0-9+.-])?https?://[A-Za-z0-9.-]+(?::[0-9]+)?/?", re.IGNORECASE | re.DOTALL)

pieces = st.sampled_from(
    ["https://", "HTTPS://", "//", "weixin://", "/", "a", "ä", " ", '"', "\\", "x.example", "?s=1", "\n", "😀"]
)
texts = st.lists(pieces, max_size=8).map("".join) | st.text()
documents = st.recursive(
    texts | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3).map("k{}".format), inner),
    max_leaves=8,
)


@st.composite
def spelled(draw: st.DrawFn, value: object) -> str:
    """Spell JSON with arbitrary characters of strings as escapes, as other languages do."""
    if isinstance(value, str):
        return '"' + "".join(draw(st.sampled_from(spellings(character))) for character in value) + '"'
    if isinstance(value, list):
        return "[" + ", ".join([draw(spelled(each)) for each in value]) + "]"
    if isinstance(value, dict):
        members = [json.dumps(key) + ": " + draw(spelled(each)) for key, each in value.items()]
        return "{" + ",".join(members) + "}"
    return json.dumps(value)


def spellings(character: str) -> list[str]:
    units = character.encode("utf-16-be", errors="surrogatepass")
    escaped = "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
    plain = json.dumps(character, ensure_ascii=False)[1:-1]
    return [plain, escaped, *(["\\/"] if character == "/" else [])]


def mapped(value: Any) -> Any:
    if isinstance(value, str):
        return link_free(value)
    if isinstance(value, list):
        return [mapped(each) for each in value]
    return {key: mapped(each) for key, each in value.items()} if isinstance(value, dict) else value


@given(st.data(), documents)
def test_every_string_is_redacted_by_its_decoded_value(data: st.DataObject, document: object) -> None:
    masked = without_links(data.draw(spelled(document)))
    assert json.loads(masked, strict=False) == mapped(document)
    assert without_links(masked) == masked


@given(texts)
def test_redacted_text_contains_no_link_except_an_origin(text: str) -> None:
    shown = link_free(text)
    assert OPENED_BY_A_LINK.search(shown) is None or ORIGIN.fullmatch(shown) is not None
    assert shown == text or (shown.endswith(MASK) and text.startswith(shown.removesuffix(MASK)))


@given(texts)
def test_name_is_the_same_before_and_after_redaction(text: str) -> None:
    stored: str = json.loads(without_links(json.dumps(text)))
    assert printable(stored) == printable(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://pay.example/in?s=1, please", f"see {MASK}"),
        ("HTTPS://PAY.EXAMPLE/IN", MASK),
        ("weixin://wxpay/bizpayurl?pr=1", MASK),
        ("//pay.example/in", MASK),
        ("(//pay.example/in)", f"({MASK}"),
        ("https://pay.example?s=1", MASK),
        ("https://user:password@pay.example", MASK),
        ("Paid by https://pay.example/", "Paid by https://pay.example/"),
        ("https://a.example https://pay.example/in", MASK),
        ("AC//DC", "AC//DC"),
        ("and/or", "and/or"),
    ],
)
def test_links_are_redacted_anywhere_in_a_text(text: str, shown: str) -> None:
    assert link_free(text) == shown
    assert json.loads(without_links(json.dumps({"description": text}))) == {"description": shown}


@pytest.mark.parametrize(
    ("payload", "masked"),
    [
        ('{"url": "https://checkout.str', f'{{"url": "https:{MASK}'),
        (r'{"url": "https:\/\/checkout.str\\', rf'{{"url": "https:{MASK}'),
        (r'{"n": "\q https://x.example/in", "m": 1}', rf'{{"n": "\q https:{MASK}", "m": 1}}'),
        ('no JSON: https://x.example/in "and" //x "/"', f'no JSON: https:{MASK}"and" {MASK}"/"'),
        ('{"a": "', '{"a": "'),
    ],
)
def test_links_in_invalid_json_are_redacted(payload: str, masked: str) -> None:
    assert without_links(payload) == masked


@given(st.text())
def test_text_without_two_slashes_is_unchanged(text: str) -> None:
    payload = json.dumps(re.sub("/+", "/", text))
    assert without_links(payload) == payload
