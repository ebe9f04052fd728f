"""Programs are told what happened: how many, never who; signed, again until taken, once."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from countin.presaves.models import Transition
from countin.release_day.models import Wave
from countin.visits.links import link_of_code
from countin.webhooks.endpoints import BadAddress, add_endpoint, end_endpoint, send_again, send_test
from countin.webhooks.gathering import KEPT_FOR, forget_events, gather_events
from countin.webhooks.models import Delivery, Endpoint, Event, EventKind
from countin.workspaces.defaults import default_workspace
from countin.workspaces.models import Alarm, Notice, Workspace
from tests.insights.rows import AFTER, BEFORE, make_campaign, make_follow, make_presave
from tests.providers.odd_service import Reply
from tests.webhooks.conftest import SEALER, announce, told, work

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SOON = BEFORE + timedelta(hours=1)  # weeks before the release


def move(presave, before: str, after: str, *, reason: str = "", follow=None, at=BEFORE) -> None:
    Transition.objects.create(
        presave=presave,
        follow=follow,
        from_state=before,
        to_state=after,
        reason=reason,
        happened_at=at,
    )


def test_moves_are_gathered_by_campaign_and_kind(listener, listen):
    listen()
    campaign = make_campaign(channels={"newsletter": None})
    for _each in range(3):
        move(make_presave(campaign, channel="newsletter"), "", "promised")
    move(make_presave(campaign, provider="apple_music"), "", "promised", at=BEFORE + MINUTE)
    move(make_presave(campaign), "promised", "failed", reason="no_subscription")

    work(SOON)

    by_kind = {event["type"]: event for event in told(listener)}
    assert set(by_kind) == {"presave.promised", "presave.failed"}
    made = by_kind["presave.promised"]["data"]
    assert (made["campaign"], made["count"]) == (campaign.slug, 4)
    assert made["parts"] == [
        {"service": "apple_music", "channel": "none", "reason": "", "count": 1},
        {"service": "spotify", "channel": "newsletter", "reason": "", "count": 3},
    ]
    assert (made["from"], made["until"]) == (BEFORE.isoformat(), (BEFORE + MINUTE).isoformat())
    assert by_kind["presave.failed"]["data"]["parts"][0]["reason"] == "no_subscription"


def test_what_only_goes_on_was_not_made_and_follows_are_apart(listener, listen):
    listen()
    presave = make_presave(make_campaign())
    move(presave, "needs_fan", "promised")
    move(presave, "waiting", "done", follow=make_follow(presave))

    work(SOON)

    assert listener.heard == []


def test_a_body_fits_its_signature(listener, listen):
    endpoint, secret = listen()
    send_test(endpoint, now=BEFORE)

    work(AFTER)

    [heard] = listener.heard
    key = base64.b64decode(secret.removeprefix("whsec_"))
    names = ("webhook-id", "webhook-timestamp")
    signed = b".".join([*(heard.headers[name].encode() for name in names), heard.body])
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert heard.headers["webhook-signature"] == f"v1,{digest}"
    assert json.loads(heard.body)["type"] == "webhook.test"
    assert (heard.path, heard.headers["Content-Type"]) == ("/hook", "application/json")


def test_the_secret_lies_sealed_and_goes_with_the_end(listen):
    endpoint, secret = listen()
    send_test(endpoint, now=BEFORE)
    assert secret.encode() not in bytes(Endpoint.objects.get().sealed or b"")

    assert end_endpoint(endpoint, because="removed", now=AFTER)

    assert Endpoint.objects.get().sealed is None
    assert Delivery.objects.get().because == "the endpoint ended"
    assert not end_endpoint(endpoint, because="removed", now=AFTER)
    assert not send_again(Delivery.objects.get(), now=AFTER)


def test_nothing_is_told_twice_and_nothing_of_before(listener, listen):
    campaign = make_campaign()
    move(make_presave(campaign), "", "promised")
    work(BEFORE)
    listen()
    move(make_presave(campaign), "promised", "saved")

    work(SOON)
    work(SOON + MINUTE)

    assert [event["type"] for event in told(listener)] == ["presave.saved"]


def test_only_what_was_asked_for_and_only_of_the_own_workspace(listener, listen):
    listen(EventKind.SAVED)
    other = Workspace.objects.create(name="Other", slug="other", created_at=BEFORE)
    listen(workspace=other)
    presave = make_presave(make_campaign())
    move(presave, "", "promised")
    move(presave, "promised", "saved")

    work(AFTER)

    assert [event["type"] for event in told(listener)] == ["presave.saved"]


def test_a_wave_and_a_release_are_told_once(listener, listen):
    listen()
    campaign = make_campaign(release_at=AFTER)
    Wave.objects.create(
        campaign=campaign,
        provider="spotify",
        due_at=AFTER,
        done_at=AFTER + MINUTE,
        summary={"saved": 3},
    )

    work(AFTER + 2 * MINUTE)
    work(AFTER + 3 * MINUTE)

    assert sorted(event["type"] for event in told(listener)) == ["campaign.released", "wave.done"]
    wave = next(event for event in told(listener) if event["type"] == "wave.done")
    assert wave["data"]["summary"] == {"saved": 3}


def test_an_announcement_that_is_done_is_told_once_with_its_counts_and_nobody(listener, listen):
    listen()
    campaign = make_campaign()
    announce(campaign)

    work(AFTER + MINUTE)
    work(AFTER + 2 * MINUTE)

    (sent,) = [one for one in told(listener) if one["type"] == "announcement.sent"]
    (event,) = [one for one in told(listener) if one["type"] == "announcement.done"]
    assert event["data"]["mails"]["planned"] == 0
    assert event["data"]["kind"] == "eve"
    code = sent["data"].pop("link").rpartition("/")[2]
    number = sent["data"]["announcement"]
    link = link_of_code(code)
    assert link is not None
    assert str(link.channel) == f"webhook-eve-{number}"
    assert sent["data"] == {
        "campaign": campaign.slug,
        "announcement": number,
        "kind": "eve",
        "artist": campaign.release.artist.name,
        "language": "en",
        "subject": "Tomorrow",
        "text": "…",
    }


def test_who_does_not_answer_is_asked_again_with_the_same_id(listener, listen):
    endpoint, _secret = listen()
    listener.will_answer(Reply(503), Reply(200))
    send_test(endpoint, now=BEFORE)

    work(BEFORE)
    work(BEFORE + timedelta(seconds=30))
    log = Delivery.objects.get()
    assert (log.sent_at, log.status, log.because) == (None, 503, "it answered 503")
    work(BEFORE + 2 * MINUTE)

    ids = [heard.headers["webhook-id"] for heard in listener.heard]
    assert (len(ids), len(set(ids))) == (2, 1)
    assert Delivery.objects.get().sent_at == BEFORE + 2 * MINUTE


def test_after_three_days_the_operator_is_called_and_may_send_again(listener, listen):
    endpoint, _secret = listen()
    listener.will_answer(Reply(500))
    delivery = send_test(endpoint, now=BEFORE)

    work(BEFORE + timedelta(days=3, minutes=1))

    assert Delivery.objects.get().failed_at is not None
    assert f"countin webhook deliveries {endpoint.pk}" in Alarm.objects.get().words
    listener.will_answer(Reply(200))
    assert send_again(delivery, now=AFTER)
    work(AFTER)
    assert Delivery.objects.get().sent_at == AFTER
    assert Alarm.objects.get().cleared_at == AFTER


def test_who_takes_nothing_for_ten_days_ends_and_whoever_runs_this_hears_of_it(listener, listen):
    endpoint, _secret = listen()
    listener.will_answer(Reply(500))
    for after in (timedelta(), timedelta(days=7)):
        send_test(endpoint, now=BEFORE + after)
        work(BEFORE + after + timedelta(days=3, minutes=1))

    assert Endpoint.objects.get().ended_because == "it took nothing for ten days"
    assert Alarm.objects.get().cleared_at is not None
    assert "countin webhook add URL" in Notice.objects.get().words


def test_gone_means_never_again_and_a_redirect_is_not_followed(listener, listen):
    endpoint, _secret = listen()
    listener.will_answer(Reply(302, headers={"Location": "/elsewhere"}), Reply(410))
    send_test(endpoint, now=BEFORE)

    work(BEFORE)
    work(BEFORE + 2 * MINUTE)

    assert [heard.path for heard in listener.heard] == ["/hook", "/hook"]
    assert Endpoint.objects.get().ended_because == "it answered 410 Gone"
    assert "410 Gone" in Notice.objects.get().words


@pytest.mark.parametrize(
    "url",
    [
        "http://label.example/hook",
        "https://10.0.0.7/hook",
        "https://localhost/hook",
        "https://user:word@label.example/",
        "https://label.example:8443/",
        "ftp://label.example",
        "nonsense",
        "https://label.example/" + "x" * 500,
    ],
)
def test_an_address_within_or_in_the_clear_is_refused(url: str):
    with pytest.raises(BadAddress, match="Give an address"):
        add_endpoint(
            default_workspace(now=BEFORE),
            url=url,
            kinds=[EventKind.SAVED],
            sealer=SEALER,
            lets_loopback=False,
            now=BEFORE,
        )


def test_events_go_after_thirty_days(listen):
    endpoint, _secret = listen()
    send_test(endpoint, now=BEFORE)

    forget_events(now=BEFORE + KEPT_FOR)
    assert Event.objects.exists()
    forget_events(now=BEFORE + KEPT_FOR + MINUTE)
    assert not Event.objects.exists()
    assert not Delivery.objects.exists()


def test_a_number_given_again_after_a_restore_is_another_message(listen):
    endpoint, _secret = listen()
    before = send_test(endpoint, now=BEFORE).event
    again = Event(pk=before.pk, kind=before.kind, data={}, happened_at=BEFORE + MINUTE)

    assert before.message_id != again.message_id


def test_where_nobody_listens_nothing_is_kept(db):
    move(make_presave(make_campaign()), "", "promised")

    gather_events(base_url="https://presave.example", now=AFTER)

    assert not Event.objects.exists()
