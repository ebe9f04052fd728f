"""Whoever is on an artist's e-mail list, one row a mailbox, with the proof that they agreed. Those
who left, never confirmed, or were erased stand in no row."""

from collections.abc import Iterator

from countin.campaigns.models import Artist
from countin.messaging.models import ListMembership
from countin.privacy.told_moments import Row, iso

MEMBER_COLUMNS = (
    "email", "asked_at", "confirmed_at", "source", "paused_until", "without", "language",
    "words", "words_version", "words_language", "agreed_at",
)  # fmt: skip
_BATCH = 500


def member_rows(
    artist: Artist, *, after: int = 0, at_most: int | None = None
) -> Iterator[tuple[int, Row]]:
    """Beyond this number, each with its own, in their order. `paused_until` and `without` (kinds of
    mails) are what they chose: whoever writes to them keeps to it."""
    rows = ListMembership.objects.confirmed().filter(artist=artist, pk__gt=after)
    rows = rows.select_related("email", "consent")
    for member in rows.order_by("pk")[:at_most].iterator(_BATCH):
        yield member.pk, _told(member)


def list_rows(artist: Artist) -> Iterator[Row]:
    """All of them, for a file."""
    for _number, row in member_rows(artist):
        yield row


def _told(member: ListMembership) -> Row:
    consent = member.consent
    return {
        "email": member.email.address if member.email else "",
        "asked_at": iso(member.asked_at),
        "confirmed_at": iso(member.confirmed_at),
        "source": member.source,
        "paused_until": iso(member.paused_until),
        "without": member.without,
        "language": member.language,
        "words": consent.words if consent else "",
        "words_version": consent.words_version if consent else "",
        "words_language": consent.language if consent else "",
        "agreed_at": iso(consent.given_at) if consent else "",
    }
