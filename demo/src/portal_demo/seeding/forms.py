"""The forms of a page, as somebody without a screen reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_TYPED = frozenset({"radio", "checkbox"})


@dataclass(slots=True)
class Choice:
    """One of several: a radio button or an option. `words`: what stands beside it."""

    name: str
    value: str
    words: str = ""


@dataclass(slots=True)
class Button:
    """Sends the form off, with a name and a value of its own if it has one."""

    name: str
    value: str
    words: str = ""


@dataclass(slots=True)
class Form:
    """`values`: what is sent if nothing is changed."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    def chosen(self, words: str) -> Mapping[str, str]:
        """What choosing this says.

        Raises:
            LookupError
        """
        for choice in self.choices:
            if words.lower() in choice.words.lower():
                return {choice.name: choice.value}
        raise LookupError(f"nothing to choose says {words!r}, only {[choice.words for choice in self.choices]}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside: Form | None = None
        self._listening: list[Choice | Button] = []
        self._label = ""
        self._in_label = False
        self._of_label: list[Choice] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = Form(action=told.get("action", ""), method=told.get("method", "get").lower())
            self.forms.append(self._inside)
        elif tag == "label":
            self._in_label, self._label, self._of_label = True, "", []
        elif self._inside is not None:
            self._control(self._inside, tag, told)

    def _control(self, form: Form, tag: str, told: Mapping[str, str]) -> None:
        kind, name, value = told.get("type", "").lower(), told.get("name", ""), told.get("value", "")
        if tag == "button":
            self._listening = [Button(name, value)]
            form.buttons.extend(each for each in self._listening if isinstance(each, Button))
        elif tag == "input" and kind in _TYPED:
            choice = Choice(name, value or "on")
            form.choices.append(choice)
            if self._in_label:
                self._of_label.append(choice)
            if "checked" in told:
                form.values[name] = choice.value
        elif tag == "input" and name:
            form.values[name] = value
        elif tag == "textarea":
            form.values[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option":
            option = Choice(self._select, value)
            form.choices.append(option)
            self._listening = [option]
            if "selected" in told or self._select not in form.values:
                form.values[self._select] = value

    def handle_data(self, data: str) -> None:
        if self._in_label:
            self._label += data
        for each in self._listening:
            each.words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "label":
            self._in_label = False
            for choice in self._of_label:
                choice.words = self._label
        elif tag in {"button", "option"}:
            self._listening = []


def forms_of(page: str) -> Iterator[Form]:
    """In the order in which they stand there."""
    reader = _Reader()
    reader.feed(page)
    yield from reader.forms
