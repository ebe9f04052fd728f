"""The crowd over time: who acts when, many at once, and what is known of each afterwards."""

import asyncio
import heapq
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import ClientError, ClientSession

from simulator.crowd.arrivals import plan_after, plan_arrivals
from simulator.crowd.browser import Broken, Browser, NotFound
from simulator.crowd.fans import Ended, Fan
from simulator.crowd.journeys import arrive, withdraw
from simulator.crowd.people import Person, invent_people
from simulator.crowd.places import Places, tell_services
from simulator.crowd.reminders import confirm_by_mail, open_by_mail

_CHANGE_OF_MIND = timedelta(days=4)
_READS_MAIL = timedelta(hours=5)
Act = Callable[[], Awaitable[None]]


@dataclass(order=True)
class _Planned:
    at: datetime
    place: int
    act: Act = field(compare=False)
    fan: Fan = field(compare=False)


class Crowd:
    """Fans, and what they have still in mind. Moments are those of the demo's clock."""

    def __init__(
        self,
        session: ClientSession,
        *,
        places: Places,
        ends: datetime,
        chance: random.Random,
        at_once: int,
    ) -> None:
        self._session = session
        self._places = places
        self._ends = ends
        self._chance = chance
        self._turn = asyncio.Semaphore(at_once)
        self._planned: list[_Planned] = []
        self.fans: list[Fan] = []

    def invent(self, count: int, *, channels: list[str], guests: int) -> None:
        """Make the fans. Nobody has done anything yet."""
        people = invent_people(count, channels=channels, guests=guests, chance=self._chance)
        self.fans = [Fan(person, self._browser(person)) for person in people]

    async def register(self) -> None:
        """Their accounts at the services."""
        accounts = [
            {
                "id": fan.person.id,
                "country": fan.person.country,
                "allow_listed": fan.person.is_guest,
                "apple_subscription": fan.person.has_subscription,
            }
            for fan in self.fans
        ]
        address = f"{self._places.services}/control/fans"
        await tell_services(self._session, address=address, data=accounts)

    def plan(self, *, begins: datetime) -> list[datetime]:
        """Draw when each of them comes; the moments in time order."""
        moments = plan_arrivals(len(self.fans), begins=begins, ends=self._ends, chance=self._chance)
        order = self._chance.sample(self.fans, len(self.fans))
        for fan, at in zip(order, moments, strict=True):
            self._plan(fan, at=at, act=partial(self._arrive, fan, at))
        return moments

    async def act(self, *, until: datetime) -> tuple[int, list[str]]:
        """Let everybody act whose moment has come. How many did, and what went wrong."""
        due: list[_Planned] = []
        while self._planned and self._planned[0].at <= until:
            due.append(heapq.heappop(self._planned))
        troubles = await asyncio.gather(*(self._try(each.fan, act=each.act) for each in due))
        return len(due), [trouble for trouble in troubles if trouble]

    async def open_mails(self) -> tuple[int, list[str]]:
        """After the release: those who were reminded, and want to, open it from the mail."""
        reminded = [fan for fan in self.fans if fan.has_confirmed and fan.person.opens_mail]
        troubles = await asyncio.gather(
            *(
                self._try(fan, act=partial(open_by_mail, fan, mailbox=self._places.mailbox))
                for fan in reminded
            )
        )
        return len(reminded), [trouble for trouble in troubles if trouble]

    def tell(self) -> dict[str, Any]:
        """What is known from outside: each fan, the tally, one fan's own page to look at."""
        happy = [fan for fan in self.fans if fan.own_page and fan.ended == Ended.PROMISED]
        return {
            "fans": [fan.as_json() for fan in self.fans],
            "tally": Counter(str(fan.ended) for fan in self.fans),
            "own_page": happy[0].own_page if happy else "",
        }

    async def _arrive(self, fan: Fan, at: datetime) -> None:
        person = fan.person
        page = self._places.page_for(is_guest=person.is_guest, channel=person.channel)
        await arrive(fan, page_address=page)
        if fan.ended == Ended.PROMISED and person.withdraws:
            self._plan_later(fan, after=at, mean=_CHANGE_OF_MIND, act=partial(withdraw, fan))
        if fan.ended == Ended.PROMISED and person.revokes:
            self._plan_later(fan, after=at, mean=_CHANGE_OF_MIND, act=partial(self._revoke, fan))
        if fan.by_mail and person.confirms:
            confirming = partial(confirm_by_mail, fan, mailbox=self._places.mailbox)
            self._plan_later(fan, after=at, mean=_READS_MAIL, act=confirming)

    async def _revoke(self, fan: Fan) -> None:
        address = f"{self._places.services}/control/fans/{fan.person.id}/revoke"
        await tell_services(self._session, address=address, data={"service": fan.service})
        fan.ended = Ended.REVOKED

    async def _try(self, fan: Fan, *, act: Act) -> str:
        async with self._turn:
            try:
                await act()
            except (NotFound, Broken, ClientError, TimeoutError) as error:
                fan.ended = Ended.IN_TROUBLE
                return f"{fan.person.id}: {type(error).__name__}: {error}"
        return ""

    def _plan_later(self, fan: Fan, *, after: datetime, mean: timedelta, act: Act) -> None:
        at = plan_after(after, mean=mean, ends=self._ends, chance=self._chance)
        if at:
            self._plan(fan, at=at, act=act)

    def _plan(self, fan: Fan, *, at: datetime, act: Act) -> None:
        heapq.heappush(self._planned, _Planned(at, len(self._planned), act, fan))

    def _browser(self, person: Person) -> Browser:
        return Browser(self._session, agent=person.agent, time_zone=person.time_zone)
