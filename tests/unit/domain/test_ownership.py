"""Whose everything is."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from domain.belongings import Belongings
from domain.bought import Bought
from domain.claim import Claim, CustomerId, Trust, Unlinking
from domain.errors import InvalidValue
from domain.ownership import Ownership
from domain.provider import Ref
from domain.snapshot import ObjectKind
from examples import ADA, BOB, after, claim, ref

ACCOUNT = ref("account")
SUBJECT = (ObjectKind.SUBSCRIPTION, ref("sub"))


def owner(*claims: Claim, subject: str = "sub", account: Ref | None = ACCOUNT) -> CustomerId | None:
    won = Ownership(claims=frozenset(claims)).owner([(ObjectKind.SUBSCRIPTION, ref(subject))], account)
    return won.customer_id if won else None


def holder(*claims: Claim, unlinked: tuple[Unlinking, ...] = (), bought: tuple[Bought, ...] = ()) -> CustomerId | None:
    told = Ownership(claims=frozenset(claims), unlinkings=frozenset(unlinked), first_bought=frozenset(bought))
    won = told.account_holder(ACCOUNT)
    return won.customer_id if won else None


def losing(*claims: Claim) -> list[Claim]:
    judged = Belongings(ownership=Ownership(claims=frozenset(claims)))
    return [claim for claim in claims if not judged.prevails(claim)]


def bought(subject: str, *, since: int = 0) -> Bought:
    subjects = frozenset({(ObjectKind.SUBSCRIPTION, ref(subject))})
    return Bought(account=ACCOUNT, subjects=subjects, since=after(since))


def test_who_owns_an_account_owns_everything_bought_with_it() -> None:
    assert owner(claim(subject="sub"), subject="another") == ADA


def test_the_more_trusted_word_wins_however_late_it_was_given() -> None:
    ranking = [Trust.UNSIGNED, Trust.SIGNED, Trust.SELLER, Trust.HOST]
    for weaker, stronger in itertools.pairwise(ranking):
        assert owner(claim(ADA, weaker), claim(BOB, stronger, since=after(999))) == BOB


def test_among_equals_the_earliest_by_the_providers_time_wins() -> None:
    assert owner(claim(ADA, since=after(5)), claim(BOB, subject="older", since=after(1))) == BOB


def test_a_subject_that_changes_its_word_stays_with_the_first() -> None:
    assert owner(claim(ADA, said_at=after(5)), claim(BOB, said_at=after(1))) == BOB


def test_of_one_moment_the_id_decides() -> None:
    assert owner(claim(BOB), claim(ADA)) == ADA


def test_of_two_things_of_one_moment_the_id_decides_and_not_which_word_was_heard_first() -> None:
    """The first word of either may have been missed, and nobody may come to another owner by that."""
    mine, theirs = claim(ADA, subject="sub-1", said_at=after(9)), claim(BOB, subject="sub-2", said_at=after(1))
    assert holder(mine, theirs) == ADA


def test_an_unsigned_word_credits_the_subject_and_never_links_its_account() -> None:
    forged = claim(ADA, Trust.UNSIGNED)
    assert owner(forged) == ADA
    assert holder(forged) is None
    assert owner(forged, subject="another") is None


def test_an_unsigned_word_cannot_take_from_who_holds_the_account() -> None:
    assert owner(claim(BOB, Trust.UNSIGNED), claim(ADA, subject="account")) == ADA


def test_a_signed_word_links_the_account_that_it_began() -> None:
    assert holder(claim(ADA, Trust.SIGNED)) == ADA
    assert holder(claim(ADA, Trust.SIGNED), claim(ADA, Trust.SIGNED, subject="later", since=after(9))) == ADA
    assert holder(claim(ADA, Trust.SIGNED), bought=(bought("sub"), bought("unclaimed", since=9))) == ADA


@pytest.mark.parametrize("since", [-1, 0])
def test_a_signed_word_links_no_account_in_which_something_else_was_not_bought_later(since: int) -> None:
    assert holder(claim(ADA, Trust.SIGNED), bought=(bought("sub"), bought("unclaimed", since=since))) is None


@pytest.mark.parametrize("trust", Trust)
def test_what_came_first_is_the_customers_own_by_their_own_genuine_word_alone(trust: Trust) -> None:
    earlier = claim(ADA, trust, subject="earlier", since=after(-1))
    assert holder(claim(ADA, Trust.SIGNED), earlier) == (ADA if trust > Trust.UNSIGNED else None)


@pytest.mark.parametrize("since", [-1, 0, 1])
def test_of_another_customer_an_earlier_word_stands_in_the_way_and_a_later_one_if_it_is_genuine(since: int) -> None:
    mine = claim(ADA, Trust.SIGNED)
    forged = claim(BOB, Trust.UNSIGNED, subject="other", since=after(since))
    assert holder(mine, forged) == (ADA if since > 0 else None)
    assert holder(mine, replace(forged, trust=Trust.SIGNED)) is None


def test_whom_an_account_was_taken_from_came_first_all_the_same() -> None:
    gone = Unlinking(account=ACCOUNT, customer_id=BOB)
    earlier, later = (claim(BOB, Trust.SIGNED, subject="other", since=after(s)) for s in (-1, 1))
    assert holder(claim(ADA, Trust.SIGNED), earlier, unlinked=(gone,)) is None
    assert holder(claim(ADA, Trust.SIGNED), later, unlinked=(gone,)) == ADA


def test_a_stronger_word_links_whatever_came_first() -> None:
    stranger = bought("unclaimed", since=-1)
    for trust in (Trust.SELLER, Trust.HOST):
        assert holder(claim(ADA, trust), claim(BOB, Trust.SIGNED, subject="other"), bought=(stranger,)) == ADA


def test_a_signed_word_that_links_nothing_still_credits_what_it_is_about() -> None:
    assert owner(claim(ADA, Trust.SIGNED), claim(BOB, Trust.SIGNED, subject="other", since=after(-1))) == ADA


def test_a_guests_purchase_is_owned_by_itself() -> None:
    assert owner(claim(ADA, subject="checkout", account=None), subject="checkout", account=None) == ADA


def test_an_id_names_nothing_without_its_kind() -> None:
    of_subscription, of_order = claim(ADA, subject="1"), claim(BOB, kind=ObjectKind.ORDER, subject="1")
    ownership = Ownership(claims=frozenset({of_subscription, of_order}))
    assert ownership.owner([(ObjectKind.SUBSCRIPTION, ref("1"))], None) == of_subscription
    assert ownership.owner([(ObjectKind.ORDER, ref("1"))], None) == of_order
    assert losing(of_subscription, of_order) == [of_order]


def test_unlinking_stays_against_later_claims_and_gives_way_to_the_next() -> None:
    gone = Unlinking(account=ACCOUNT, customer_id=ADA)
    assert holder(claim(ADA), claim(ADA, Trust.HOST, subject="account"), unlinked=(gone,)) is None
    assert holder(claim(ADA), claim(BOB, Trust.SIGNED), unlinked=(gone,)) == BOB


def test_what_was_unlinked_is_not_credited_one_by_one_either() -> None:
    gone = frozenset({Unlinking(account=ACCOUNT, customer_id=ADA)})
    assert Ownership(claims=frozenset({claim(ADA)}), unlinkings=gone).owner([SUBJECT], ACCOUNT) is None


def test_what_loses_is_listed() -> None:
    lost, won = claim(BOB, Trust.UNSIGNED), claim(ADA)
    assert losing(lost, won) == [lost]


def test_a_signed_word_that_does_not_link_is_listed_though_it_credits() -> None:
    came_first = claim(ADA, Trust.UNSIGNED)
    refused = claim(BOB, Trust.SIGNED, subject="other", since=after(9))
    assert losing(came_first, refused) == [refused]


@pytest.mark.parametrize(
    "text", ["", "me", ".", "..", "a b", "a/b", "a\n", "ä", "x" * 201, "a?b", "a%2fb", "erased:", "erased:" + "0" * 32]
)
def test_what_is_no_customer_id_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        CustomerId(text)


@pytest.mark.parametrize("text", ["user_42", "a@example.com", "auth0|1", "a.b-c:d+e~f", "x" * 200])
def test_the_hosts_own_ids_are_customer_ids(text: str) -> None:
    assert CustomerId(text) == text
