"""Lines of text at 80 columns: paragraphs, counts and shares."""

import textwrap

from countin.insights.rates import Drawn, Rate

WIDTH = 80
_NUMBERS_AT = 46


def count_line(words: str, count: int, *, indent: int = 2) -> str:
    """Words and number in two columns; words that need more room go on in the next line."""
    pad = " " * indent
    width = _NUMBERS_AT + 14 - indent
    lines = textwrap.wrap(words, width, subsequent_indent="  ")
    lines[-1] = f"{lines[-1]:<{width}}{count:>10,}"
    return "\n".join(pad + line for line in lines)


def rate_line(words: str, known: Rate | Drawn, *, indent: int = 2) -> str:
    """Words, counts and share in three columns; what is too long goes on below."""
    left = f"{' ' * indent}{words:<{38 - indent}}{known.counts:>16}"
    if len(left) + 1 + len(known.words) > WIDTH:
        return f"{left}\n{known.words:>{WIDTH}}"
    return f"{left} {known.words:>{WIDTH - 1 - len(left)}}"


def wrapped(text: str, *, indent: int = 2) -> str:
    """A paragraph."""
    pad = " " * indent
    return textwrap.fill(
        text, WIDTH, initial_indent=pad, subsequent_indent=pad, break_on_hyphens=False
    )
