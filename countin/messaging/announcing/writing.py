"""An announcement as one mailbox gets it: filled in, as HTML and plain text, with the artwork."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import parseaddr

from countin.campaigns.controlling import controller_of, notice_address, sender_of
from countin.fans.addresses import is_address
from countin.fans.keys import give_key
from countin.languages.dates import date_in_words
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.framing import (
    OWN_PAGE_KEY,
    UNSUBSCRIBE_KEY,
    Frame,
    render_frame,
)
from countin.messaging.announcing.kinds import KINDS, fill, words_of
from countin.messaging.announcing.markdown import render_plain, render_words
from countin.messaging.announcing.signed_links import sign_link
from countin.messaging.announcing.ways import Way, link_by, mail_channel_of
from countin.messaging.languages import language_of, spoken_like
from countin.messaging.letters import Letter
from countin.messaging.models import Announcement, AnnouncementMail, ListMembership
from countin.messaging.pictures import read_small_artwork
from countin.messaging.sending import Desk
from countin.visits.links import channel_link
from countin.workspaces.controllers import Controller, Named


@dataclass(frozen=True)
class AnnouncingDesk:
    """What writing and sending announcements needs besides the rows."""

    desk: Desk
    secret_key: str = field(repr=False)
    per_minute: int


def signed_by(desk: AnnouncingDesk, *, announcement: Announcement) -> AnnouncingDesk:
    """The desk in the name of whoever answers for this artist's fans."""
    artists = [announcement.artist]
    own = replace(
        desk.desk,
        controller=controller_of(artists, otherwise=desk.desk.controller),
        sender=sender_of(artists, otherwise=desk.desk.sender),
    )
    return replace(desk, desk=own)


def write_announcement(
    announcement: Announcement,
    *,
    membership: ListMembership | None,
    address: str,
    desk: AnnouncingDesk,
    now: datetime,
) -> Letter:
    """For this member; without one, as a test: its own page and its key lead nowhere."""
    language = language_of(membership) if membership else announcement.language
    letter = lay_out(announcement, language=language, desk=desk, now=now)
    keys = keys_of(
        announcement, letter=letter, membership=membership, address=address, desk=desk, now=now
    )
    return with_keys(letter, keys=keys)


def lay_out(
    announcement: Announcement, *, language: str, desk: AnnouncingDesk, now: datetime
) -> Letter:
    """For everybody who reads in this language, with places for each reader's keys."""
    desk = signed_by(desk, announcement=announcement)
    announcement = _as_read_in(language, announcement=announcement)
    base_url = desk.desk.base_url
    link = link_of_announcement(announcement, base_url=base_url, now=now)
    words = words_for(announcement, link=link, own_page=f"{base_url}/me/{OWN_PAGE_KEY}")
    frame = _frame(announcement, words=words, link=link, language=language, desk=desk)
    plain, html = render_frame(frame)
    return Letter(
        subject=frame.subject,
        text=plain,
        html=html,
        unsubscribe_address=frame.unsubscribe_address,
        picture=_picture_of(announcement, desk=desk),
        sender_name=announcement.artist.name,
        headers=_list_headers(announcement, desk=desk),
    )


def keys_of(
    announcement: Announcement,
    *,
    letter: Letter,
    membership: ListMembership | None,
    address: str,
    desk: AnnouncingDesk,
    now: datetime,
) -> dict[str, str]:
    """What stands in the places of this letter, for one reader."""
    key = sign_link(
        announcement, membership=membership, address=address, secret_key=desk.secret_key
    )
    keys = {UNSUBSCRIBE_KEY: key}
    if OWN_PAGE_KEY in letter.text:
        keys[OWN_PAGE_KEY] = _own_page_key(membership, now=now)
    return keys


def with_keys(letter: Letter, *, keys: Mapping[str, str]) -> Letter:
    """One reader's."""
    return replace(
        letter,
        text=_with_keys(letter.text, keys=keys),
        html=_with_keys(letter.html, keys=keys),
        unsubscribe_address=_with_keys(letter.unsubscribe_address, keys=keys),
    )


def subject_of(announcement: Announcement) -> str:
    """As its readers see it."""
    words = words_for(announcement, link="", own_page="")
    return " ".join(fill(announcement.subject, words=words).split())


def beginning_of(announcement: Announcement) -> str:
    """The words of its text, without any link."""
    words = words_for(announcement, link="", own_page="")
    return render_words(fill(announcement.text, words=words))


