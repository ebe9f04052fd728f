"""What the report says in which case."""

import pytest

from countin.insights.report_text import write_text
from countin.insights.sentences import next_step, reading_aid, three_sentences
from tests.insights.reports import URL, build, plain, promise
from tests.insights.rows import BEFORE, make_campaign, make_reminder, make_visit

pytestmark = pytest.mark.django_db


def test_a_released_campaign_is_told_in_three_sentences(released):
    sentences = three_sentences(build(released))

    assert [plain(sentence) for sentence in sentences] == [
        "“Midnight Single” by The Held Notes is out (27 November 2026): of 13 pre-saves made, "
        "10 were saved, 76.9 % (49.7 to 91.8 %).",
        "3 were not saved: 1 withdrawn by the fan, 1 whose permission ended at the service or by "
        "a new password, 1 accepted by the service, but not in the library after 72 hours.",
        "8 pre-saves came by newsletter, which reaches 40 people: 20.0 % (10.5 to 34.8 %).",
    ]


def test_a_campaign_without_known_reach_has_nobody_to_point_at_it():
    campaign = make_campaign(channels={"instagram": None})

    report = build(campaign, now=BEFORE)

    assert three_sentences(report)[2] == (
        "This page has nobody to point at it: no channel of known reach is named, and a page "
        "finds no listeners by itself; it concentrates those one can already reach."
    )
    assert next_step(report) == (
        "List under `channels` where you can point people at this page, and under `audience` how "
        f"many each reaches; apply the file, then share {URL}/{campaign.slug}?via=CHANNEL there."
    )


def test_people_who_came_by_a_channel_of_unknown_reach_are_not_nobody():
    campaign = make_campaign(channels={"instagram": None})
    make_visit(campaign, channel="instagram")

    report = build(campaign, now=BEFORE)

    assert three_sentences(report)[2] == (
        "How many people the channels reach is nowhere said, so no share of them can be told; a "
        "page finds no listeners by itself; it concentrates those one can already reach."
    )
    assert next_step(report) == (
        "Say under `audience` in the file how many people each channel reaches, apply it, and go "
        f"on pointing people at {URL}/{campaign.slug}?via=instagram."
    )


def test_an_open_campaign_says_what_is_on_the_way_and_shows_no_rate_of_saves():
    campaign = make_campaign(channels={"newsletter": 800})
    promise(campaign, 3, channel="newsletter")
    promise(campaign, 1, state="withdrawn", reason="by_fan")

    report = build(campaign, now=BEFORE)

    assert three_sentences(report)[:2] == (
        "“Midnight Single” by The Held Notes comes out on 27 November 2026: of 4 pre-saves made, "
        "3 are on the way.",
        "1 dropped out: 1 withdrawn by the fan.",
    )
    assert report.saved is None
    assert next_step(report) == (
        f"Point people at {URL}/{campaign.slug}?via=newsletter while there is time."
    )


def test_reminders_alone_are_told_as_reminders_and_have_no_rate_of_presaves():
    campaign = make_campaign(channels={"newsletter": 800})
    make_visit(campaign, channel="newsletter")
    make_reminder(campaign, confirmed=True, sent=True, opened=1, channel="newsletter")
    make_reminder(campaign, confirmed=True, sent=True, channel="newsletter")

    report = build(campaign)

    assert [plain(sentence) for sentence in three_sentences(report)] == [
        "“Midnight Single” by The Held Notes is out (27 November 2026): 2 reminders were asked "
        "for and 2 sent so far; none is a pre-save.",
        "The page was shown once to people.",
        "2 reminders came by newsletter, which reaches 800 people: 0.2 % (0.1 to 0.9 %).",
    ]
    assert (report.led, report.saved, report.channels[0].activation) == (None, None, None)
    assert report.opened is not None
    assert (report.opened.successes, report.opened.of) == (1, 2)
    assert "pre-saves made" not in write_text(report)


