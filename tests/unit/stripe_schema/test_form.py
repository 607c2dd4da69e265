"""Form encoding: the flattened parameters of the SDK are restored."""

from hypothesis import given
from hypothesis import strategies as st

from stripe_schema.form import tree
from unit.stripe_schema.wire import sent_by

NAMES = st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=40)


@given(st.dictionaries(NAMES, st.text(st.characters(exclude_categories=["Cs"]), max_size=80), min_size=1, max_size=5))
def test_metadata_sent_by_the_sdk_is_restored(metadata: dict[str, str]) -> None:
    request = sent_by(lambda client: client.v1.customers.create({"metadata": metadata}))
    assert tree(request.form) == {"metadata": metadata}


@given(st.lists(NAMES, min_size=1, max_size=25))
def test_list_sent_by_the_sdk_keeps_its_order(keys: list[str]) -> None:
    request = sent_by(lambda client: client.v1.prices.list({"lookup_keys": keys}))
    assert tree(request.form) == {"lookup_keys": {str(index): key for index, key in enumerate(keys)}}


def test_empty_form_is_an_empty_tree() -> None:
    assert tree(None) == tree("") == tree(b"") == tree({}) == {}
