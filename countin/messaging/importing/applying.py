"""Puts the people of a file on an artist's list. The same file twice changes nothing."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from django.db import transaction

from countin.campaigns.models import Artist
from countin.fans.addresses import tidy_address
from countin.fans.models import Consent, EmailAddress, Fan
from countin.messaging.address_marks import mailbox_of
from countin.messaging.importing.judging import LeftOut, judge_line
from countin.messaging.importing.reading import BadList, Line, read_list
from countin.messaging.models import ListMembership, MailboxTrouble

BATCH = 500
WORDS_VERSION = "import"


@dataclass(frozen=True)
class Proof:
    """What everybody in the file agreed to, and where the file is from."""

    words: str
    source: str
    language: str


@dataclass
class Imported:
    """What came of a file. `lines` names the lines that were left out, and why."""

    put_on: int = 0
    lines: list[tuple[int, LeftOut]] = field(default_factory=list)

    @property
    def left_out(self) -> Counter[LeftOut]:
        """How many, by reason."""
        return Counter(reason for _number, reason in self.lines)


def import_list(
    artist: Artist,
    *,
    lines: Iterable[Line],
    now: datetime,
    write: Callable[[Sequence[Line]], None],
) -> Imported:
    """Judge every line, and hand those that stand to `write`, 500 at a time."""
    result = Imported()
    on_list, left = _known(artist)
    struck_off = _struck_off()
    seen: set[str] = set()
    batch: list[Line] = []
    for line in lines:
        reason = judge_line(
            line, seen=seen, on_list=on_list, left=left, now=now, struck_off=struck_off
        )
        if reason is not None:
            result.lines.append((line.number, reason))
            continue
        seen.add(mailbox_of(line.address))
        result.put_on += 1
        batch.append(line)
        if len(batch) == BATCH:
            write(batch)
            batch = []
    if batch:
        write(batch)
    return result


def put_on_list(lines: Sequence[Line], *, artist: Artist, proof: Proof, now: datetime) -> None:
    """One fan, one address, one consent and one membership a line, all or none of them. They are
    confirmed since the moment that the file says."""
    with transaction.atomic():
        fans = Fan.objects.bulk_create(
            Fan(workspace_id=artist.workspace_id, created_at=now, language=proof.language)
            for _line in lines
        )
        pairs = list(zip(fans, lines, strict=True))
        emails = EmailAddress.objects.bulk_create(_address(fan, line=line) for fan, line in pairs)
        consents = Consent.objects.bulk_create(
            _consent(fan, line=line, proof=proof) for fan, line in pairs
        )
        ListMembership.objects.bulk_create(
            ListMembership(
                artist=artist,
                fan=fan,
                email=email,
                consent=consent,
                asked_at=consent.given_at,
                confirmed_at=line.confirmed_at,
                source=proof.source,
            )
            for (fan, line), email, consent in zip(pairs, emails, consents, strict=True)
        )


def _address(fan: Fan, *, line: Line) -> EmailAddress:
    at = _confirmed_at(line)
    return EmailAddress(fan=fan, address=tidy_address(line.address), added_at=at, confirmed_at=at)


def _consent(fan: Fan, *, line: Line, proof: Proof) -> Consent:
    return Consent(
        fan=fan,
        words=proof.words,
        words_version=WORDS_VERSION,
        language=proof.language,
        given_at=min(line.agreed_at or _confirmed_at(line), _confirmed_at(line)),
    )


def _confirmed_at(line: Line) -> datetime:
    assert line.confirmed_at is not None, "only confirmed lines are put on a list"
    return line.confirmed_at


def _known(artist: Artist) -> tuple[set[str], set[str]]:
    """Mailboxes on the list, and marks of those that left it."""
    rows = ListMembership.objects.filter(artist=artist)
    standing = rows.standing().values_list("email__address", flat=True)
    gone = rows.exclude(left_mark="").values_list("left_mark", flat=True)
    return {mailbox_of(address) for address in standing if address}, set(gone)


def _struck_off() -> set[str]:
    rows = MailboxTrouble.objects.filter(suppressed_at__isnull=False)
    return set(rows.values_list("mark", flat=True))


def bring_list(
    chunks: Iterable[bytes],
    *,
    artist: Artist,
    proof: Proof,
    now: datetime,
    most: int,
    is_dry: bool,
) -> Imported:
    """A file that was sent, in the transaction that is open; `is_dry`: judged alone. Raises
    BadList, also beyond so many lines."""
    with tempfile.TemporaryDirectory(prefix="countin-list-") as folder:
        path = Path(folder) / "The file"
        with path.open("wb") as file:
            file.writelines(chunks)
        lines = list(islice(read_list(path, named={}), most + 1))
    if len(lines) > most:
        raise BadList(f"It has more than {most:,} lines. Split it, or use countin fans import.")
    write = partial(put_on_list, artist=artist, proof=proof, now=now)
    return import_list(artist, lines=lines, now=now, write=_write_nothing if is_dry else write)


def _write_nothing(_lines: Sequence[Line]) -> None:
    """A dry run."""
