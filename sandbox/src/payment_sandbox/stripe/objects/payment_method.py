"""Cards that customers pay with."""

from __future__ import annotations

from collections.abc import Mapping

from payment_sandbox.records import Document

_OTHER_TYPES = (
    "acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit bancontact billie "
    "bizum blik boleto card_present cashapp crypto custom customer_balance eps fpx giropay grabpay ideal "
    "interac_present kakao_pay klarna konbini kr_card link mb_way mobilepay multibanco naver_pay "
    "nz_bank_account oxxo p24 pay_by_bank payco paynow paypal paypay payto pix promptpay revolut_pay "
    "samsung_pay satispay scalapay sepa_debit sequra sofort sunbit swish twint upi us_bank_account wechat_pay "
    "zip"
)


def card(id_: str, *, customer: str | None, brand: str, last4: str, billing: Mapping[str, object], at: int) -> Document:
    """A payment method of the type `card`. `billing`: the buyer's details, as `billing_details` makes them."""
    return {
        "id": id_,
        "object": "payment_method",
        **dict.fromkeys(_OTHER_TYPES.split()),
        "allow_redisplay": "limited",
        "billing_details": dict(billing),
        "card": {
            "brand": brand,
            "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
            "country": "US",
            "display_brand": brand,
            "exp_month": 4,
            "exp_year": 2034,
            "fingerprint": f"SANDBOXCARD{last4}",
            "funding": "credit",
            "generated_from": None,
            "last4": last4,
            "networks": {"available": [brand], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        "created": at,
        "customer": customer,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "radar_options": {},
        "type": "card",
    }


def billing_details(email: str | None, name: str | None, address: Document | None) -> Document:
    """Who pays. Stripe has an address there even if nothing of it is known."""
    unknown = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {"address": address or unknown, "email": email, "name": name, "phone": None, "tax_id": None}
