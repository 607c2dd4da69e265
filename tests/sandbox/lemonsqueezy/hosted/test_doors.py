"""Access to the hosted pages."""

from __future__ import annotations

import httpx
import pytest

from sandbox.lemonsqueezy.stage import Stage

BASE = "/lemonsqueezy"


async def test_every_fetch_signs_new_links_and_old_ones_stay_valid(stage: Stage, person: httpx.AsyncClient) -> None:
    subscription = stage.subscribe()
    old = stage.now(subscription)["urls"]
    stage.move(seconds=1)
    assert all(old[name] != url for name, url in stage.now(subscription)["urls"].items())
    for url in old.values():
        assert (await person.get(url)).status_code == 200


async def test_link_expires_after_six_hours(stage: Stage, person: httpx.AsyncClient) -> None:
    subscription = stage.subscribe()
    urls = [*stage.now(subscription)["urls"].values(), stage.invoices(subscription)[0]["urls"]["invoice_url"]]
    stage.move(hours=6)
    for url in urls:
        page = await person.get(url)
        assert page.status_code == 403
        assert "This link has expired" in page.text
    assert "Sign in" in (await person.get(f"{BASE}/billing")).text


async def test_receipt_link_never_expires(stage: Stage, person: httpx.AsyncClient) -> None:
    url = stage.now(stage.buy(stage.variant("Lifetime")))["urls"]["receipt"]
    stage.move(days=400)
    assert (await person.get(url)).status_code == 200


@pytest.mark.parametrize(
    "forge",
    [
        lambda url: url.replace("user=1001", "user=1002"),
        lambda url: url.replace("expires=1", "expires=2"),
        lambda url: f"{url}&expires=9999999999",
        lambda url: f"{url}&more=1",
        lambda url: url.replace("?", "?user=1002&"),
        lambda url: url[:-1] + ("0" if url[-1] != "0" else "1"),
        lambda url: url.replace("test_mode=1&", ""),
        lambda url: url.partition("signature=")[0] + "signature=",
        lambda url: url.partition("signature=")[0] + "signature=%C3%A9",
    ],
)
async def test_altered_link_is_refused(stage: Stage, person: httpx.AsyncClient, forge: object) -> None:
    subscription = stage.subscribe()
    stage.subscribe(email="ben@example.com")
    url = stage.now(subscription)["urls"]["customer_portal"]
    assert callable(forge)
    assert (await person.get(forge(url))).status_code == 403
    assert "Sign in" in (await person.get(f"{BASE}/billing")).text


async def test_pages_of_another_customer_are_not_found(stage: Stage, person: httpx.AsyncClient) -> None:
    ada, ben = stage.subscribe(), stage.subscribe(email="ben@example.com")
    order = stage.shop.resources.the("orders", ben["attributes"]["order_id"])
    invoice = next(stage.shop.resources.newest("subscription-invoices", "subscription_id", int(ben["id"])))
    await person.get(stage.now(ada)["urls"]["customer_portal"])
    stage.told()
    for path in (
        f"billing/{ben['id']}/update",
        f"billing/{ben['id']}/cancel",
        f"subscription/{ben['id']}/payment-details",
    ):
        assert (await person.get(f"{BASE}/{path}")).status_code == 404
        assert (await person.post(f"{BASE}/{path}", data={"card": "works", "variant_id": "1001"})).status_code == 404
    for path in (f"my-orders/{order['attributes']['identifier']}", f"my-orders/invoice/{invoice['id']}"):
        assert (await person.get(f"{BASE}/{path}")).status_code == 404
        assert (await person.get(f"{BASE}/{path}/download")).status_code == 404
    assert stage.told() == []


async def test_forged_cookie_is_refused(stage: Stage, person: httpx.AsyncClient) -> None:
    stage.subscribe()
    for value in ("1001", f"1001.9999999999.{'0' * 64}", "", "é"):
        cookie = {"cookie": f"lemonsqueezy_session={value}".encode()}
        page = await person.get(f"{BASE}/billing", headers=[(b"cookie", cookie["cookie"])])
        assert "Sign in to your billing" in page.text
