"""Start of a subscription's arrears."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from domain.lifecycle.arrears import FirstFailureSnapshot, SubscriptionInvoiceSnapshot, in_arrears_since
from domain.mirror.merge import MirrorRecord, merge
from domain.provider import ProviderRef
from examples import NOON, after, pushed, ref, told_first_failure, told_invoice

Told = SubscriptionInvoiceSnapshot | FirstFailureSnapshot


def test_subscription_without_open_invoices_is_not_in_arrears() -> None:
    assert in_arrears_since([], {}) is None
    assert in_arrears_since([told_invoice(open=False)], {}) is None


def test_open_invoice_counts_from_its_creation() -> None:
    assert in_arrears_since([told_invoice(created_at=after(5))], {}) == after(5)


def test_invoice_paid_by_the_customer_counts_from_its_due_date() -> None:
    assert in_arrears_since([told_invoice(due_at=after(50))], {ref("invoice"): after(9)}) == after(50)


def test_automatically_charged_invoice_counts_from_its_first_failure() -> None:
    assert in_arrears_since([told_invoice()], {ref("invoice"): after(9), ref("other"): after(1)}) == after(9)


def test_arrears_start_at_the_oldest_invoice_that_is_still_open() -> None:
    older, newer = told_invoice("older"), told_invoice("newer", created_at=after(30))
    assert in_arrears_since([newer, older], {}) == NOON
    assert in_arrears_since([newer, told_invoice("older", open=False)], {}) == after(30)


@st.composite
def _tellings(draw: st.DrawFn) -> tuple[list[Told], datetime | None]:
    """Draw invoices in all their states, each state several times, with the expected start of the arrears."""
    told: list[Told] = []
    expected: list[datetime] = []
    for number in range(draw(st.integers(1, 4))):
        id_, created_at = f"invoice{number}", after(1000 * draw(st.integers(0, 9)))
        due_at = draw(st.none() | st.just(after(20_000 + number)))
        states = draw(st.lists(st.booleans(), min_size=1, max_size=4))
        failures = draw(st.lists(st.integers(1, 99), max_size=3))
        told += [
            told_invoice(id_, open=is_open, created_at=created_at, due_at=due_at, timestamp=pushed(10_000 + 100 * turn))
            for turn, is_open in enumerate(states)
        ]
        told += [told_first_failure(id_, timestamp=pushed(30_000 + second)) for second in failures]
        if states[-1]:
            failed_at = after(30_000 + min(failures)) if failures else None
            expected.append(due_at or failed_at or created_at)
    repeated = draw(st.lists(st.sampled_from(told), max_size=5))
    return draw(st.permutations(told + repeated)), min(expected, default=None)


@given(_tellings())
def test_grace_starts_at_the_oldest_open_invoice_in_any_order_of_events(
    given_: tuple[list[Told], datetime | None],
) -> None:
    told, expected = given_
    mirror: dict[tuple[object, ProviderRef], MirrorRecord[Told]] = {}
    for snapshot in told:
        mirror[snapshot.key] = merge(mirror.get(snapshot.key), snapshot, noticed_at=NOON).mirrored
    kept = [mirrored.snapshot for mirrored in mirror.values()]
    invoices = [each for each in kept if isinstance(each, SubscriptionInvoiceSnapshot)]
    failures = {each.ref: each.timestamp.as_of for each in kept if isinstance(each, FirstFailureSnapshot)}
    assert in_arrears_since(invoices, failures) == expected
