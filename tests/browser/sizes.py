"""The two sizes at which an organizer's ways are gone: a phone and a thumb, a desk and a mouse."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pytest


@dataclass(frozen=True)
class Size:
    """`browser`: how a browser of this size is opened."""

    name: str
    browser: Mapping[str, Any] = field(repr=False)

    @property
    def has_touch(self) -> bool:
        """Whether things are tapped, not clicked."""
        return bool(self.browser["has_touch"])


def _size(name: str, *, width: int, height: int, has_touch: bool) -> Size:
    seen = {"width": width, "height": height}
    return Size(name, {"viewport": seen, "is_mobile": has_touch, "has_touch": has_touch})


PHONE: Final = _size("phone", width=390, height=844, has_touch=True)
DESK: Final = _size("desk", width=1280, height=800, has_touch=False)
both_sizes = pytest.mark.parametrize("size", [PHONE, DESK], ids=lambda size: size.name)
