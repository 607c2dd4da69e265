"""`customer-portal reconcile`"""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from entrypoints.commands.answering import NOT_FINE, OK, Refusal, say, table, takes_json
from entrypoints.commands.moment import moment

if TYPE_CHECKING:
    from application.drift import Drift


def add(commands: Any) -> None:
    reconcile = commands.add_parser(
        "reconcile", help="compare with everything the providers have, and mend; the first time, fetch everything"
    )
    reconcile.add_argument("--provider", help="with this one alone")
    reconcile.add_argument("--since", type=moment, help="only what changed since then: a moment, or like 12h or 3d")
    reconcile.add_argument("--dry-run", action="store_true", help="change nothing; ends with 1 if anything differs")
    takes_json(reconcile).set_defaults(do=_reconcile)


def _reconcile(given: argparse.Namespace) -> int:
    drifts = asyncio.run(_compared(given))
    fine = all(drift.is_clean if given.dry_run else drift.skipped is None for drift in drifts)
    say(_as_json(drifts, given) if given.json else _as_text(drifts, given))
    return OK if fine else NOT_FINE


async def _compared(given: argparse.Namespace) -> list[Drift]:
    from entrypoints.at_hand import database_at_hand  # noqa: PLC0415
    from entrypoints.settings.load import load_settings  # noqa: PLC0415

    since = datetime.now(UTC) - given.since if isinstance(given.since, timedelta) else given.since
    watched = sys.stderr.isatty() and not given.json
    async with database_at_hand(load_settings()) as use_cases:
        reconcile = use_cases.reconcile
        names = [name for name in reconcile.providers if given.provider in (None, name)]
        if not names:
            raise Refusal(f"no provider is connected here under the name {given.provider}")
        await use_cases.check_installation()
        found = await reconcile(names, since=since, dry_run=given.dry_run, watch=_watch if watched else _nobody_looks)
    if watched:
        sys.stderr.write("\n")
    return found


def _watch(drift: Drift) -> None:
    sys.stderr.write(f"\r{drift.provider}: {drift.seen.total()} compared, {drift.total} differ ")
    sys.stderr.flush()


def _nobody_looks(drift: Drift) -> None:
    """Into a file or a pipe only the outcome is written."""


def _as_text(drifts: list[Drift], given: argparse.Namespace) -> str:
    counts = [
        (drift.provider, kind.value, drift.seen[kind], drift.new[kind], drift.differing[kind], _absent(drift, kind))
        for drift in drifts
        for kind in sorted(drift.seen | drift.absent)
    ]
    differences = [
        (each.ref.provider, each.kind.value, each.ref.id, ", ".join(each.fields) or "only one side has it")
        for drift in drifts
        for each in drift.named
    ]
    parts = [table(["PROVIDER", "KIND", "SEEN", "NEW", "DIFFERING", "ABSENT"], counts)]
    if differences:
        parts.append(table(["PROVIDER", "KIND", "ID", "DIFFERS IN"], differences))
    parts += [f"{drift.provider}: not compared to the end: {drift.skipped}" for drift in drifts if drift.skipped]
    return "\n\n".join([*parts, _verdict(drifts, dry_run=given.dry_run)])


def _verdict(drifts: list[Drift], *, dry_run: bool) -> str:
    if any(drift.skipped for drift in drifts):
        return "It is not through: run it again."
    total = sum(drift.total for drift in drifts)
    if total == 0:
        return "The mirror is what the providers say."
    return f"{total} differ; nothing was changed." if dry_run else f"{total} differed. What is absent is asked for."


def _absent(drift: Drift, kind: Any) -> int | None:
    return None if kind in drift.not_searched else drift.absent[kind]


def _as_json(drifts: list[Drift], given: argparse.Namespace) -> dict[str, object]:
    total = sum(drift.total for drift in drifts)
    through = not any(drift.skipped for drift in drifts)
    return {
        "status": "interrupted" if not through else "drift" if total else "equal",
        "dry_run": given.dry_run,
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
    named = [{"kind": each.kind.value, "id": each.ref.id, "fields": list(each.fields)} for each in drift.named]
    return {"provider": drift.provider, "interrupted_by": drift.skipped, "kinds": counts, "differences": named}
