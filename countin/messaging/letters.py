"""Mails as they are read: subject, plain text and HTML, from the templates of this room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.mime.image import MIMEImage
from email.utils import formataddr, parseaddr
from typing import Any

import css_inline
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from countin.campaigns.controlling import notice_address
from countin.campaigns.models import Campaign
from countin.languages.dates import date_in_words
from countin.messaging.confirmations import Wishes
from countin.messaging.languages import direction, language_of
from countin.messaging.models import ListMembership, Mail, ReconnectAsk, Reminder
from countin.messaging.renewing import Ending
from countin.presaves.states import Reason
from countin.providers.contract import Provider
from countin.workspaces.controllers import Controller

PICTURE_ID = "artwork"
# Rules for dark mode stay in a style element of their own, which the inliner leaves alone.
_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)


@dataclass(frozen=True)
class Letter:
    """What goes out, except to whom. `unsubscribe_address` is the one-click link."""

    subject: str
    text: str = field(repr=False)  # holds the fan's own links
    html: str = field(repr=False)
    unsubscribe_address: str = field(repr=False)
    picture: bytes | None = field(default=None, repr=False)
    sender_name: str = ""  # goes before every other
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def write_confirm_letter(
    mail: Mail,
    *,
    wishes: Wishes,
    token: str,
    providers: Mapping[str, Provider],
    controller: Controller,
    base_url: str,
) -> Letter:
    """Asks the mailbox's owner to say yes, to each thing apart. Plain on purpose: until then
    nobody asked for anything, and no link in it leads to the fan's own page."""
    language = language_of(mail.wish)
    with override(language):
        reminders = [
            _reminder_words(reminder, provider=providers.get(reminder.provider))
            for reminder in wishes.reminders
            if reminder.confirmed_at is None
        ]
        lists = [one for one in wishes.memberships if one.confirmed_at is None]
        words = {
            **words_for_all(language, controller=controller, base_url=base_url),
            "reminders": reminders,
            "lists": lists,
            "confirm_address": f"{base_url}/confirm/{token}",
            "unsubscribe_address": f"{base_url}/unsubscribe/{token}",
        }
        return Letter(
            subject=_one_line(_confirm_subject(reminders, lists=lists)),
            text=render_text("confirm", words),
            html=render_html("confirm", words),
            unsubscribe_address=words["unsubscribe_address"],
        )


def write_release_letter(
    reminder: Reminder,
    *,
    token: str,
    fan_key: str,
    link_code: str,
    provider: Provider | None,
    controller: Controller,
    base_url: str,
    picture: bytes | None,
) -> Letter:
    """It is out, and one tap opens it. The artwork travels inside: nothing is loaded when
    the mail is opened, so nobody learns that it was."""
    release, language = reminder.campaign.release, language_of(reminder)
    with override(language):
        words = {
            **words_for_all(language, controller=controller, base_url=base_url),
            **_reminder_words(reminder, provider=provider),
            "page_address": f"{base_url}/{reminder.campaign.slug}",
            "open_address": f"{base_url}/l/{link_code}",
            "open_words": _(provider.words.open_link) if provider else _("Listen"),
            "unsubscribe_address": f"{base_url}/unsubscribe/{token}",
            "fan_page_address": f"{base_url}/me/{fan_key}",
            "has_picture": picture is not None,
            "picture_id": PICTURE_ID,
        }
        subject = _("Out now: “%(title)s” by %(artist)s")
        return Letter(
            subject=_one_line(subject % {"title": release.title, "artist": release.artist.name}),
            text=render_text("release", words),
            html=render_html("release", words),
            unsubscribe_address=words["unsubscribe_address"],
            picture=picture,
        )


def write_renewal_letter(
    membership: ListMembership,
    *,
    endings: Sequence[Ending],
    token: str,
    fan_key: str,
    providers: Mapping[str, Provider],
    controller: Controller,
    base_url: str,
) -> Letter:
    """The permission for an artist's coming releases ends: one press renews it, none lets it."""
    language = language_of(membership)
    with override(language):
        words = {
            **words_for_all(language, controller=controller, base_url=base_url),
            "artist": membership.artist.name,
            "endings": [_ending_words(one, providers=providers) for one in endings],
            "fan_page_address": f"{base_url}/me/{fan_key}",
            "unsubscribe_address": f"{base_url}/unsubscribe/{token}",
        }
        subject = _("Shall the next releases of %(artist)s still be saved for you?")
        return Letter(
            subject=_one_line(subject % {"artist": membership.artist.name}),
            text=render_text("renewal", words),
            html=render_html("renewal", words),
            unsubscribe_address=words["unsubscribe_address"],
        )


