from __future__ import annotations

import pytest

from portal_demo.seeding.forms import forms_of

PAGE = """
<form method="POST" action="/pay">
  <input type="hidden" name="token" value="t&amp;1"> <input name="email" value=""> <textarea name="note"></textarea>
  <label><input type="radio" name="card" value="a" checked> Card that works</label>
  <label><input type="radio" name="card" value="b"> <span>Card that <b>fails</b></span></label>
  <select name="country"><option value="">None</option><option value="PT" selected>Portugal</option></select>
  <select name="months"><option value="1">One</option><option value="3">Three</option></select>
  <button name="do" value="pay">Pay $9</button>
</form>
<form><input type="checkbox" name="yes"></form>
"""


def test_form_is_read_as_a_browser_would_send_it() -> None:
    form, _ = forms_of(PAGE)
    assert (form.action, form.method) == ("/pay", "post")
    assert form.values == {
        "token": "t&1",
        "email": "",
        "note": "",
        "card": "a",
        "country": "PT",
        "months": "1",
    }
    assert [(button.name, button.value, button.words) for button in form.buttons] == [("do", "pay", "Pay $9")]


def test_choice_is_found_by_its_label() -> None:
    form, _ = forms_of(PAGE)
    assert form.chosen("that fails") == {"card": "b"}
    assert form.chosen("three") == {"months": "3"}


def test_missing_choice_raises() -> None:
    _, form = forms_of(PAGE)
    with pytest.raises(LookupError, match="Card"):
        form.chosen("Card")
    assert (form.method, form.values) == ("get", {})
