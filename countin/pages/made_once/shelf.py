"""The pages that were made for all, until they change: few, and each until its moment."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpResponse

from countin.campaigns.models import ENDED_AFTER, Campaign, Channel
from countin.pages.visitors.standing_in import Pieces

_MOST_PAGES: Final = 400
_MOST_CAMPAIGNS: Final = 200
_LARGEST_PAGE: Final = 256 * 1024
_LOOK_EVERY_S: Final = 1.0
# Wherever a day begins, it does so at a quarter of an hour.
_QUARTER: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class Standing:
    """How a published campaign stands: its page changes when `changed_at` does."""

    campaign_id: int
    changed_at: datetime
    release_at: datetime | None
    channels: Mapping[str, int]

    def until(self, now: datetime) -> datetime:
        """The next moment at which the page may say something else by itself."""
        quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + _QUARTER
        own = (self.release_at, self.release_at and self.release_at + ENDED_AFTER)
        return min([quarter, *(moment for moment in own if moment and moment > now)])


@dataclass(frozen=True)
class Rendered:
    """A page in pieces, and an empty answer with the headers that the whole stack gave."""

    pieces: Pieces
    response: HttpResponse
    changed_at: datetime
    made_at: datetime
    until: datetime

    def holds(self, standing: Standing, *, now: datetime) -> bool:
        """It still says what is true."""
        return self.changed_at == standing.changed_at and self.made_at <= now < self.until


@dataclass(frozen=True)
class _Look:
    standing: Standing | None
    looked_at: float

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() - self.looked_at < _LOOK_EVERY_S


class Shelf:
    """Pages by whom they are for, the least asked for leave first. Safe among threads."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, Rendered] = OrderedDict()
        self._looks: OrderedDict[str, _Look] = OrderedDict()
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._making = threading.Lock()

    def standing(self, slug: str) -> Standing | None:
        """How the campaign stood within the last second; None for what is not published."""
        look = self._looks.get(slug)
        if look and look.is_fresh:
            return look.standing
        # One thread looks; others go on with what was true a moment ago.
        if not self._looking.acquire(blocking=look is None):
            return look.standing if look else None
        try:
            return self._look(slug, before=look).standing
        finally:
            self._looking.release()

    def known_standing(self, slug: str) -> Standing | None:
        """The same without looking: None also where it is time to look."""
        look = self._looks.get(slug)
        return look.standing if look and look.is_fresh else None

    def page(
        self,
        key: Hashable,
        *,
        standing: Standing,
        now: datetime,
        make: Callable[[], Rendered | None],
    ) -> Rendered | None:
        """The page, made where there is none that holds; None where it can't be made for all."""
        page = self.find(key, standing=standing, now=now)
        if page is not None:
            return page
        with self._making:
            page = self.find(key, standing=standing, now=now) or make()
        if page is not None and sum(map(len, page.pieces.parts)) <= _LARGEST_PAGE:
            self._keep(key, page)
        return page

    def find(self, key: Hashable, *, standing: Standing, now: datetime) -> Rendered | None:
        """The page, if it is there and holds."""
        page = self._pages.get(key)
        if page is None or not page.holds(standing, now=now):
            return None
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
        return page

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self._looks.clear()

    def _keep(self, key: Hashable, page: Rendered) -> None:
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > _MOST_PAGES:
                self._pages.popitem(last=False)

    def _look(self, slug: str, *, before: _Look | None) -> _Look:
        looked_at = time.monotonic()
        look = _Look(_read_standing(slug, before=before.standing if before else None), looked_at)
        with self._lock:
            self._looks[slug] = look
            self._looks.move_to_end(slug)
            while len(self._looks) > _MOST_CAMPAIGNS:
                self._looks.popitem(last=False)
        return look


def _read_standing(slug: str, *, before: Standing | None) -> Standing | None:
    published = Campaign.objects.filter(slug=slug, published_at__isnull=False)
    row = published.values_list("pk", "changed_at", "release__release_at").first()
    if row is None:
        return None
    if before is not None and (before.campaign_id, before.changed_at) == row[:2]:
        return before
    channels = Channel.objects.filter(campaign=row[0]).values_list("name", "pk")
    return Standing(*row, channels=dict(channels))
