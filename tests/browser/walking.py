"""By keyboard alone: from control to control, each of which is in sight and shows that it has
the focus."""

from typing import Final

from playwright.sync_api import Page

_FOCUSED: Final = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  if (here.tagName === "IFRAME") return { name: here.title, isSeen: true, isInSight: true };
  // A choice that is drawn shows it on the drawing beside its input.
  const isOutlined = (one) => {
    const style = one && getComputedStyle(one);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const isSeen = [here, here.nextElementSibling].some(isOutlined);
  const name = here.labels?.[0]?.innerText || here.getAttribute("aria-label") || here.innerText
    || here.name;
  const box = here.getBoundingClientRect();
  const isInSight = box.bottom > 0 && box.top < innerHeight && box.left >= 0
    && box.right <= document.documentElement.clientWidth;
  const middle = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  const cover = middle?.closest(".press");
  const isCovered = Boolean(cover) && !cover.contains(here);
  return { name: name.trim(), isSeen, isInSight: isInSight && !isCovered };
}"""
_VISIBLE: Final = """() => [...document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), summary, audio[controls], video[controls]"
)].filter((each) => each.checkVisibility()).length"""
_MOST = 60


def walk(page: Page) -> list[str]:
    """By Tab from the top until the page ends; the names in order. Focus is always seen."""
    names: list[str] = []
    for _ in range(_MOST):
        name = _step(page)
        if name is None:
            break
        names.append(name)
    return names


def walk_to(page: Page, name: str) -> None:
    """By Tab until the control of this name has the focus."""
    passed: list[str] = []
    for _ in range(_MOST):
        here = _step(page)
        if here == name:
            return
        passed.append(here or "the end")
    raise AssertionError(f"{name} is not reached by Tab, only {passed}")


def count_controls(page: Page) -> int:
    """How many there are to be reached."""
    count: int = page.evaluate(_VISIBLE)
    return count


def _step(page: Page) -> str | None:
    page.keyboard.press("Tab")
    focused = page.evaluate(_FOCUSED)
    if focused is None:
        return None
    assert focused["isSeen"], f"nothing shows that {focused['name']} has the focus"
    assert focused["isInSight"], f"{focused['name']} has the focus out of sight"
    return str(focused["name"])
