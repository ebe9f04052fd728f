"""Which function makes each number, and which test counts it anew from raw rows or by scipy.

A number that is not here, or here twice, fails `test_number_makers.py`. `*` stands for any part.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Made:
    """Numbers that one function makes. `proof`: file and test that work them out another way."""

    names: tuple[str, ...]
    maker: str
    proof: str


_I = "countin.insights."
_T = "tests/insights/"

MADE = (
    Made(
        ("presaves.*", "by_provider", "by_channel"),
        f"{_I}tallies:five_states",
        f"{_T}test_counts.py::test_presaves_and_follows_are_counted_as_the_raw_rows_say",
    ),
    Made(
        ("reasons", "reasons.*"),
        f"{_I}tallies:tally_reasons",
        f"{_T}test_counts.py::test_presaves_and_follows_are_counted_as_the_raw_rows_say",
    ),
    Made(
        ("follows.*",),
        f"{_I}tallies:tally_follows",
        f"{_T}test_counts.py::test_presaves_and_follows_are_counted_as_the_raw_rows_say",
    ),
    Made(
        ("standing.*",),
        f"{_I}tallies:tally_standing",
        f"{_T}test_standing.py::test_standing_consents_of_the_artist_are_counted_apart",
    ),
    Made(
        ("reminders.*", "reminders_by_provider"),
        f"{_I}tallies:tally_reminders",
        f"{_T}test_counts.py::test_reminders_and_clicks_are_counted_as_the_raw_rows_say",
    ),
    Made(
        ("native.clicks", "follow_link.clicks"),
        f"{_I}tallies:tally_clicks",
        f"{_T}test_counts.py::test_reminders_and_clicks_are_counted_as_the_raw_rows_say",
    ),
    Made(
        ("refused_by_service",),
        f"{_I}tallies:count_refused",
        f"{_T}test_counts.py::test_a_fan_refused_twice_is_one_and_a_fan_who_got_through_is_none",
    ),
    Made(
        ("waves.*",),
        f"{_I}waves:tally_waves",
        f"{_T}test_waves.py::test_waves_join_the_markets_of_one_moment_and_leave_withdrawn_fans_out",
    ),
    Made(
        ("watch.*",),
        f"{_I}watching:watch_campaign",
        f"{_T}test_watching.py::"
        "test_the_pace_is_that_of_the_last_minute_and_tells_how_long_the_rest_takes",
    ),
    Made(
        ("summaries.*",),
        "countin.release_day.summaries:summarize_wave",
        "tests/stories/test_wave_summaries.py::test_a_wave_that_is_done_leaves_its_summary",
    ),
    Made(
        ("rehearsal.reconnect.*",),
        f"{_I}reconnects:tally_reconnects",
        "tests/messaging/test_counted_anew.py::"
        "test_who_was_asked_to_reconnect_is_counted_as_the_rows_say",
    ),
    Made(
        ("report.reach",),
        f"{_I}report:build_report",
        f"{_T}test_report.py::test_a_campaign_without_known_reach_has_nobody_to_point_at_it",
    ),
    Made(
        ("report.visits.*",),
        f"{_I}journeys:tally_visits",
        f"{_T}test_funnel.py::test_visits_by_machines_are_apart_and_each_visit_leads_once",
    ),
    Made(
        (
            "report.funnel.pressed",
            "report.funnel.pressed.*",
            "report.funnel.returned*",
            "report.funnel.authorized*",
        ),
        f"{_I}journeys:tally_presses",
        f"{_T}test_funnel.py::test_every_press_is_counted_to_its_end",
    ),
    Made(
        (
            "report.funnel.promised*",
            "report.funnel.alive*",
            "report.funnel.accepted*",
            "report.funnel.saved",
        ),
        f"{_I}promise_steps:promise_steps",
        f"{_T}test_promise_steps.py::test_each_loss_stands_where_it_was_noticed",
    ),
    Made(
        ("report.follows.LOSS",),
        f"{_I}journeys:tally_follow_ends",
        f"{_T}test_funnel.py::test_follows_that_failed_are_named_by_their_reason",
    ),
    Made(
        ("report.reminders.LOSS",),
        f"{_I}journeys:tally_reminded",
        f"{_T}test_funnel.py::test_every_reminder_is_counted_to_its_end",
    ),
    Made(
        ("report.rates.*",),
        f"{_I}rates:rate",
        "tests/statistics/test_intervals.py::test_a_shown_rate_has_the_ends_that_scipy_gives_it",
    ),
    Made(
        ("report.sources.*",),
        f"{_I}origins:tally_sources",
        f"{_T}test_origins.py::test_sources_are_counted_the_most_frequent_first",
    ),
    Made(
        ("report.shared.*",),
        f"{_I}origins:tally_shared",
        f"{_T}test_origins.py::test_fans_links_are_counted_together_and_those_in_mails_are_none",
    ),
    Made(
        ("report.by_app.*",),
        f"{_I}in_app:tally_apps",
        f"{_T}test_in_app.py::test_each_app_has_who_came_who_left_and_what_was_done",
    ),
    Made(
        ("report.familiar.*",),
        f"{_I}reading.familiarity:tally_presaves_by_familiarity",
        f"{_T}test_reading.py::test_known_are_those_who_had_been_here_before",
    ),
    Made(
        ("report.comparison.*",),
        f"{_I}reading.comparing:compare_channels",
        f"{_T}test_reading.py::test_channels_are_ordered_only_where_they_part",
    ),
    Made(
        ("report.arrivals", "report.arrivals.ends"),
        f"{_I}reading.arrivals:tally_arrivals",
        f"{_T}test_reading.py::test_arrivals_are_counted_by_their_day",
    ),
    Made(
        ("report.window.*",),
        f"{_I}reading.window:tally_window",
        f"{_T}test_reading.py::test_the_window_is_that_of_each_market",
    ),
    Made(
        ("report.expected.*",),
        f"{_I}expecting.expectations:look_ahead",
        f"{_T}test_expecting.py::"
        "test_the_artists_own_past_says_what_week_belongs_to_so_many_presaves",
    ),
    Made(
        ("report.expected_then", "report.record.*"),
        f"{_I}expecting.records:tally_record",
        f"{_T}test_expecting.py::test_it_is_kept_once_in_the_last_day_and_scored_when_all_is_known",
    ),
    Made(
        ("report.listening.*",),
        f"{_I}listening.beside:lay_beside",
        f"{_T}test_listening.py::test_saves_stand_beside_listening_for_the_campaign_as_a_whole",
    ),
    Made(
        ("cadence.touch_points.*",),
        f"{_I}cadence.reading:read_line",
        f"{_T}test_cadence.py::test_the_document_has_the_line_and_what_each_campaign_is_for",
    ),
    Made(
        ("cadence.follows", "cadence.returned.*"),
        f"{_I}cadence.returning:who_came_back",
        f"{_T}test_cadence.py::test_those_who_followed_and_those_who_did_not_are_counted_apart",
    ),
    Made(
        ("live.way", "live.pressed"),
        f"{_I}live.ways:way",
        f"{_T}test_live.py::test_the_figures_are_those_of_the_commands",
    ),
    Made(
        ("live.countries.*",),
        f"{_I}live.places:countries",
        f"{_T}test_live.py::test_every_table_tells_what_the_rows_hold",
    ),
    Made(
        ("live.devices.visits", "live.languages.visits"),
        f"{_I}live.places:traits",
        f"{_T}test_live.py::test_every_table_tells_what_the_rows_hold",
    ),
    Made(
        ("audit.presaves.*", "audit.group.presaves"),
        "countin.authenticity.audit:audit_log",
        "tests/authenticity/test_counted_anew.py::"
        "test_corroborated_are_those_who_confirmed_and_stand_in_no_unusual_group",
    ),
    Made(
        ("audit.share",),
        "countin.authenticity.share:share_of",
        "tests/authenticity/test_share.py::test_the_range_leaves_out_five_in_a_hundred_at_each_end",
    ),
    Made(
        ("audit.busy",),
        "countin.authenticity.busy_hours:busy_spans",
        "tests/authenticity/test_busy_hours.py::"
        "test_a_newsletter_is_asked_about_and_an_evening_is_not",
    ),
    Made(
        ("audit.would_have_shown",),
        "countin.authenticity.plantings:try_farms",
        "tests/authenticity/test_plantings.py::test_what_would_have_shown_does_when_it_is_there",
    ),
    Made(
        ("holds.*",),
        f"{_I}auditing.deciding:holds_of",
        f"{_T}test_auditing.py::test_holding_the_group_asks_its_fans_and_only_them",
    ),
    Made(
        ("announcement_push.*",),
        "countin.messaging.announcing.counting:count_pushes",
        "tests/messaging/test_news_push.py::test_who_ended_it_since_hears_nothing_and_is_counted",
    ),
    Made(
        ("artist_page.*",),
        "countin.visits.artist_pages:tally_artist_page",
        "tests/pages/test_artist_page.py::"
        "test_showings_are_counted_by_day_bots_apart_and_fetching_ahead_not_at_all",
    ),
    Made(
        ("news.*",),
        f"{_I}news:read_brought",
        "tests/studio/test_news.py::test_what_news_brought_is_told_by_the_way_they_took",
    ),
    Made(
        ("announcement.*",),
        "countin.messaging.announcing.counting:count_announcement",
        "tests/messaging/test_counted_anew.py::test_an_announcement_is_counted_as_its_rows_say",
    ),
)
