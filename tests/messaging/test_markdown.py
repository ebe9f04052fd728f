"""What an artist writes stands in a mail as text: nothing in it runs, loads, or leads astray."""

from html.parser import HTMLParser

import pytest

from countin.messaging.announcing.markdown import addresses_in, render_html, render_plain

_HARMLESS = {"p", "a", "strong", "em", "ul", "ol", "li", "blockquote", "table", "tr", "td", "br"}
_ALLOWED = {"class", "role", "href"}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update({name: value or "" for name, value in attrs})


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![](https://tracker.example/open.gif?who={own_page})",
        "[tap](javascript:alert(1))",
        "[tap](JaVaScRiPt&#58;alert(1))",
        "[tap](data:text/html;base64,PHNjcmlwdD4=)",
        "[tap](data:image/svg+xml;base64,PHN2Zz4=)",
        "<javascript:alert(1)>",
        "[tap][far]\n\n[far]: javascript:alert(1)",
        '[tap](https://x.example/"onmouseover="alert(1))',
        '[a "b](https://x.example "onmouseover=alert(1)")',
        '<style>@import "https://tracker.example"</style>',
        '<a href="https://x.example" ping="https://tracker.example">tap</a>',
    ],
)
def test_nothing_of_it_runs_or_is_loaded(text: str):
    found = _Tags()

    found.feed(render_html(text))

    assert found.names <= _HARMLESS
    assert set(found.attributes) - {"title"} <= _ALLOWED
    assert found.attributes.get("href", "https://").startswith("https://")


def test_a_link_that_is_not_known_to_be_safe_is_told_to_who_judges_it():
    text = "[a](ftp://x.example) <mailto:a@x.example> [b][c]\n\n[c]: //x.example"

    assert addresses_in(text) == ["ftp://x.example", "mailto:a@x.example", "//x.example"]


def test_the_plain_twin_names_every_address():
    text = "See [here](https://x.example/a).\n\n[Pre-save](https://x.example/b)\n\n> quoted"

    assert render_plain(text) == (
        "See here (https://x.example/a).\n\nPre-save:\nhttps://x.example/b\n\n> quoted"
    )
