"""Description of violations: their path and their reason."""

from collections.abc import Iterable, Iterator

from jsonschema_rs import ValidationError, ValidationErrorKind

_MOST_SHOWN = 10
_LONGEST = 200


class SchemaMismatch(AssertionError):
    """A violation of Stripe's schema; the message has one line for each path."""


def mismatch(subject: str, told: Iterable[str]) -> SchemaMismatch:
    """Build the error for `subject`, a request or an object, from its problems."""
    lines = list(told)
    left_out = [f"... and {len(lines) - _MOST_SHOWN} more"] if len(lines) > _MOST_SHOWN else []
    return SchemaMismatch("\n  ".join([f"{subject} does not fit Stripe's schema:", *lines[:_MOST_SHOWN], *left_out]))


def problems(errors: Iterable[ValidationError], prefix: str = "") -> Iterator[str]:
    """Return a line for each error, with the value's path first; `prefix` is the path of the validated part."""
    for error in errors:
        for cause in _causes(error):
            path = ".".join([*filter(None, [prefix]), *map(str, cause.instance_path)])
            yield f"{path or '(whole)'}: {_shortened(cause.message)}"


def _causes(error: ValidationError) -> list[ValidationError]:
    """Return the errors behind a union without a match: those of the closest alternative."""
    if not isinstance(error.kind, ValidationErrorKind.AnyOf):
        return [error]
    alternatives = [[cause for each in branch for cause in _causes(each)] for branch in error.kind.context]
    return max(alternatives, key=_distance)


def _distance(branch: list[ValidationError]) -> tuple[int, bool]:
    depth = max(len(error.instance_path) for error in branch)
    is_right_type = not any(isinstance(error.kind, ValidationErrorKind.Type) for error in branch)
    return depth, is_right_type


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
