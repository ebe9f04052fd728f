"""Count-In is a timing tool, not a growth engine, and nothing it says may suggest otherwise.

A sentence that denies such a claim may stand if it holds a word of denial and its line carries the
marker `denied-claim`, in a comment of the file's own kind (in Python, after the end of the text).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

_PUBLIC = (
    r"(audience|fan ?base|fans|streams?|reach|following|followers|listeners?|plays|career|numbers)"
)
_CLAIMS = re.compile(
    "|".join(
        [
            r"\bgrowth\b",
            rf"\b(grow|boost|explode|skyrocket|increase|expand|multiply|maximi[sz]e)\w*\b[^.]{{0,40}}\b{_PUBLIC}\b",
            rf"\b(more|extra|new|additional) (real )?{_PUBLIC}\b",
            rf"\bguarantee\w*\b[^.]{{0,40}}\b({_PUBLIC}|success|placements?)\b",
            r"\balgorithm\w*\b[^.]{0,40}\b(boost|push|trigger|favou?r|reward|love|signal|feed|notice)\w*",
            r"\b(boost|push|trigger|please|feed|beat|hack|game)\w*\b[^.]{0,40}\balgorithm\w*",
            rf"\b(grew|grown|boosted|expanded)\b[^.]{{0,40}}\b{_PUBLIC}\b",
            r"\bplacements?\b",
            r"\bfraud\w*\b",
            r"\bpre-?savers? (are|is) (a |an |your )?(listener|real)",
            # Not a part of a path: a service's own addresses name them.
            r"(?<![/:|])\bplaylist(s|ed|ing)?\b",
            r"\b(release radar|discover weekly|new music friday)\b",
            r"\b(go|goes|going|went) viral\b",
            r"\b(climb|top|hit|reach)\w*\b[^.]{0,20}\bcharts?\b",
            r"\b(verified|guaranteed|100 ?%) (real )?(fans|humans|people)\b",
            r"\breal fans\b",
            r"\bbot[- ]free\b",
            r"\bpre-?(save|add)s? (will |can |may )?(bring|cause|drive|generate|create|earn|win"
            r"|lead to|turn into|become|convert)\w*",
            r"\bstreams? (from|through|by|thanks to) (the |your )?pre-?saves?\b",
            r"\b(better|higher|lower|worse) than (other|most|similar) (artists|campaigns|labels)\b",
            r"\b(industry|genre) (average|benchmark|standard)s?\b",
            r"\b(forecasts?|predict(s|ed|ion|ions)?|projected)\b",
            r"\b(bought|purchased|paid|fake) (fans|saves|pre-?saves|followers|streams)\b",
        ]
    ),
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(no|not|never|nobody|nothing|none|neither|nor|without|cannot)\b|n['’]t\b", re.I
)
_MARKER = "denied-claim"


def claims_in(line: str) -> list[str]:
    """What a line of public text claims and may not. The marker excuses denying sentences only."""
    excused = _MARKER in line
    # The words in an address are those of whoever has it.
    sentences = re.split(r"(?<=[.!?])\s", re.sub(r"https://[^\s)\"]+", "", line))
    return [
        match.group()
        for sentence in sentences
        if not (excused and _DENIAL.search(sentence))
        for match in _CLAIMS.finditer(sentence)
    ]


def public_lines() -> Iterator[tuple[str, str]]:
    """Every line that a fan, an organizer or an operator may read, with its place."""
    for path in tree.files():
        if _is_public_text(path):
            for number, line in enumerate(tree.text_of(path).splitlines(), start=1):
                yield f"{path}:{number}", line
    for source in tree.sources("countin"):
        yield from _texts_in_code(source)


def _is_public_text(path: Path) -> bool:
    if path.parts[0] in ("tests", "simulator", "requirements"):
        return False
    if path.suffix in (".html", ".txt", ".po", ".yaml", ".yml", ".toml", ".js"):
        return path.parts[0] in ("countin", "examples", "deploy") and "vendored" not in path.parts
    return path.suffix == ".md" and "decisions" not in path.parts


def _texts_in_code(source: tree.Source) -> Iterator[tuple[str, str]]:
    # Docstrings too: those of commands are their help.
    for node in ast.walk(source.module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            marker = (
                _MARKER if _MARKER in source.lines[(node.end_lineno or node.lineno) - 1] else ""
            )
            yield source.at(node), " ".join(node.value.split()) + f" {marker}"


def test_no_page_mail_or_help_claims_what_a_page_cannot_do():
    """A pre-save page finds no listeners: it concentrates those one can already reach."""
    lines = list(public_lines())

    guilty = [f"{place} {claim}" for place, line in lines for claim in claims_in(line)]

    assert (len(lines) > 500, guilty) == (True, [])


@pytest.mark.parametrize(
    "sentence",
    [
        "Grow your audience with every release.",
        "Boosts your streams on release day.",
        "Pre-saves trigger the algorithm.",
        "The algorithm rewards early saves.",
        "Land on editorial playlists.",
        "Get on Release Radar.",
        "Reach new listeners.",
        "Guaranteed reach.",
        "312 verified real fans.",
        "This list is bot-free.",
        "Pre-saves turn into streams.",
        "1,204 streams from pre-saves.",
        "Better than other artists.",
        "We predict 400 saves.",
        "This pre-save grew your audience.",
        "Editorial placement included.",
        "Pre-savers are listeners.",
        "Fraud was found in this campaign.",
        "The growth engine for music.",
        "Pre-saves bring no growth and never did.",
        "Grow your audience. <!-- denied-claim -->",
        "Land on playlists: https://service.example/playlists",
        "Grow your audience. This is not a lie. <!-- denied-claim -->",
    ],
)
def test_the_rule_hears_every_claim(sentence):
    """A rule that hears nothing would be kept by everybody; a marker alone is no denial."""
    assert claims_in(sentence) != []


@pytest.mark.parametrize(
    "sentence",
    [
        "A page finds no listeners: it concentrates those one can already reach.",
        "Your save is done on release day.",
        "Wait a growing time between two looks.",
        "Read [their page](https://service.example/pitching-to-playlist-editors).",
        "A timing tool, not a growth engine. <!-- denied-claim -->",
    ],
)
def test_the_rule_lets_plain_words_pass(sentence):
    """A rule that hears claims everywhere would be switched off."""
    assert claims_in(sentence) == []
