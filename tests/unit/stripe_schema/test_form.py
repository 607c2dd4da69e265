"""Form encoding: whatever the SDK flattens is built up again."""

from hypothesis import given
from hypothesis import strategies as st

from stripe_schema.form import tree
from unit.stripe_schema.wire import sent_by

NAMES = st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=40)


@given(st.dictionaries(NAMES, st.text(st.characters(exclude_categories=["Cs"]), max_size=80), min_size=1, max_size=5))
def test_any_metadata_that_the_sdk_sends_arrives_unchanged(metadata: dict[str, str]) -> None:
    request = sent_by(lambda client: client.v1.customers.create({"metadata": metadata}))
    assert tree(request.form) == {"metadata": metadata}


@given(st.lists(NAMES, min_size=1, max_size=25))
def test_any_list_that_the_sdk_sends_arrives_in_its_order(keys: list[str]) -> None:
    request = sent_by(lambda client: client.v1.prices.list({"lookup_keys": keys}))
    assert tree(request.form) == {"lookup_keys": {str(index): key for index, key in enumerate(keys)}}


def test_nothing_sent_is_an_empty_tree() -> None:
    assert tree(None) == tree("") == tree(b"") == tree({}) == {}
