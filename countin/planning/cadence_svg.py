"""A cadence as a picture for a page: an inline SVG without style of its own but `currentColor`
and the page's `--spark`. A list beside it says the same to whoever can't see it."""

from datetime import date
from math import ceil
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from countin.planning.cadence import Cadence, Place
from countin.planning.scales import Scale, make_scale

_HEIGHT: Final = 120
_EDGE: Final = 16
_LINE: Final = 64
_BAR: Final = 14
_DOT: Final = 9
# Two dots nearer than this would hide each other's number.
_APART: Final = 2 * _DOT + 2
_MONTH_NAME: Final = 58  # wide at most


def draw_cadence(cadence: Cadence, *, name: str, width: int = 640) -> str:
    """One <svg> element as text, `width` units wide, of which letters are 11 high; `name` is the
    artist's, told to whoever can't see it."""
    scale = make_scale(cadence, width=width - 2 * _EDGE)
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {_HEIGHT}",
            "role": "img",
            "class": "cadence",
            "font-family": "inherit",
            "font-size": "11",
        },
    )
    SubElement(svg, "title").text = f"Releases of {name} on one line"
    SubElement(svg, "desc").text = _described(cadence)
    _draw_months(svg, scale=scale)
    for place in cadence.places:
        _draw_window(svg, place=place, scale=scale)
    _draw_today(svg, day=cadence.today, scale=scale)
    _draw_dots(svg, places=cadence.places, scale=scale)
    return tostring(svg, encoding="unicode")


def _described(cadence: Cadence) -> str:
    words = [
        f"{place.number}: {place.release.title}, {place.release.release_date.isoformat()}"
        + (f", {place.overlap} days within the window before" if place.overlap else "")
        for place in cadence.places
    ]
    return "; ".join([*words, f"today: {cadence.today.isoformat()}"]) + "."


def _draw_months(svg: Element, *, scale: Scale) -> None:
    line = {"stroke": "currentColor", "stroke-opacity": "0.4"}
    y = str(_LINE)
    SubElement(
        svg, "line", {"x1": str(_EDGE), "x2": f"{_EDGE + scale.width:g}", "y1": y, "y2": y, **line}
    )
    every = max(1, ceil(len(scale.months) * _MONTH_NAME / scale.width))
    for number, month in enumerate(scale.months):
        x = _x(month, scale=scale)
        ticks = {"x1": x, "x2": x, "y1": str(_HEIGHT - 26), "y2": str(_HEIGHT - 20)}
        SubElement(svg, "line", {**ticks, **line})
        if number % every == 0:
            at = {"x": x, "y": str(_HEIGHT - 6), "fill": "currentColor", "fill-opacity": "0.7"}
            at["text-anchor"] = _anchor(x, scale=scale)
            year = f" {month.year}" if number == 0 or month.month <= every else ""
            SubElement(svg, "text", at).text = f"{month:%b}{year}"


def _draw_window(svg: Element, *, place: Place, scale: Scale) -> None:
    start = scale.place(place.release.release_date)
    end = scale.place(place.window_ends)
    box = {"y": str(_LINE - _BAR // 2), "height": str(_BAR), "rx": "3"}
    across = {"x": f"{_EDGE + start:.1f}", "width": f"{end - start:.1f}"}
    color = "var(--spark, currentColor)"
    SubElement(svg, "rect", {**across, **box, "fill": color, "fill-opacity": "0.22"})
    if place.overlap:
        # Twice the height: an overlap is told by its form too.
        shared = {"x": f"{_EDGE + start:.1f}", "y": str(_LINE - _BAR), "height": str(2 * _BAR)}
        width = max(end - start, 1) * place.overlap / (place.window_ends - _day(place)).days
        box = {**shared, "width": f"{width:.1f}", "fill": "none", "stroke": "currentColor"}
        SubElement(svg, "rect", {**box, "stroke-dasharray": "3 2"})


def _draw_today(svg: Element, *, day: date, scale: Scale) -> None:
    x = _x(day, scale=scale)
    line = {"x1": x, "x2": x, "y1": "18", "y2": str(_HEIGHT - 26), "stroke": "currentColor"}
    SubElement(svg, "line", line)
    text = {"x": x, "y": "12", "fill": "currentColor", "text-anchor": _anchor(x, scale=scale)}
    SubElement(svg, "text", text).text = "today"


def _draw_dots(svg: Element, *, places: tuple[Place, ...], scale: Scale) -> None:
    ends = {True: -_APART * 2.0, False: -_APART * 2.0}  # of the last dot on the line, and above
    for place in places:
        x = float(_x(_day(place), scale=scale))
        on_line = x - ends[True] >= _APART
        ends[on_line] = x
        y = _LINE if on_line else _LINE - _APART - 2
        _draw_dot(svg, place=place, x=x, y=y)


def _draw_dot(svg: Element, *, place: Place, x: float, y: int) -> None:
    fill = "currentColor" if place.is_out else "var(--paper, #fff)"
    at = {"cx": f"{x:.1f}", "cy": str(y), "r": str(_DOT)}
    SubElement(svg, "circle", {**at, "fill": fill, "stroke": "currentColor", "stroke-width": "1.5"})
    ink = "var(--paper, #fff)" if place.is_out else "currentColor"
    text = {"x": f"{x:.1f}", "y": str(y + 4), "text-anchor": "middle", "fill": ink}
    SubElement(svg, "text", text).text = str(place.number)


def _anchor(x: str, *, scale: Scale) -> str:
    """Near the right end words stand before their line."""
    return "end" if float(x) > scale.width + 2 * _EDGE - _MONTH_NAME else "start"


def _day(place: Place) -> date:
    return place.release.release_date


def _x(day: date, *, scale: Scale) -> str:
    return f"{_EDGE + scale.place(day):.1f}"
