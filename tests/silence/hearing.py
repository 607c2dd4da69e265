"""Recorded output, its source, and the secrets in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from silence.made_up import SHAPES

OURS = frozenset({"domain", "application", "adapters", "entrypoints"})


class Ear:
    """Keeps every text once, with the test that first wrote it; `test` is the running one."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.test = "outside of any test"

    def hear(self, *texts: str) -> None:
        for text in texts:
            self.texts.setdefault(text, self.test)

    def hear_exception(self, error: BaseException) -> None:
        """Record an exception of ours with its causes, as a careless traceback would print it."""
        if type(error).__module__.partition(".")[0] in OURS:
            for each in chain_of(error):
                self.hear(str(each), repr(each))

    def secrets_said(self, secrets: Iterable[str]) -> list[str]:
        """Return a line for every secret in the output. It repeats the secret, which is fictional."""
        everything = "\0".join(self.texts)
        said = [secret for secret in sorted(secrets) if secret in everything]
        found = [(text, repr(secret)) for secret in said for text in self.texts if secret in text]
        found += [(text, what) for what, shape in SHAPES.items() for text in self.texts if shape.search(text)]
        return [f"{self.texts[text]} told {what}: {text}" for text, what in found]


EAR = Ear()
"""Hears the run of the tests that it is part of."""


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """Return the exception and its causes.

    The decoder's own error ends the chain: it quotes the payload, and is never printed.
    """
    current: BaseException | None = error
    while current is not None and not isinstance(current, msgspec.ValidationError):
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
