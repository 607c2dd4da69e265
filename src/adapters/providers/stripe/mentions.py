"""The customers, accounts and persons that an event's payload names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.json_fields import Field, fields_of, parsed
from adapters.providers.stripe.event_summary import object_of
from adapters.providers.stripe.thin import related_object_of
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.mentions import Mentions, folded
from domain.errors import InvalidValue
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef

_ACCOUNTS = frozenset({"customer", "customer_account"})
_NAMES = frozenset({"customer_name", "individual_name", "business_name"})
_NAMED = frozenset(
    {
        "billing_details",
        "collected_information",
        "customer_details",
        "customer_shipping",
        "owner",
        "shipping",
        "shipping_details",
    }
)
"""Fields of objects whose `name` is that of a person (Stripe API). A product, a price or a coupon has one as well."""


def mentions(payload: str, provider: ProviderName, references: CheckoutReferenceSigner) -> Mentions | None:
    """Return what a payload names, or None if it is not JSON.

    A customer's id is under the configured key of any `metadata`, and in `client_reference_id`.
    """
    document = parsed(payload)
    if not isinstance(document, dict):
        return None
    of_customer = _object(document).get("object") == "customer"
    fields = list(fields_of(document))
    words = [each.value for each in fields if _is_customer_id(each, references.key)]
    about = object_of(document, provider) or related_object_of(payload.encode(errors="replace"), provider)
    subjects = {(wanted.kind, wanted.ref) for wanted in about}
    subjects |= {(ObjectKind.SUBSCRIPTION, ref) for ref in _refs(fields, frozenset({"subscription"}), provider)}
    accounts = set(_refs(fields, _ACCOUNTS, provider))
    accounts |= {ref for kind, ref in subjects if kind is ObjectKind.ACCOUNT}
    texts = [each for each in fields if isinstance(each.value, str) and not _is_customer_id(each, references.key)]
    return Mentions(
        customers=frozenset(id_ for word in words for id_ in references.ids_in(word)),
        accounts=frozenset(accounts),
        subjects=frozenset(subjects),
        emails=frozenset(folded(each.value) for each in texts if _is_email(each)),
        names=frozenset(folded(each.value) for each in texts if _is_name(each, of_customer=of_customer)),
    )


def _object(document: Mapping[str, Any]) -> Mapping[str, Any]:
    data = document.get("data")
    about = data.get("object") if isinstance(data, dict) else None
    return about if isinstance(about, dict) else {}


def _is_customer_id(each: Field, key: str) -> bool:
    return each.name == "client_reference_id" or (each.above == "metadata" and each.name == key)


def _is_email(each: Field) -> bool:
    return each.name == "email" or each.name.endswith(("_email", "_email_address")) or "@" in each.value


def _is_name(each: Field, *, of_customer: bool) -> bool:
    if each.name in _NAMES:
        return True
    if each.name != "name":
        return False
    in_event = each.above == "previous_attributes" and of_customer
    return in_event or each.above in _NAMED or each.within.get("object") == "customer"


def _refs(fields: list[Field], names: frozenset[str], provider: ProviderName) -> Iterator[ProviderRef]:
    """Yield every id under these names, including those of expanded objects."""
    for each in fields:
        value = each.value.get("id") if isinstance(each.value, dict) else each.value
        if each.name in names and isinstance(value, str):
            try:
                yield ProviderRef(provider=provider, id=value)
            except InvalidValue:
                continue
