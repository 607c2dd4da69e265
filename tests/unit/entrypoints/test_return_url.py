"""Validation of return URLs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrypoints.http.errors import ReturnUrlNotAllowed
from entrypoints.http.return_url import ReturnUrls

URLS = ReturnUrls(
    default="https://app.example/account",
    origins=frozenset({"https://app.example", "https://shop.example:8443", "http://localhost:3000", "http://[::1]"}),
)


@pytest.mark.parametrize(
    "url",
    [
        "https://app.example",
        "https://app.example/",
        "https://app.example/a?b=c#d",
        "https://app.example:443/a",
        "HTTPS://APP.EXAMPLE/a",
        "https://shop.example:8443/%5Ca",
        "http://localhost:3000/account",
        "http://[::1]/account",
        "https://app.example?next=https://evil.example",
    ],
)
def test_url_within_an_allowed_origin_is_accepted_unchanged(url: str) -> None:
    assert URLS.choose(url) == url


def test_missing_url_falls_back_to_the_default() -> None:
    assert URLS.choose(None) == "https://app.example/account"


BAD = [
    "",
    " https://app.example",
    "https://app.example ",
    "https://app.example/a b",
    "https://evil.example",
    "https://app.example.evil.example",
    "https://evil.example/https://app.example",
    "https://evil.example#@app.example",
    "https://app.example@evil.example",
    "https://app.example:x@evil.example/",
    "https://user@app.example",
    "https://@app.example",
    "https://app.example\\@evil.example",
    "https://app.example\\.evil.example",
    "https:\\\\app.example",
    "https:/app.example",
    "https:app.example",
    "https:///app.example",
    "https:////evil.example",
    "//app.example",
    "/account",
    "account",
    "http://app.example",
    "http://localhost",
    "http://localhost:3001",
    "http://127.0.0.1:3000",
    "https://app.example:8443",
    "https://app.example:99999",
    "https://app.example:x",
    "https://app.example.",
    "https://app%2eexample",
    "https://APP.EXAMPLE%00.evil.example",
    "https://\uff41pp.example",
    "https://app.example/é",
    "https://app.example\t",
    "https://app.example/\r\nSet-Cookie: a=b",
    "ht\ntps://app.example",
    "\x00https://app.example",
    "javascript:alert(1)",
    "javascript://app.example/%0aalert(1)",
    "data:text/html,x",
    "ftp://app.example",
    "https://[::1",
    "https://[app.example]",
    "https://app.example/" + "x" * 2048,
]


@pytest.mark.parametrize("url", BAD)
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(ReturnUrlNotAllowed) as refused:
        URLS.choose(url)
    assert not url or url not in refused.value.reason


@given(st.text() | st.text(alphabet="/\\@:#?.%app.exmlhts \t").map("https://app.example".__add__))
def test_accepted_url_always_begins_with_an_allowed_origin(url: str) -> None:
    try:
        chosen = URLS.choose(url)
    except ReturnUrlNotAllowed:
        return
    assert chosen == url
    rest = url[len("https://app.example") :].removeprefix(":443")
    assert url.lower().startswith("https://app.example")
    assert rest == "" or rest[0] in "/?#" or rest == ":"
