"""Who of a file may be put on a list, and why the others may not."""

from collections.abc import Container
from datetime import datetime
from enum import StrEnum

from countin.authenticity.mail_domains import is_throwaway
from countin.fans.addresses import is_address
from countin.messaging.address_marks import mailbox_of, mark_of_leaver
from countin.messaging.importing.reading import Line


class LeftOut(StrEnum):
    """Why a line puts nobody on the list."""

    BAD_ADDRESS = "bad_address"
    THROWAWAY = "throwaway"
    DUPLICATE = "duplicate"  # of an earlier line of the file
    ON_LIST = "on_list"  # on the list already, or asked to confirm
    HAS_LEFT = "has_left"  # left this list before: only they can come back
    LEFT_ELSEWHERE = "left_elsewhere"  # the file itself says so
    STRUCK_OFF = "struck_off"  # mails to it came back, or its owner complained
    NO_PROOF = "no_proof"  # nothing says when they agreed
    UNCONFIRMED = "unconfirmed"  # agreed, and no owner of the mailbox confirmed it


WORDS = {
    LeftOut.BAD_ADDRESS: "no e-mail address",
    LeftOut.THROWAWAY: "a throwaway mailbox",
    LeftOut.DUPLICATE: "the same mailbox as an earlier line",
    LeftOut.ON_LIST: "on the list already",
    LeftOut.HAS_LEFT: "left this list before; only they themselves can come back",
    LeftOut.LEFT_ELSEWHERE: "left where the file is from, or mails to it came back there",
    LeftOut.STRUCK_OFF: "mails to it came back, or its owner called one spam",
    LeftOut.NO_PROOF: "nothing says when they agreed",
    LeftOut.UNCONFIRMED: "nothing says that the mailbox's owner confirmed; send them the page",
}


def judge_line(
    line: Line,
    *,
    seen: Container[str],
    on_list: Container[str],
    left: Container[str],
    now: datetime,
    struck_off: Container[str] = (),
) -> LeftOut | None:
    """None: may be put on the list. `seen` and `on_list` hold mailboxes, `left` and `struck_off`
    marks of them."""
    if not is_address(line.address):
        return LeftOut.BAD_ADDRESS
    mailbox = mailbox_of(line.address)
    if mailbox in seen:
        return LeftOut.DUPLICATE
    if mailbox in on_list:
        return LeftOut.ON_LIST
    mark = mark_of_leaver(line.address)
    if mark in left or mark in struck_off:
        return LeftOut.HAS_LEFT if mark in left else LeftOut.STRUCK_OFF
    if is_throwaway(line.address.rpartition("@")[2]):
        return LeftOut.THROWAWAY
    return _judge_proof(line, now=now)


def _judge_proof(line: Line, *, now: datetime) -> LeftOut | None:
    if line.has_left:
        return LeftOut.LEFT_ELSEWHERE
    if line.confirmed_at is not None and line.confirmed_at <= now:
        return None
    is_agreed = line.agreed_at is not None and line.agreed_at <= now
    return LeftOut.UNCONFIRMED if is_agreed else LeftOut.NO_PROOF
