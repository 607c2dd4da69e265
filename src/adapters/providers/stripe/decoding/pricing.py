"""Decoding of prices into pricings (Stripe API, "Prices")."""

from __future__ import annotations

from decimal import Decimal

from adapters.providers.stripe.money import exponent
from adapters.providers.stripe.wire.catalogue import CurrencyOption, Plan, Price, TransformQuantity
from domain.catalogue.pricing import Pricing, Scheme

_TIERS = {"graduated": Scheme.GRADUATED, "volume": Scheme.VOLUME}


def pricing_of(price: Price) -> Pricing | None:
    """Return the pricing in the price's own currency, or None if the price has no currency."""
    return _pricing(price, price.currency, price.unit_amount, price.unit_amount_decimal)


def pricings_of(price: Price) -> tuple[Pricing, ...]:
    """Return the pricings in the price's own currency and in all others that the response includes."""
    options = sorted((price.currency_options or {}).items())
    others = (_in_currency(price, currency, option) for currency, option in options if currency != price.currency)
    return tuple(pricing for pricing in (pricing_of(price), *others) if pricing is not None)


def pricing_of_plan(plan: Plan) -> Pricing | None:
    """Return the pricing of a plan, the predecessor of prices."""
    as_price = Price(
        id=plan.id,
        billing_scheme=plan.billing_scheme,
        tiers_mode=plan.tiers_mode,
        transform_quantity=plan.transform_usage,
    )
    return _pricing(as_price, plan.currency, plan.amount, plan.amount_decimal)


def _in_currency(price: Price, currency: str, option: CurrencyOption) -> Pricing | None:
    return _pricing(price, currency, option.unit_amount, option.unit_amount_decimal)


def _pricing(price: Price, currency: str | None, whole: int | None, exact: Decimal | None) -> Pricing | None:
    """Return a pricing. `whole` is None if the price is tiered or its amount has decimals below the minor unit."""
    if currency is None:
        return None
    amount = Decimal(whole) if whole is not None else exact
    code, transform = currency.upper(), price.transform_quantity
    if price.billing_scheme == "tiered":
        scheme = _TIERS.get(price.tiers_mode or "", Scheme.GRADUATED)
        return Pricing(scheme=scheme, currency=code, exponent=exponent(code))
    return Pricing(
        scheme=Scheme.PER_UNIT if transform is None else Scheme.PACKAGE,
        currency=code,
        exponent=exponent(code),
        amount=amount,
        package_size=transform.divide_by if transform is not None else None,
        rounds_down=_rounds_down(transform),
    )


def _rounds_down(transform: TransformQuantity | None) -> bool:
    return transform is not None and transform.round == "down"
