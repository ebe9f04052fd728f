"""Looking whether links still answer, before fans are led there. A job of this room."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from aiohttp import ClientSession
from django.db.models import Q

from countin.campaigns.models import Campaign, LinkCheck
from countin.campaigns.outside import host_of
from countin.campaigns.targets.listing import link_targets
from countin.campaigns.targets.manners import Manners
from countin.campaigns.targets.times import OPENS, first_look, next_look
from countin.campaigns.targets.words import dead_words
from countin.elsewhere.life import Life, Look, look_at
from countin.elsewhere.public_hosts import is_loopback
from countin.elsewhere.sessions import open_session
from countin.providers.asking import ask
from countin.providers.contract import Provider
from countin.workspaces.alarms import clear_alarm, raise_alarm

ALARM: Final = "link_dead"
# Other jobs get their turn after so many; each takes as long as its page.
_AT_ONCE: Final = 6
# For HEAD and GET and all redirects: the worker waits meanwhile.
_WAIT_S: Final = 3.0


def check_due_links(*, providers: Mapping[str, Provider], manners: Manners, now: datetime) -> int:
    """Those of running campaigns whose next look is due."""
    running = Campaign.objects.with_release().running(now)
    _let_go(
        LinkCheck.objects.dead().exclude(campaign__in=running).select_related("campaign"), now=now
    )
    near = running.filter(release__release_date__lte=(now + OPENS).date())
    for campaign in near.order_by("pk"):
        note_targets(campaign, providers=providers, now=now)
    due = LinkCheck.objects.filter(campaign__in=near, next_look_at__lte=now)
    chosen = list(
        due.select_related("campaign__release", "campaign__workspace").order_by("next_look_at")
        [:_AT_ONCE]
    )  # fmt: skip
    return look_and_record(chosen, manners=manners, now=now)


def check_links(
    campaign: Campaign,
    *,
    providers: Mapping[str, Provider],
    manners: Manners,
    now: datetime,
) -> int:
    """All links of one campaign at once, because somebody asked."""
    note_targets(campaign, providers=providers, now=now)
    rows = LinkCheck.objects.filter(campaign=campaign).order_by("pk")
    chosen = list(rows.select_related("campaign__release", "campaign__workspace"))
    return look_and_record(chosen, manners=manners, now=now)


def note_targets(campaign: Campaign, *, providers: Mapping[str, Provider], now: datetime) -> None:
    """A row for each link; none for one that was taken away, and its alarm is over."""
    targets = {target.url: target for target in link_targets(campaign, providers=providers)}
    standing = {
        row.url: row
        for row in LinkCheck.objects.filter(campaign=campaign).select_related("campaign")
    }
    if targets.keys() == standing.keys():
        return
    for url in standing.keys() - targets.keys():
        clear_alarm(ALARM, subject=_subject(standing[url]), now=now)
    LinkCheck.objects.filter(campaign=campaign, url__in=standing.keys() - targets.keys()).delete()
    first = first_look(first_moment=campaign.release.first_moment, now=now)
    LinkCheck.objects.bulk_create(
        (
            LinkCheck(campaign=campaign, name=target.name, url=url, next_look_at=first)
            for url, target in targets.items()
            if url not in standing
        ),
        ignore_conflicts=True,
    )


def _let_go(dead: Iterable[LinkCheck], *, now: datetime) -> None:
    """Nobody is called for links of a campaign that is over."""
    for check in dead:
        clear_alarm(ALARM, subject=_subject(check), now=now)
        LinkCheck.objects.filter(pk=check.pk).update(gone_looks=1)


def look_and_record(checks: Sequence[LinkCheck], *, manners: Manners, now: datetime) -> int:
    """Nothing is written while the network is waited for."""
    if not checks:
        return 0
    urls = [check.url for check in checks]
    looks = ask(_look_at_all(urls, manners=manners))
    for check, look in zip(checks, looks, strict=True):
        _record(check, look=look, now=now)
    return len(checks)


async def _look_at_all(urls: Sequence[str], *, manners: Manners) -> list[Look]:
    session = open_session(who=manners.who, wait_for_s=_WAIT_S, lets_loopback=manners.lets_loopback)
    async with session:
        looks = (_look_at(url, session=session, manners=manners) for url in urls)
        return list(await asyncio.gather(*looks))


async def _look_at(url: str, *, session: ClientSession, manners: Manners) -> Look:
    if not manners.lets_outside and not is_loopback(host_of(url)):
        return Look(Life.UNCLEAR, "This is a demo: nobody outside is asked.")
    try:
        async with asyncio.timeout(_WAIT_S):
            return await look_at(url, session=session, lets_loopback=manners.lets_loopback)
    except TimeoutError:
        return Look(Life.UNCLEAR, "It did not answer in time.")


def _record(check: LinkCheck, *, look: Look, now: datetime) -> None:
    gone_looks = check.gone_looks + 1 if look.life == Life.GONE else 0
    release = check.campaign.release
    looked = LinkCheck.objects.filter(Q(looked_at=check.looked_at), pk=check.pk).update(
        life=look.life.value,
        words=look.words,
        gone_looks=min(gone_looks, 100),
        looked_at=now,
        next_look_at=next_look(
            first_moment=release.first_moment,
            last_moment=release.last_moment,
            is_doubtful=gone_looks == 1,
            now=now,
        ),
    )
    if not looked:
        return  # another worker was here
    if gone_looks >= 2:
        raise_alarm(
            ALARM,
            subject=_subject(check),
            words=dead_words(check, now=now),
            now=now,
            workspace=check.campaign.workspace,
        )
    elif look.life == Life.ANSWERED:
        clear_alarm(ALARM, subject=_subject(check), now=now)


def _subject(check: LinkCheck) -> str:
    return f"{check.campaign.slug} {check.name}"
