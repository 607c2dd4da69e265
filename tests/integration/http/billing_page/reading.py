"""HTML pages parsed with the standard library, as their reader meets them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

LANDMARKS = frozenset({"header", "main", "footer", "nav"})
VOID = frozenset({"meta", "link", "input", "br"})


@dataclass(kw_only=True)
class Element:
    """An element; `inside` lists its ancestors, the outermost first."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[Element, ...]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


class Page(HTMLParser):
    """A parsed page. Raises if elements are not closed in the order in which they were opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag=tag, attributes={name: value or "" for name, value in attrs}, inside=tuple(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.pieces.append(data)

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def texts(self, *tags: str) -> list[str]:
        return [element.text for element in self.all(*tags)]

    def buttons(self) -> dict[str, dict[str, str]]:
        """Return what each button's form sends, and its target, by the button's accessible name."""
        return {
            button.attributes.get("aria-label") or button.text: self._form(button.inside[-1])
            for button in self.all("button")
        }

    def _form(self, form: Element) -> dict[str, str]:
        assert form.tag == "form"
        assert form.attributes["method"] == "post"
        fields = (e.attributes for e in self.all("input") if any(form is each for each in e.inside))
        return {"": form.attributes["action"], **{each["name"]: each["value"] for each in fields}}
