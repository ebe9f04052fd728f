"""Building reports of made-up campaigns."""

from django.conf import settings

from countin.insights.report import build_report
from countin.presaves.models import PreSave
from tests.insights.rows import AFTER, make_authorization, make_presave, make_visit

URL = "https://p.example"
NBSP = "\N{NO-BREAK SPACE}"


def build(campaign, *, now=AFTER):
    return build_report(campaign, providers=settings.PROVIDERS, base_url=URL, now=now)


def plain(text):
    return text.replace(NBSP, " ")


def promise(campaign, how_many, **presave):
    for _fan in range(how_many):
        visit = make_visit(campaign, channel=presave.get("channel"))
        made = make_presave(campaign, **presave)
        PreSave.objects.filter(pk=made.pk).update(visit=visit)
        make_authorization(campaign, provider=made.provider, presave=made, visit=visit)
