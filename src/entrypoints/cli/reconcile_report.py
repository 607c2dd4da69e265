"""The report of a reconciliation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from entrypoints.cli.output import table

if TYPE_CHECKING:
    from application.reconciliation.drift import Difference, Drift


def as_text(drifts: Sequence[Drift], *, dry_run: bool) -> str:
    """Tables, and a verdict."""
    counts = [
        (drift.provider, kind.value, drift.seen[kind], drift.new[kind], drift.differing[kind], _absent(drift, kind))
        for drift in drifts
        for kind in sorted(drift.seen | drift.absent)
    ]
    differences = [
        (each.ref.provider, each.kind.value, each.ref.id, _what_differs(each))
        for drift in drifts
        for each in drift.samples
        if each.fields or not drift.first
    ]
    parts = [table(["PROVIDER", "KIND", "SEEN", "NEW", "DIFFERING", "ABSENT"], counts)]
    if differences:
        parts.append(table(["PROVIDER", "KIND", "ID", "DIFFERS IN"], differences))
    parts += [
        f"{drift.provider}: resumed the run started at {drift.resumed:%Y-%m-%d %H:%M:%S} UTC"
        for drift in drifts
        if drift.resumed
    ]
    parts += [f"{drift.provider}: incomplete: {drift.skipped}" for drift in drifts if drift.skipped]
    return "\n\n".join([*parts, _verdict(drifts, dry_run=dry_run)])


def _what_differs(difference: Difference) -> str:
    if not difference.listed:
        return "missing from the provider's lists"
    return ", ".join(difference.fields) or "not in the mirror"


def _verdict(drifts: Sequence[Drift], *, dry_run: bool) -> str:
    if any(drift.skipped for drift in drifts):
        return f"Incomplete. Run again{'' if dry_run else ' to resume'}."
    total = sum(drift.total for drift in drifts)
    if total == 0:
        return "The mirror matches the providers."
    outcome = (
        "Nothing was changed" if dry_run else "The mirror was updated, and absent objects were queued to be fetched"
    )
    return f"Differences found: {total}. {outcome}."


def _absent(drift: Drift, kind: Any) -> int | None:
    return None if kind in drift.not_searched else drift.absent[kind]


def as_json(drifts: Sequence[Drift], *, dry_run: bool) -> dict[str, object]:
    """The same for programs."""
    total = sum(drift.total for drift in drifts)
    through = not any(drift.skipped for drift in drifts)
    return {
        "status": "interrupted" if not through else "drift" if total else "equal",
        "dry_run": dry_run,
        "providers": [_one_as_json(drift) for drift in drifts],
    }


def _one_as_json(drift: Drift) -> dict[str, object]:
    counts = [
        {
            "kind": kind.value,
            "seen": drift.seen[kind],
            "new": drift.new[kind],
            "differing": drift.differing[kind],
            "absent": _absent(drift, kind),
        }
        for kind in sorted(drift.seen | drift.absent)
    ]
    named = [
        {"kind": each.kind.value, "id": each.ref.id, "listed": each.listed, "fields": list(each.fields)}
        for each in drift.samples
    ]
    return {"provider": drift.provider, "interrupted_by": drift.skipped, "kinds": counts, "differences": named}
