"""A campaign of one's own, made as an organizer makes one, by a code that a service knows."""

from tests.browser.house import House
from tests.browser.studio.organizer import Organizer, day_in


def publish(owner: Organizer, house: House, *, title: str, channels: str = "newsletter") -> str:
    """Through the three screens, from the campaigns; a month ahead. Gives back its slug."""
    slug = title.lower().replace(" ", "-")
    house.show_release(slug, title=title)
    owner.follow("New campaign")
    owner.fill("A link, its UPC or an ISRC", house.link_of(slug))
    owner.press("Look it up")
    owner.fill("Release date", day_in(30))
    owner.press("Go on")
    owner.fill("Other channels, by comma", channels)
    owner.press("Publish")
    owner.reads("It is public.")
    return slug


def promise(house: House, slug: str, *, fan: str, via: str = "") -> str:
    """A fan's promise at Spotify; the address of their own page."""
    house.sim.add_fan(fan, country="DE")
    query = f"?via={via}" if via else ""
    thanks = house.stage.pre_save(fan, page=f"{house.base_url}/{slug}{query}")
    return str(thanks.link("Your own page"))
