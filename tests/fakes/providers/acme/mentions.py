"""Customers named by an event's payload, by Acme's fields."""

from __future__ import annotations

from adapters.json_fields import fields_of, parsed
from application.portal.checkout_reference import CheckoutReferenceSigner
from application.ports.provider.mentions import Mentions, folded
from domain.errors import InvalidValue
from domain.mirror.snapshot import ObjectKind
from domain.provider import ProviderName, ProviderRef

_KINDS = {
    "agreement.changed": ObjectKind.SUBSCRIPTION,
    "order.changed": ObjectKind.ORDER,
    "buyer.changed": ObjectKind.ACCOUNT,
}


def mentions(payload: str, provider: ProviderName, references: CheckoutReferenceSigner) -> Mentions | None:
    """Return what a payload names, or None if it is not JSON."""
    document = parsed(payload)
    if not isinstance(document, dict):
        return None
    fields = [each for each in fields_of(document) if isinstance(each.value, str)]
    kind = _KINDS.get(str(document.get("kind")))
    about = {(each.name, each.above): _ref(each.value, provider) for each in fields}
    id_, buyer = about.get(("id", "body")), about.get(("buyer", "body"))
    account = id_ if kind is ObjectKind.ACCOUNT else buyer
    return Mentions(
        customers=frozenset(c for each in fields if each.name == "user" for c in references.ids_in(each.value)),
        accounts=frozenset({account} if account is not None else ()),
        subjects=frozenset({(kind, id_)} if kind is not None and id_ is not None else ()),
        emails=frozenset(folded(each.value) for each in fields if _is_email(each.name, each.value)),
        names=frozenset(folded(each.value) for each in fields if each.name == "person"),
    )


def _is_email(name: str, value: str) -> bool:
    return name == "mail" or ("@" in value and name != "user")


def _ref(value: str, provider: ProviderName) -> ProviderRef | None:
    try:
        return ProviderRef(provider=provider, id=value)
    except InvalidValue:
        return None
