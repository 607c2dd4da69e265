"""The customers, accounts and persons that an event's payload names."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.json_fields import Field, fields_of, parsed
from adapters.providers.lemonsqueezy.event_summary import wanted_of
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.mentions import Mentions, folded
from domain.errors import InvalidValue
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef

_TOO_LONG = 10**255
_CARRIED = frozenset({"custom_data", "custom"})
_PARTS = {"subscription_id": ObjectKind.SUBSCRIPTION, "order_id": ObjectKind.ORDER}


def mentions(payload: str, provider: ProviderName, references: CheckoutReferenceSigner) -> Mentions | None:
    """Return what a payload names, or None if it is not JSON.

    A customer's id is under the configured key of the custom data (Lemon Squeezy API, "Passing custom data"). An
    account is a resource of type `customers`, or the `customer_id` of another resource.
    """
    document = parsed(payload)
    if not isinstance(document, dict):
        return None
    fields = list(fields_of(document))
    words = [_text_of(each.value) for each in fields if _is_customer_id(each, references.key)]
    subjects = {(wanted.kind, wanted.ref) for wanted in wanted_of(payload.encode(errors="replace"), provider)}
    subjects |= {(_PARTS[each.name], ref) for each in fields if each.name in _PARTS for ref in _ref(each, provider)}
    accounts = {ref for each in fields if each.name == "customer_id" for ref in _ref(each, provider)}
    accounts |= {ref for each in fields if _is_account(each) for ref in _ref(each, provider)}
    texts = [each for each in fields if isinstance(each.value, str) and not _is_customer_id(each, references.key)]
    of_customer = any(each.name == "type" and each.above == "data" and each.value == "customers" for each in fields)
    return Mentions(
        customers=frozenset(id_ for word in words for id_ in references.ids_in(word)),
        accounts=frozenset(accounts),
        subjects=frozenset(subjects),
        emails=frozenset(folded(each.value) for each in texts if _is_email(each)),
        names=frozenset(folded(each.value) for each in texts if _is_name(each, of_customer=of_customer)),
    )


def _is_customer_id(each: Field, key: str) -> bool:
    return each.above in _CARRIED and each.name == key


def _is_account(each: Field) -> bool:
    return each.name == "id" and each.within.get("type") == "customers"


def _is_email(each: Field) -> bool:
    return each.name in ("email", "user_email") or "@" in each.value


def _is_name(each: Field, *, of_customer: bool) -> bool:
    """Return whether a field is the name of a person. A store, a product and a discount have a `name` as well."""
    return each.name == "user_name" or (of_customer and each.name == "name" and each.above == "attributes")


def _ref(each: Field, provider: ProviderName) -> Iterator[ProviderRef]:
    text = _text_of(each.value)
    if isinstance(text, str):
        try:
            yield ProviderRef(provider=provider, id=text)
        except InvalidValue:
            return


def _text_of(value: object) -> object:
    """Convert an id to text. Ids are numbers in attributes and text elsewhere."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _TOO_LONG else value
