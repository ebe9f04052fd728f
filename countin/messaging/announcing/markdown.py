"""Markdown as it stands in a mail: HTML without anything that is loaded from elsewhere, and its
plain-text twin. Touches nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

# CommonMark without HTML and without pictures: what a mail loads tells who opened it.
_PARSER: Final = MarkdownIt("commonmark", {"html": False}).disable("image")
_SCHEMES: Final = ("https://", "http://", "mailto:")


@dataclass(frozen=True)
class Press:
    """A link alone in its paragraph: shown as a button."""

    words: str
    address: str


def render_html(text: str) -> str:
    """Safe to stand in a mail as it is."""
    blocks = _with_presses(_PARSER.parse(_tidy(text)))
    return "".join(_press_html(one) if isinstance(one, Press) else _html(one) for one in blocks)


def render_plain(text: str) -> str:
    """The same to be read without any HTML: every address stands behind its words."""
    written: list[str] = []
    for one in _with_presses(_PARSER.parse(_tidy(text))):
        if isinstance(one, Press):
            written.append(f"{one.words}:\n{one.address}")
        else:
            written.append(_plain_block(one))
    return "\n\n".join(part for part in written if part)


def render_words(text: str) -> str:
    """Its words in one line: no button, no address."""
    blocks = _with_presses(_PARSER.parse(_tidy(text)))
    inline = (token for one in blocks if not isinstance(one, Press) for token in one)
    words = (_plain_words(token.children) for token in inline if token.type == "inline")
    return " ".join(" ".join(words).split())


def addresses_in(text: str) -> list[str]:
    """Where its links lead, in their order."""
    tokens = _PARSER.parse(_tidy(text))
    inline = (child for token in tokens for child in token.children or ())
    return [str(child.attrs["href"]) for child in inline if child.type == "link_open"]


def is_safe_address(address: str) -> bool:
    """Something that a mail may lead to."""
    return address.lower().startswith(_SCHEMES)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _with_presses(tokens: Sequence[Token]) -> Iterator[Press | list[Token]]:
    """Top-level blocks, each whole; a paragraph that is one link is a press."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield _as_press(block) or block
            block = []


def _as_press(block: Sequence[Token]) -> Press | None:
    if len(block) != 3 or block[0].type != "paragraph_open":
        return None
    inside = block[1].children or []
    if len(inside) < 3 or inside[0].type != "link_open" or inside[-1].type != "link_close":
        return None
    if sum(child.type == "link_open" for child in inside) != 1:
        return None
    words = "".join(child.content for child in inside)
    return Press(words, str(inside[0].attrs["href"]))


def _html(block: list[Token]) -> str:
    return str(_PARSER.renderer.render(block, _PARSER.options, {}))


def _press_html(press: Press) -> str:
    address, words = escape(press.address), escape(press.words)
    return (
        '<table class="press" role="presentation"><tr><td>'
        f'<a href="{address}">{words}</a></td></tr></table>\n'
    )


def _plain_block(block: Sequence[Token]) -> str:
    """Paragraphs, lists and quotes, one line of text after the other."""
    lines: list[str] = []
    quoted, marks = 0, list[str]()
    for token in block:
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "list_item_open":
            marks.append(f"{token.info}{token.markup} " if token.info else "- ")
        elif token.type == "hr":
            lines.append("* * *")
        elif token.type in ("code_block", "fence"):
            lines += token.content.rstrip("\n").split("\n")
        elif token.type == "inline":
            lines += _plain_lines(token, quoted=quoted, marks=marks, depth=token.level)
    return "\n".join(lines)


def _plain_lines(token: Token, *, quoted: int, marks: list[str], depth: int) -> list[str]:
    mark = marks.pop() if marks else ""
    marks.clear()
    first, *more = _plain_inline(token.children or []).split("\n")
    under = " " * len(mark)
    ahead = "> " * quoted
    return [f"{ahead}{mark}{first}", *(f"{ahead}{under}{line}" for line in more)]


def _plain_words(children: Sequence[Token] | None) -> str:
    return "".join(child.content or " " for child in children or () if child.nesting == 0)


def _plain_inline(children: Sequence[Token]) -> str:
    written, address = "", ""
    for child in children:
        if child.type == "link_open":
            address, began = str(child.attrs["href"]), len(written)
        elif child.type == "link_close":
            words = written[began:]
            written += "" if words == address else f" ({address.removeprefix('mailto:')})"
        elif child.type in ("softbreak", "hardbreak"):
            written += "\n"
        else:
            written += child.content
    return written
