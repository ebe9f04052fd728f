"""Reading a page as a screen reader does: links, buttons and fields by their accessible names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
         "track", "wbr"}  # fmt: skip
_UNREAD = {"script", "style", "template", "noscript", "svg", "head"}
_PRESSED = {"submit", "image", "button", "reset"}
_CHECKED = {"checkbox", "radio"}


@dataclass(eq=False)
class Element:
    """A tag with its attributes, texts and children, in the order of the page."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    inside: list["Element | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def has(self, name: str) -> bool:
        return name in self.attributes

    def walk(self) -> Iterator["Element"]:
        """This element and all below it."""
        yield self
        for child in self.inside:
            if isinstance(child, Element):
                yield from child.walk()

    @property
    def text(self) -> str:
        """Its words as read aloud: pictures by their alt text, hidden parts not at all."""
        return " ".join(" ".join(self._words()).split())

    @property
    def raw(self) -> str:
        """Its own text untouched, as of a script that holds data."""
        return "".join(child for child in self.inside if isinstance(child, str))

    @property
    def is_silent(self) -> bool:
        """Nobody can see or reach it."""
        hidden = self.has("hidden") or self.get("aria-hidden") == "true"
        return hidden or self.tag in _UNREAD or bool(self.parent and self.parent.is_silent)

    def above(self, tag: str) -> "Element | None":
        """The nearest element of this tag around it."""
        if self.parent is None or self.parent.tag == tag:
            return self.parent
        return self.parent.above(tag)

    def _words(self) -> Iterator[str]:
        for child in self.inside:
            if isinstance(child, str):
                yield child
            elif child.tag == "img":
                yield child.get("alt")
            elif child.get("aria-hidden") != "true" and child.tag not in _UNREAD:
                yield from (child.get("aria-label"),) if child.has("aria-label") else child._words()


class Document:
    """A parsed page."""

    def __init__(self, text: str) -> None:
        self.root = _Builder().build(text)
        self._all = list(self.root.walk())
        self._by_id = {element.get("id"): element for element in self._all if element.has("id")}

    @property
    def title(self) -> str:
        """The page's first heading, else its title."""
        return next((e.text for e in self._all if e.tag in ("h1", "title")), "")

    @property
    def links(self) -> list[Element]:
        return [e for e in self._all if e.tag == "a" and e.get("href") and not e.is_silent]

    @property
    def buttons(self) -> list[Element]:
        """What sends a form or runs a script when pressed."""
        return [
            e
            for e in self._all
            if (e.tag == "button" or (e.tag == "input" and e.get("type") in _PRESSED))
            and not e.has("disabled")
            and not e.is_silent
        ]

    @property
    def fields(self) -> list[Element]:
        """What takes text or a tick, and is seen."""
        return [
            e
            for e in self._all
            if e.tag in ("input", "textarea", "select")
            and e.get("type") not in (*_PRESSED, "hidden")
            and not e.is_silent
        ]

    def by_id(self, name: str) -> Element | None:
        return self._by_id.get(name)

    def name_of(self, element: Element) -> str:
        """The accessible name: aria-labelledby, aria-label, label, own text or value, title."""
        if element.has("aria-labelledby"):
            named = (self._by_id.get(part) for part in element.get("aria-labelledby").split())
            return " ".join(each.text for each in named if each)
        if element.has("aria-label"):
            return element.get("aria-label")
        if element.tag in ("a", "button"):
            return element.text or element.get("title")
        if element.get("type") in _PRESSED:
            return element.get("value") or element.get("alt")
        return self._label_of(element) or element.get("title") or element.get("placeholder")

    def form_of(self, element: Element) -> Element | None:
        """The form that an element belongs to, around it or named by it."""
        return self.by_id(element.get("form")) if element.has("form") else element.above("form")

    def values_of(self, form: Element) -> list[tuple[Element, str, str]]:
        """What a form would send as it stands: element, name, value; no buttons."""
        return [
            (e, e.get("name"), _value_of(e))
            for e in self._all
            if e.get("name") and not e.has("disabled") and _is_sent(e) and self.form_of(e) is form
        ]

    def _label_of(self, element: Element) -> str:
        if around := element.above("label"):
            return around.text
        own = element.get("id")
        return next(
            (e.text for e in self._all if own and e.tag == "label" and e.get("for") == own), ""
        )


def _is_sent(element: Element) -> bool:
    if element.tag in ("textarea", "select"):
        return True
    kind = element.get("type")
    if element.tag != "input" or kind in _PRESSED:
        return False
    return kind not in _CHECKED or element.has("checked")


def _value_of(element: Element) -> str:
    if element.tag == "textarea":
        return element.raw
    if element.tag == "select":
        options = [e for e in element.walk() if e.tag == "option"]
        chosen = next((e for e in options if e.has("selected")), options[0] if options else None)
        return (chosen.get("value") or chosen.text) if chosen else ""
    return element.get("value") or ("on" if element.get("type") in _CHECKED else "")


class _Builder(HTMLParser):
    """Makes the tree; a tag that was never closed ends with its parent."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._here = self._root = Element("page", {})

    def build(self, text: str) -> Element:
        self.feed(text)
        self.close()
        return self._root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self._here)
        self._here.inside.append(element)
        if tag not in _VOID:
            self._here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        opened: Element | None = self._here
        while opened is not None and opened.tag != tag:
            opened = opened.parent
        if opened is not None and opened.parent is not None:
            self._here = opened.parent

    def handle_data(self, data: str) -> None:
        self._here.inside.append(data)