def test_a_draft_says_how_to_publish_it():
    report = build(make_campaign(published=False), now=BEFORE)

    assert three_sentences(report)[0].endswith("is still a draft, so nobody has seen it.")
    assert next_step(report).startswith("Publish the page: set COUNTIN_CONTROLLER_NAME")


@pytest.mark.parametrize(
    ("presave", "reach", "expected"),
    [
        ({"state": "promised"}, 10, "Keep `countin serve` running"),
        ({"state": "failed", "reason": "not_released"}, 10, "Ask your distributor"),
        ({"state": "needs_fan", "reason": "grant_dead"}, 10, "Ask the fan whose permission"),
        ({"state": "needs_fan", "reason": "held_back"}, 10, "The fan held back by a person can"),
        ({"state": "needs_fan", "reason": "no_subscription"}, 10, "Nothing is left to do"),
        ({"state": "failed", "reason": "not_let_in"}, 10, "See your app's dashboard"),
        ({"state": "saved"}, None, "Before the next release, list under `channels`"),
        ({"state": "saved"}, 10, "Nothing is left to do"),
    ],
)
def test_the_next_step_after_the_release_fits_what_is_left(presave, reach, expected):
    campaign = make_campaign(channels={"newsletter": reach})
    promise(campaign, 1, **presave)

    assert next_step(build(campaign)).startswith(expected)


def test_channels_show_a_rate_only_where_its_denominator_is_known(released):
    channels = {channel.name: channel for channel in build(released).channels}

    assert list(channels) == ["instagram", "newsletter", "none"]
    activation = channels["newsletter"].activation
    assert activation is not None
    assert (activation.successes, activation.of) == (8, 40)
    assert channels["instagram"].activation is None
    assert channels["none"].activation is None
    led = channels["instagram"].led
    assert led is not None
    assert (led.successes, led.of) == (2, 2)


def test_more_presaves_than_people_reached_give_no_rate_and_the_text_says_so():
    campaign = make_campaign(channels={"newsletter": 2})
    promise(campaign, 3, channel="newsletter", state="saved")

    report = build(campaign)

    assert report.channels[0].activation is None
    assert three_sentences(report)[2] == (
        "3 pre-saves came by newsletter, more than the 2 people it is said to reach, so no share "
        "is told."
    )
    assert "more came than the 2 people reached, so no rate of them" in write_text(report)


def test_services_and_channels_each_add_up_to_the_whole(released):
    report = build(released)

    for parts in (report.services, report.channels):
        for number, step in enumerate(report.steps):
            assert sum(part.steps[number].count for part in parts) == step.count


def test_the_unknowns_are_those_of_this_campaign(released):
    about_apple = (
        "Whether two pre-saves on Apple Music are one fan: it names no account, so a fan who "
        "comes back in another browser may count twice."
    )
    empty = build(make_campaign(), now=BEFORE)

    full = build(released)

    assert "Whether anybody listened: a save is not a listen" in full.unknowns[0]
    assert "Whether anybody listened: a save is not a listen" in empty.unknowns[0]
    assert (about_apple in full.unknowns, about_apple in empty.unknowns) == (True, False)
    assert (len(full.unknowns), len(empty.unknowns)) == (12, 4)


def test_building_a_report_takes_the_same_few_queries_for_many_fans(
    released, django_assert_max_num_queries
):
    with django_assert_max_num_queries(35):
        build(released)


def test_a_page_that_nobody_has_come_to_yet_says_so_without_a_zero_of_presaves():
    report = build(make_campaign(channels={"newsletter": 800}), now=BEFORE)

    assert three_sentences(report)[2] == (
        "Nobody has come by newsletter so far, which reaches 800 people."
    )
    assert "where the file says so (1 of 1 channels)" in write_text(report)


def test_brackets_are_explained_where_the_sentences_hold_some(released):
    empty = build(make_campaign(), now=BEFORE)

    assert reading_aid(build(released)).startswith("The range in brackets is what such a count")
    assert reading_aid(empty) == ""
