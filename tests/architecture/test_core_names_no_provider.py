"""The core is independent of providers, so it never names one."""

import re
from pathlib import Path

import pytest

from architecture.sources import ROOT, Source, sources

FOLDERS = [path.parent.name for path in sorted(ROOT.glob("src/adapters/providers/*/assembly.py"))]
PROVIDERS = re.compile("|".join([*FOLDERS, "lemon", "acme"]), re.IGNORECASE)
"""Every provider there is, however its name is spelt, and the one that lives in the tests."""


def provider_names(source: Source) -> list[str]:
    """Return the lines, and the path itself, that name a provider; comments and docstrings count."""
    lines = [(0, str(source.path)), *enumerate(source.text.splitlines(), start=1)]
    return [f"{source.path}:{number} {line}" for number, line in lines if PROVIDERS.search(line)]


def test_core_names_no_provider() -> None:
    assert [line for source in sources("src/domain", "src/application") for line in provider_names(source)] == []


@pytest.mark.parametrize(
    "text", ["x = 'stripe'", "class StripeThing: ...", "# as LEMON SQUEEZY does", '"""lemonsqueezy"""']
)
def test_provider_name_is_found_anywhere(text: str) -> None:
    assert len(provider_names(Source(path=Path("sample.py"), text=f"\n{text}\n"))) == 1


def test_every_provider_is_searched_for() -> None:
    assert {"stripe", "lemonsqueezy"} <= set(FOLDERS)
    assert all(PROVIDERS.fullmatch(name) for name in FOLDERS)


def test_file_named_after_a_provider_is_found() -> None:
    assert len(provider_names(Source(path=Path("src/domain/stripe_money.py"), text=""))) == 1