def plain_text_of(announcement: Announcement, *, link: str) -> str:
    """All of it, as plain text, leading there."""
    return render_plain(
        fill(announcement.text, words=words_for(announcement, link=link, own_page=""))
    )


def words_for(
    announcement: Announcement, *, link: str, own_page: str
) -> Mapping[str, Callable[[], str]]:
    """What stands for each name in braces."""
    campaign = announcement.campaign
    words: dict[str, Callable[[], str]] = {
        "artist": lambda: announcement.artist.name,
        "link": lambda: link,
        "own_page": lambda: own_page,
    }
    if campaign is not None:
        release, language = campaign.release, announcement.language
        words["title"] = lambda: release.title
        words["date"] = lambda: date_in_words(release.release_date, language=language)
    return words


def link_of_announcement(announcement: Announcement, *, base_url: str, now: datetime) -> str:
    """Its own tracked link; before it is scheduled, the plain page."""
    if announcement.channel is not None:
        return f"{base_url}/l/{channel_link(announcement.channel, now=now).code}"
    if mail_channel_of(announcement):
        return link_by(announcement, way=Way.MAIL, base_url=base_url, now=now)
    return _plain_page(announcement, base_url=base_url)


def message_id_of(mail: AnnouncementMail, *, sender: str) -> str:
    """The same for every try of this mail, so that a mailbox that got it twice shows it once. The
    moment keeps a restored database from giving it to another mail."""
    host = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<announcement.{mail.announcement_id}.{mail.pk}.{mail.made_at:%Y%m%d%H%M%S%f}@{host}>"


def _as_read_in(language: str, *, announcement: Announcement) -> Announcement:
    """What the worker wrote itself, in its reader's own language; any other as it was written."""
    kind = AnnouncementKind(announcement.kind)
    if not KINDS[kind].is_by_itself:
        return announcement
    read = copy(announcement)
    read.language = spoken_like(language)
    read.subject, read.text = words_of(kind, language=read.language)
    return read


def _own_page_key(membership: ListMembership | None, *, now: datetime) -> str:
    if membership is None or membership.fan is None:
        return "test"
    return give_key(membership.fan, now=now)


def _plain_page(announcement: Announcement, *, base_url: str) -> str:
    if announcement.campaign is None:
        return f"{base_url}/@{announcement.artist.handle}"
    return f"{base_url}/{announcement.campaign.slug}"


def _by_tracked_link(text: str, *, announcement: Announcement, link: str, base_url: str) -> str:
    """Whoever wrote the page's address out gets the tracked one all the same."""
    return text.replace(f"({_plain_page(announcement, base_url=base_url)})", f"({link})")


def _frame(
    announcement: Announcement,
    *,
    words: Mapping[str, Callable[[], str]],
    link: str,
    language: str,
    desk: AnnouncingDesk,
) -> Frame:
    base_url = desk.desk.base_url
    text = fill(announcement.text, words=words)
    return Frame(
        subject=" ".join(fill(announcement.subject, words=words).split()),
        text=_by_tracked_link(text, announcement=announcement, link=link, base_url=base_url),
        text_language=announcement.language,
        language=language,
        artist=announcement.artist.name,
        title=announcement.campaign.release.title if announcement.campaign else "",
        link=link,
        has_picture=_picture_of(announcement, desk=desk) is not None,
        controller=_named(desk.desk.controller),
        privacy_address=notice_address(desk.desk.controller, base_url=base_url),
        unsubscribe_address=f"{base_url}/unsubscribe/{UNSUBSCRIBE_KEY}/preferences",
    )


def _named(controller: Controller) -> Named:
    return Named(controller.name, controller.contact, controller.address)


def _with_keys(text: str, *, keys: Mapping[str, str]) -> str:
    for place, key in keys.items():
        text = text.replace(place, key)
    return text


def _picture_of(announcement: Announcement, *, desk: AnnouncingDesk) -> bytes | None:
    if announcement.campaign is None or not announcement.has_artwork:
        return None
    release = announcement.campaign.release
    return read_small_artwork(release, media_root=desk.desk.media_root)


def _list_headers(announcement: Announcement, *, desk: AnnouncingDesk) -> Mapping[str, str]:
    host = parseaddr(desk.desk.sender)[1].rpartition("@")[2] or "localhost"
    contact = desk.desk.controller.contact
    return {
        "List-ID": f"<{announcement.artist.handle}.{host}>",
        "Precedence": "bulk",
        **({"Reply-To": contact} if is_address(contact) else {}),
    }
