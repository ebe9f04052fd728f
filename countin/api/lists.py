"""An artist's e-mail list: who is on it, as far as their consent goes; people who agreed elsewhere
brought along."""

from itertools import islice
from typing import Annotated

from django.db import transaction
from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from countin import clock
from countin.api.finding import find_artist
from countin.api.noting import note
from countin.api.paging import Cursor, Limit, read_cursor, write_cursor
from countin.api.problems import Problem
from countin.api.responses import answers
from countin.api.shapes import NO_NUL, Count, Growing
from countin.api.tokens import FANS
from countin.languages.available import SOURCE
from countin.messaging.importing.applying import Proof, bring_list
from countin.messaging.importing.reading import BadList
from countin.privacy.list_members import member_rows

of_artist = Router(tags=["fans"])
router = Router(tags=["fans"])
_MOST_LINES = 10_000
_Words = Annotated[str, Form(min_length=1, max_length=5000, pattern=NO_NUL)]
_Source = Annotated[str, Form(min_length=1, max_length=200, pattern=NO_NUL)]
_Language = Annotated[str, Form(min_length=2, max_length=10, pattern=NO_NUL)]


class MemberShape(Growing):
    """A mailbox on the list: the columns of the file. Empty: none."""

    email: str
    asked_at: str
    confirmed_at: str
    source: str
    paused_until: str
    without: str
    language: str
    words: str
    words_version: str
    words_language: str
    agreed_at: str


class MemberPage(Schema):
    """`next` goes into `cursor` for what follows; null at the end."""

    items: list[MemberShape]
    next: str | None


class BroughtLine(Schema):
    """A line that put nobody on the list, by its number in the file."""

    line: Count
    reason: str


class BroughtShape(Schema):
    """What came of a file; `lines` names those that were left out."""

    artist: str
    dry_run: bool
    put_on: Count
    lines: list[BroughtLine]


@of_artist.get(
    "/{handle}/list", auth=FANS, response=answers(MemberPage, 404, 422), summary="Who is on it"
)
def list_members(
    request: HttpRequest, handle: str, cursor: Cursor = "", limit: Limit = 100
) -> MemberPage:
    """Confirmed and not ended. Who left, or was erased, is in no row."""
    artist = find_artist(request, handle)
    note(request, "list read", subject=handle)
    _kind, after = read_cursor(cursor, kinds="m") if cursor else ("m", 0)
    found = list(islice(member_rows(artist, after=after, at_most=limit + 1), limit + 1))
    has_more = len(found) > limit
    return MemberPage(
        items=[MemberShape.model_validate(row) for _number, row in found[:limit]],
        next=write_cursor("m", found[limit - 1][0]) if has_more else None,
    )


@router.post(
    "/{handle}", auth=FANS, response=answers(BroughtShape, 404, 422), summary="Bring a list along"
)
def bring(
    request: HttpRequest,
    handle: str,
    file: Annotated[UploadedFile, File()],
    words: _Words,
    source: _Source,
    language: _Language = SOURCE,
    dry_run: bool = False,  # noqa: FBT001  # the framework passes by name
) -> BroughtShape:
    """CSV of at most 10,000 lines and 12 MB. Only whose mailbox was confirmed before, by a moment
    in it, comes on the list; nobody is written to. The same file twice changes nothing."""
    artist = find_artist(request, handle)
    if not (words.strip() and source.strip()):
        raise Problem(422, "Give the words that they agreed to, and where the file is from.")
    try:
        with transaction.atomic():
            found = bring_list(
                file.chunks(),
                artist=artist,
                proof=Proof(" ".join(words.split()), " ".join(source.split()), language),
                now=clock.now(),
                most=_MOST_LINES,
                is_dry=dry_run,
            )
            if not dry_run:
                note(request, "list brought along", subject=handle, detail=str(found.put_on))
    except BadList as bad:
        raise Problem(422, str(bad)) from None
    return BroughtShape(
        artist=handle,
        dry_run=dry_run,
        put_on=found.put_on,
        lines=[BroughtLine(line=number, reason=reason) for number, reason in found.lines],
    )