def write_reconnect_letter(
    ask: ReconnectAsk,
    *,
    membership: ListMembership,
    token: str,
    fan_key: str,
    provider: Provider,
    controller: Controller,
    base_url: str,
    now: datetime,
) -> Letter:
    """A promise can't be kept with the permission that was given: one press gives it anew."""
    language, release = language_of(membership), ask.presave.campaign.release
    named = {"title": release.title, "artist": release.artist.name}
    with override(language):
        day = date_in_words(release.release_date, language=language)
        words = {
            **words_for_all(language, controller=controller, base_url=base_url),
            **named,
            "service": provider.words.name,
            "library": _(provider.words.library),
            "day": day,
            "is_out": ask.presave.due_at() <= now,
            "is_too_old": ask.cause == Reason.GRANT_EXPIRED,
            "is_held": ask.cause == Reason.HELD_BACK,
            "fan_page_address": f"{base_url}/me/{fan_key}",
            "unsubscribe_address": f"{base_url}/unsubscribe/{token}",
        }
        subject = _("“%(title)s” by %(artist)s needs you once more")
        return Letter(
            subject=_one_line(subject % named),
            text=render_text("reconnect", words),
            html=render_html("reconnect", words),
            unsubscribe_address=words["unsubscribe_address"],
        )


def make_message(
    letter: Letter, *, to: str, sender: str, sender_name: str
) -> EmailMultiAlternatives:
    """The letter as it goes over the wire, with RFC 8058's one-click unsubscribing. A name in
    `sender` ("Us <us@example.org>") goes before `sender_name`."""
    own_name, address = parseaddr(sender)
    message = _LetterWithPicture(
        subject=letter.subject,
        body=letter.text,
        from_email=formataddr((_one_line(letter.sender_name or own_name or sender_name), address)),
        to=[to],
        headers={
            "List-Unsubscribe": f"<{letter.unsubscribe_address}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            **(letter.headers or {"Auto-Submitted": "auto-generated"}),
        },
    )
    message.attach_alternative(letter.html, "text/html")
    if letter.picture is not None:
        message.attach(_attach_picture(letter.picture))
    return message


class _LetterWithPicture(EmailMultiAlternatives):
    # The picture belongs to the HTML that shows it; "mixed" would list it as an attachment.
    mixed_subtype = "related"


def _attach_picture(picture: bytes) -> MIMEImage:
    image = MIMEImage(picture, "jpeg")
    image.add_header("Content-ID", f"<{PICTURE_ID}>")
    image.add_header("Content-Disposition", "inline", filename="artwork.jpg")
    return image


def words_for_all(language: str, *, controller: Controller, base_url: str) -> dict[str, Any]:
    """What the frame of every mail shows, in the language that is active."""
    return {
        "language": language,
        "direction": direction(),
        "controller": controller,
        "privacy_address": notice_address(controller, base_url=base_url),
    }


def _reminder_words(reminder: Reminder, *, provider: Provider | None) -> dict[str, str]:
    return {
        "title": reminder.campaign.release.title,
        "artist": _all_artists(reminder.campaign),
        "service": provider.words.name if provider else "",
        "agreed_words": reminder.consent.words if reminder.consent else "",
    }


def _ending_words(ending: Ending, *, providers: Mapping[str, Provider]) -> str:
    provider = providers.get(ending.provider)
    day = date_in_words(ending.usable_until.date(), language=get_language() or "en")
    named = {"service": provider.words.name if provider else ending.provider, "date": day}
    return _("On %(service)s your permission ends on %(date)s.") % named


def _confirm_subject(
    reminders: Sequence[Mapping[str, str]], *, lists: Sequence[ListMembership]
) -> str:
    if reminders and lists:
        return _("Please confirm: a reminder, and an e-mail list")
    if reminders:
        ask = _("Please confirm: shall we remind you of “%(title)s”?")
        return ask % {"title": reminders[0]["title"]}
    return _("Please confirm: the e-mail list of %(artist)s") % {"artist": lists[0].artist.name}


def _all_artists(campaign: Campaign) -> str:
    further = [artist.name for artist in campaign.release.further_artists.all()]
    return ", ".join([campaign.release.artist.name, *further])


def render_text(name: str, words: dict[str, Any]) -> str:
    """The plain twin of a mail of this room."""
    return render_to_string(f"messaging/{name}.txt", words).strip() + "\n"


def render_html(name: str, words: dict[str, Any]) -> str:
    """The HTML of it, its styles inlined."""
    return _INLINER.inline(render_to_string(f"messaging/{name}.html", words))


def _one_line(text: str) -> str:
    # A title with a line break would otherwise be refused as a forged header.
    return " ".join(text.split())
