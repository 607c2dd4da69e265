"""Ownership of accounts and purchases."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from domain.customer import CustomerId
from domain.errors import InvalidValue
from domain.mirror.snapshot import ObjectKind
from domain.ownership.claim import AccountUnlink, Claim, Trust
from domain.ownership.claim_set import ClaimSet
from domain.ownership.first_purchases import AccountPurchase
from domain.ownership.resolution import OwnershipResolver
from domain.provider import ProviderRef
from examples import ADA, BOB, after, claim, ref

ACCOUNT = ref("account")
SUBJECT = (ObjectKind.SUBSCRIPTION, ref("sub"))


def owner(*claims: Claim, subject: str = "sub", account: ProviderRef | None = ACCOUNT) -> CustomerId | None:
    won = ClaimSet(claims=frozenset(claims)).owner([(ObjectKind.SUBSCRIPTION, ref(subject))], account)
    return won.customer_id if won else None


def holder(
    *claims: Claim, unlinked: tuple[AccountUnlink, ...] = (), bought: tuple[AccountPurchase, ...] = ()
) -> CustomerId | None:
    told = ClaimSet(claims=frozenset(claims), unlinkings=frozenset(unlinked), first_purchases=frozenset(bought))
    won = told.account_owner(ACCOUNT)
    return won.customer_id if won else None


def losing(*claims: Claim) -> list[Claim]:
    judged = OwnershipResolver(ownership=ClaimSet(claims=frozenset(claims)))
    return [claim for claim in claims if not judged.wins(claim)]


def bought(subject: str, *, since: int = 0) -> AccountPurchase:
    subjects = frozenset({(ObjectKind.SUBSCRIPTION, ref(subject))})
    return AccountPurchase(account=ACCOUNT, subjects=subjects, since=after(since))


def test_account_owner_owns_every_purchase_of_the_account() -> None:
    assert owner(claim(subject="sub"), subject="another") == ADA


def test_claim_with_higher_trust_wins_even_if_it_is_later() -> None:
    ranking = [Trust.UNSIGNED, Trust.SIGNED, Trust.SELLER, Trust.HOST]
    for weaker, stronger in itertools.pairwise(ranking):
        assert owner(claim(ADA, weaker), claim(BOB, stronger, subject_created_at=after(999))) == BOB


def test_equal_trust_prefers_the_earliest_provider_time() -> None:
    assert (
        owner(claim(ADA, subject_created_at=after(5)), claim(BOB, subject="older", subject_created_at=after(1))) == BOB
    )


def test_changed_claim_leaves_the_purchase_with_the_first_customer() -> None:
    assert owner(claim(ADA, claimed_at=after(5)), claim(BOB, claimed_at=after(1))) == BOB


def test_simultaneous_claims_are_ordered_by_customer_id() -> None:
    assert owner(claim(BOB), claim(ADA)) == ADA


def test_claims_on_simultaneous_subjects_are_ordered_by_id_and_not_by_arrival() -> None:
    """The first event of either may have been missed, and a missed event must not change the owner."""
    mine, theirs = claim(ADA, subject="sub-1", claimed_at=after(9)), claim(BOB, subject="sub-2", claimed_at=after(1))
    assert holder(mine, theirs) == ADA


def test_unsigned_claim_credits_its_subject_but_does_not_link_the_account() -> None:
    forged = claim(ADA, Trust.UNSIGNED)
    assert owner(forged) == ADA
    assert holder(forged) is None
    assert owner(forged, subject="another") is None


def test_unsigned_claim_does_not_displace_the_account_owner() -> None:
    assert owner(claim(BOB, Trust.UNSIGNED), claim(ADA, subject="account")) == ADA


def test_signed_claim_on_the_first_purchase_links_the_account() -> None:
    assert holder(claim(ADA, Trust.SIGNED)) == ADA
    assert (
        holder(claim(ADA, Trust.SIGNED), claim(ADA, Trust.SIGNED, subject="later", subject_created_at=after(9))) == ADA
    )
    assert holder(claim(ADA, Trust.SIGNED), bought=(bought("sub"), bought("unclaimed", since=9))) == ADA


@pytest.mark.parametrize("since", [-1, 0])
def test_signed_claim_links_no_account_with_an_unclaimed_purchase_that_is_not_later(since: int) -> None:
    assert holder(claim(ADA, Trust.SIGNED), bought=(bought("sub"), bought("unclaimed", since=since))) is None


@pytest.mark.parametrize("trust", Trust)
def test_earlier_purchase_by_the_same_customer_allows_linking_only_if_its_claim_is_genuine(trust: Trust) -> None:
    earlier = claim(ADA, trust, subject="earlier", subject_created_at=after(-1))
    assert holder(claim(ADA, Trust.SIGNED), earlier) == (ADA if trust > Trust.UNSIGNED else None)


@pytest.mark.parametrize("since", [-1, 0, 1])
def test_another_customers_claim_prevents_linking_if_it_is_earlier_or_genuine(since: int) -> None:
    mine = claim(ADA, Trust.SIGNED)
    forged = claim(BOB, Trust.UNSIGNED, subject="other", subject_created_at=after(since))
    assert holder(mine, forged) == (ADA if since > 0 else None)
    assert holder(mine, replace(forged, trust=Trust.SIGNED)) is None


def test_unlinked_customers_earlier_purchase_still_prevents_linking() -> None:
    gone = AccountUnlink(account=ACCOUNT, customer_id=BOB)
    earlier, later = (claim(BOB, Trust.SIGNED, subject="other", subject_created_at=after(s)) for s in (-1, 1))
    assert holder(claim(ADA, Trust.SIGNED), earlier, unlinked=(gone,)) is None
    assert holder(claim(ADA, Trust.SIGNED), later, unlinked=(gone,)) == ADA


def test_stronger_claim_links_an_account_with_earlier_purchases() -> None:
    stranger = bought("unclaimed", since=-1)
    for trust in (Trust.SELLER, Trust.HOST):
        assert holder(claim(ADA, trust), claim(BOB, Trust.SIGNED, subject="other"), bought=(stranger,)) == ADA


def test_signed_claim_that_links_no_account_still_credits_its_subject() -> None:
    assert (
        owner(claim(ADA, Trust.SIGNED), claim(BOB, Trust.SIGNED, subject="other", subject_created_at=after(-1))) == ADA
    )


def test_guest_purchase_is_owned_by_its_own_claim() -> None:
    assert owner(claim(ADA, subject="checkout", account=None), subject="checkout", account=None) == ADA


def test_ids_of_different_kinds_are_kept_apart() -> None:
    of_subscription, of_order = claim(ADA, subject="1"), claim(BOB, kind=ObjectKind.ORDER, subject="1")
    ownership = ClaimSet(claims=frozenset({of_subscription, of_order}))
    assert ownership.owner([(ObjectKind.SUBSCRIPTION, ref("1"))], None) == of_subscription
    assert ownership.owner([(ObjectKind.ORDER, ref("1"))], None) == of_order
    assert losing(of_subscription, of_order) == [of_order]


def test_unlinking_rejects_later_claims_of_that_customer_and_accepts_the_next_customer() -> None:
    gone = AccountUnlink(account=ACCOUNT, customer_id=ADA)
    assert holder(claim(ADA), claim(ADA, Trust.HOST, subject="account"), unlinked=(gone,)) is None
    assert holder(claim(ADA), claim(BOB, Trust.SIGNED), unlinked=(gone,)) == BOB


def test_unlinking_also_removes_credits_for_single_purchases() -> None:
    gone = frozenset({AccountUnlink(account=ACCOUNT, customer_id=ADA)})
    assert ClaimSet(claims=frozenset({claim(ADA)}), unlinkings=gone).owner([SUBJECT], ACCOUNT) is None


def test_rejected_claims_are_listed() -> None:
    lost, won = claim(BOB, Trust.UNSIGNED), claim(ADA)
    assert losing(lost, won) == [lost]


def test_signed_claim_that_does_not_link_the_account_is_listed_as_rejected() -> None:
    came_first = claim(ADA, Trust.UNSIGNED)
    refused = claim(BOB, Trust.SIGNED, subject="other", subject_created_at=after(9))
    assert losing(came_first, refused) == [refused]


@pytest.mark.parametrize(
    "text", ["", "me", ".", "..", "a b", "a/b", "a\n", "ä", "x" * 201, "a?b", "a%2fb", "erased:", "erased:" + "0" * 32]
)
def test_malformed_customer_id_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        CustomerId(text)


@pytest.mark.parametrize("text", ["user_42", "a@example.com", "auth0|1", "a.b-c:d+e~f", "x" * 200])
def test_common_host_ids_are_valid_customer_ids(text: str) -> None:
    assert CustomerId(text) == text
