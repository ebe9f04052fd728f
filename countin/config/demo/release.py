"""Release day: from wave to wave and from retry to retry, until nothing is on its way."""

import time
from datetime import datetime, timedelta

from countin.config.demo.stage import Stage
from countin.config.demo.telling import Bar, Teller
from countin.config.demo.worker_watch import Outlook, let_worker_finish

# A wave is met at the clock's own pace: the leap ends just before it.
_BEFORE_WAVE = timedelta(milliseconds=200)
# What falls due within this span of the next retry is waited for together with it: at first
# this long, later half of what has passed since the wave, as waits grow by then.
_TOGETHER_AT_FIRST, _TOGETHER_AT_MOST = timedelta(minutes=4), timedelta(minutes=40)
# A second look at a refused grant comes 24 hours later. What is still promised then is seen
# through: the last read-backs come after 72 hours.
_SECOND_LOOKS_WITHIN = timedelta(hours=36)
_NOTHING_LATER_THAN = timedelta(days=5)
_BEFORE_LOOKING_BACK = timedelta(hours=1)


def play_release_day(stage: Stage, *, last_moment: datetime, teller: Teller) -> Outlook:
    """Leap to each wave, let the worker do everything, go on to what it planned next."""
    with teller.bar("Release day") as bar:
        outlook = let_worker_finish(stage)
        wave_at = stage.clock.now()
        while _is_under_way(outlook, last_moment=last_moment):
            wave_at = _leap_on(stage, outlook=outlook, wave_at=wave_at)
            outlook = let_worker_finish(stage, shown=lambda now: _show(bar, outlook=now))
    # The date has begun everywhere: the page is a smart link now.
    stage.clock.leap_to(last_moment + _BEFORE_LOOKING_BACK)
    return let_worker_finish(stage)


def _is_under_way(outlook: Outlook, *, last_moment: datetime) -> bool:
    if outlook.next_at is None:
        return False
    span = _NOTHING_LATER_THAN if outlook.promised else _SECOND_LOOKS_WITHIN
    return outlook.next_at < last_moment + span


def _leap_on(stage: Stage, *, outlook: Outlook, wave_at: datetime) -> datetime:
    """To the next wave, or past the next retries. The wave that was met last."""
    assert outlook.next_at is not None
    together = (outlook.next_at - wave_at) / 2
    together = max(_TOGETHER_AT_FIRST, min(together, _TOGETHER_AT_MOST))
    wave = outlook.next_wave_at
    if wave is None or wave > outlook.next_at + together:
        stage.clock.leap_to(outlook.next_at + together)
        return wave_at
    stage.clock.leap_to(wave - _BEFORE_WAVE)
    time.sleep(max(0.0, (wave - stage.clock.now()).total_seconds()))
    return wave


def _show(bar: Bar, *, outlook: Outlook) -> None:
    if outlook.total:  # none where every fan is reminded
        done = outlook.total - outlook.promised
        bar.show(done, of=outlook.total, words="promises kept or settled")
