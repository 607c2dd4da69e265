"""Candidates for the unlinked list, in memory: two rows of each section at a time, so that pagination is exercised."""

from collections.abc import Iterable

from application.ports.storage.unlinked import Candidate, CandidatePage, UnlinkedCursor, UnlinkedSection, after_all_of
from domain.account import AccountSnapshot
from domain.billing.purchase_assembly import assemble_purchases
from domain.one_off_purchase import OneOffPurchase
from domain.ownership.claim import Claim
from domain.provider import ProviderRef
from domain.purchases.facet import FacetSnapshot, PaymentSnapshot
from domain.subscription import SubscriptionSnapshot
from fakes.in_memory.facts import belongings_about
from fakes.in_memory.tables import Tables

_LOOKED_AT = 2


def walk(tables: Tables, after: UnlinkedCursor, *, limit: int) -> CandidatePage:
    rows = sorted(_rows(tables, after.section), key=lambda seen: seen.at)
    ahead = [seen for seen in rows if seen.at > after]
    seen = ahead[: min(limit, _LOOKED_AT)]
    accounts = {account for each in seen for account in _accounts(each)}
    subjects = {subject for each in seen for subject in _subjects(each)}
    return CandidatePage(
        seen=tuple(seen),
        belongings=belongings_about(tables, accounts=accounts, subjects=subjects),
        ended=seen[-1].at if len(seen) < len(ahead) else after_all_of(after.section),
    )


def _rows(tables: Tables, section: UnlinkedSection) -> Iterable[Candidate]:
    if section is UnlinkedSection.ACCOUNTS:
        for ref in _known_accounts(tables):
            yield _seen(section, ref, ref.provider, ref.id)
    if section is UnlinkedSection.PURCHASES:
        for purchase in assemble_purchases(tables.mirrored(FacetSnapshot), catalogue={}, first_payments=frozenset()):
            if purchase.account is None:
                yield _seen(section, purchase, *_first(purchase))
    if section is UnlinkedSection.CLAIMS:
        for claim in tables.claims.values():
            account = claim.account.id if claim.account is not None else ""
            subject = claim.subject.provider, claim.kind, claim.subject.id
            yield _seen(section, claim, claim.customer_id, *subject, account, str(claim.trust.value))


def _seen(section: UnlinkedSection, what: ProviderRef | OneOffPurchase | Claim, *key: str) -> Candidate:
    return Candidate(at=UnlinkedCursor(section=section, key=key), what=what)


def _known_accounts(tables: Tables) -> set[ProviderRef]:
    told = list(tables.mirrored(AccountSnapshot))
    named = {m.snapshot.account for m in tables.mirrored(SubscriptionSnapshot)}
    named |= {
        m.snapshot.account
        for m in tables.mirrored(PaymentSnapshot)
        if isinstance(m.snapshot, PaymentSnapshot) and m.snapshot.confirms_one_off
    }
    everything = {m.snapshot.ref for m in told} | {ref for ref in named if ref is not None}
    return everything - {m.snapshot.ref for m in told if m.snapshot.deleted}


def _first(purchase: OneOffPurchase) -> tuple[str, ...]:
    return min((p.ref.provider, p.kind.value, p.ref.id) for p in purchase.payments if p.confirms_one_off)


def _accounts(seen: Candidate) -> set[ProviderRef]:
    if isinstance(seen.what, ProviderRef):
        return {seen.what}
    return {seen.what.account} if isinstance(seen.what, Claim) and seen.what.account is not None else set()


def _subjects(seen: Candidate) -> set[ProviderRef]:
    if isinstance(seen.what, ProviderRef):
        return set()
    if isinstance(seen.what, Claim):
        return {seen.what.subject}
    return {seen.what.ref.same_provider(key) for key in seen.what.keys}
