"""Render template sources with the components loaded, and look at what came out."""

from html.parser import HTMLParser
from typing import Any

from django.template import engines
from django.test import RequestFactory

VOID = set("meta link input br img hr path rect circle line polyline use".split())


def render(source: str, address: str = "/don/", **context: Any) -> str:
    template = engines["django"].from_string("{% load i18n gandan %}" + source)
    return template.render(context, RequestFactory().get(address))


class Markup(HTMLParser):
    """Collects what a strict page must not have, and whether every element is closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)
        self.close()
        self.faults += [f"<{name}> is not closed" for name in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        self.faults += [
            f"{name} on <{tag}>" for name in found if name == "style" or name[:2] == "on"
        ]
        if tag == "style" or (tag == "script" and "src" not in found):
            self.faults.append(f"inline <{tag}>")
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes nothing")
        else:
            self.open.pop()

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]
