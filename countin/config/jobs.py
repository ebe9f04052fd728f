"""Every job of every room, in the order in which the worker looks after them."""

import random
import threading
from datetime import timedelta

from django.conf import settings
from django.db import connection

from countin import clock
from countin.campaigns.jobs import JOBS as CAMPAIGNS
from countin.config import keys
from countin.config.disk import JOBS as DISK
from countin.config.doctor.live import JOBS as LIVE
from countin.config.journal.jobs import JOBS as JOURNAL
from countin.config.shard_queue import ShardQueue
from countin.config.signed_out import JOBS as STUDIO
from countin.config.turning.following import FollowingOpener
from countin.config.turning.jobs import JOBS as TURNING
from countin.insights.jobs import JOBS as INSIGHTS
from countin.messaging.jobs import JOBS as MESSAGING
from countin.presaves.jobs import JOBS as PRESAVES
from countin.privacy.jobs import JOBS as PRIVACY
from countin.release_day.jobs import JOBS as RELEASE_DAY
from countin.webhooks.jobs import JOBS as WEBHOOKS
from countin.workspaces.jobs import Bench, Job
from countin.workspaces.signs import give_sign


def _give_sign(bench: Bench) -> int:
    give_sign(bench.now())
    return 0


_SIGN = Job("workspaces.sign", timedelta(seconds=10), _give_sign, alone=False)
JOBS: tuple[Job, ...] = (
    _SIGN,
    *DISK,
    *CAMPAIGNS,
    *PRESAVES,
    *RELEASE_DAY,
    *MESSAGING,
    *WEBHOOKS,
    *INSIGHTS,
    *PRIVACY,
    *STUDIO,
    *TURNING,
    *JOURNAL,
    *LIVE,
)


def make_bench(*, stopped: threading.Event) -> Bench:
    """What the jobs work with. Only the worker calls this: it reads the private key."""
    return Bench(
        now=clock.now,
        providers=settings.PROVIDERS,
        opener=FollowingOpener(settings.VALUES, data_dir=settings.DATA_DIR),
        sealer=settings.SEALER,
        base_url=settings.BASE_URL,
        mail_is_set=settings.MAIL_IS_SET,
        chance=random.SystemRandom(),
        push_key=keys.read_vapid_key(settings.VALUES, data_dir=settings.DATA_DIR).as_text(),
        queue=None if connection.vendor == "sqlite" else ShardQueue(),
        is_stopped=stopped.is_set,
    )
