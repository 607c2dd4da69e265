"""The recipes of docs/checkout.md are requests that Stripe accepts."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from stripe_schema import validate_request

WRITTEN = (Path(__file__).parents[3] / "docs" / "checkout.md").read_text()
RECIPES = re.findall(r"```\nPOST (/v1/checkout/sessions)\n(.+?)```", WRITTEN, re.DOTALL)


def form_of(recipe: str) -> bytes:
    pairs = (pair.partition("=") for pair in recipe.split())
    return "&".join(f"{quote(name, safe='[]')}={quote(value, safe='')}" for name, _, value in pairs).encode()


def test_recipes_cover_subscriptions_and_one_off_purchases() -> None:
    assert [re.findall(r"^mode=(\w+)$", recipe, re.MULTILINE) for _, recipe in RECIPES] == [
        ["subscription"],
        ["payment"],
    ]


@pytest.mark.parametrize(("path", "recipe"), RECIPES)
def test_each_recipe_is_a_valid_request_that_opts_out_of_managed_payments(path: str, recipe: str) -> None:
    given = validate_request("POST", path, form_of(recipe))
    assert given["managed_payments"] == {"enabled": False}
