"""The operator hears once of what is done, such as a wave, by mail and by webhook."""

import json
from datetime import timedelta

import pytest

from countin.messaging.noticing import plan_notice_calls, send_due_notices
from countin.workspaces.defaults import default_workspace
from countin.workspaces.notices import write_notice
from tests.messaging.conftest import ASKED_AT as NOW
from tests.messaging.test_calling import by_mail, by_webhook
from tests.providers.odd_service import OddService, Reply

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def work(desk, *, now=NOW) -> int:
    plan_notice_calls(desk, now=now)
    return send_due_notices(desk, now=now)


@pytest.fixture(autouse=True)
def wave_done():
    workspace = default_workspace(now=NOW)
    for words in ("4 of 5 saved.", "again"):
        write_notice("wave_done", subject="held", words=words, workspace=workspace, now=NOW)


def test_it_goes_out_once_by_mail(mailbox):
    work(by_mail())
    work(by_mail(), now=NOW + HOUR)

    [mail] = mailbox.taken
    assert mail["Subject"] == "Count-In: wave done (held)"
    assert "4 of 5 saved." in mail.get_content()


def test_old_news_is_told_to_nobody(mailbox):
    assert work(by_mail(), now=NOW + timedelta(days=2)) == 0
    assert mailbox.taken == []


def test_a_webhook_gets_it_signed():
    with OddService() as service:
        service.will_answer(Reply(204))
        work(by_webhook(service.base_url))
        [heard] = service.heard

    told = json.loads(heard.body)
    assert (told["type"], told["data"]["words"]) == ("notice.wave_done", "4 of 5 saved.")
    assert heard.headers["webhook-signature"].startswith("v1,")
