"""What the core says must be true of any provider, so it has no word for one."""

import re
from pathlib import Path

import pytest

from architecture.sources import ROOT, Source, sources

FOLDERS = [path.parent.name for path in sorted(ROOT.glob("src/adapters/providers/*/assembly.py"))]
PROVIDERS = re.compile("|".join([*FOLDERS, "lemon", "acme"]), re.IGNORECASE)
"""Every provider there is, however its name is spelt, and the one that lives in the tests."""


def provider_names(source: Source) -> list[str]:
    """The lines, and the path itself, that name a provider; comments and docstrings count."""
    lines = [(0, str(source.path)), *enumerate(source.text.splitlines(), start=1)]
    return [f"{source.path}:{number} {line}" for number, line in lines if PROVIDERS.search(line)]


def test_the_core_names_no_provider() -> None:
    assert [line for source in sources("src/domain", "src/application") for line in provider_names(source)] == []


@pytest.mark.parametrize(
    "text", ["x = 'stripe'", "class StripeThing: ...", "# as LEMON SQUEEZY does", '"""lemonsqueezy"""']
)
def test_a_provider_is_found_wherever_it_is_named(text: str) -> None:
    assert len(provider_names(Source(path=Path("sample.py"), text=f"\n{text}\n"))) == 1


def test_every_provider_there_is_is_looked_for() -> None:
    assert {"stripe", "lemonsqueezy"} <= set(FOLDERS)
    assert all(PROVIDERS.fullmatch(name) for name in FOLDERS)


def test_a_file_named_for_a_provider_is_found() -> None:
    assert len(provider_names(Source(path=Path("src/domain/stripe_money.py"), text=""))) == 1
