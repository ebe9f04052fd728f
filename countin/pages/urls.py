"""Every address a fan meets. Slugs come last: they are whatever nothing else claims."""

from django.urls import path

from countin.pages import addresses, artist_page, metrics, plain, plan_feed
from countin.pages.assets import ASSETS
from countin.pages.connecting import beginning, going_over, in_page, thanking
from countin.pages.connecting.returns import come_back
from countin.pages.domains import asking as domain_asking
from countin.pages.landing import page as landing
from countin.pages.landing import pixels, previewing
from countin.pages.onward import leaving, links, native
from countin.pages.outside.urls import addresses_for_others, campaign_addresses_for_others
from countin.pages.own_page import changing, confirming, going_again, going_back, sharing, standing
from countin.pages.own_page import page as fan_page
from countin.pages.reminding import asking, calendars, lists, mails, news, preferences, push
from countin.pages.team import canaries, trials

addresses.register_parts()

_OWN = [
    path("", plain.show_front, name="front"),
    path("healthz", plain.show_health, name="health"),
    path("metrics", metrics.show_metrics, name="metrics"),
    path("favicon.ico", plain.show_icon, name="icon"),
    path("privacy", plain.show_privacy_notice, name="privacy"),
    *ASSETS,
    path(f"{addresses.OVER[1:]}<path:press>", going_over.go_over, name="go_over"),
    path(addresses.DOMAIN_ASKING[1:], domain_asking.answer_proxy, name="domain_asking"),
    path("connect/<service:service>", beginning.begin_consent, name="connect"),
    path("connect/<service:service>/return", come_back, name="connect_return"),
    path("me", going_back.find_own_page, name="own_page"),
    path("me/<key:key>", fan_page.show_fan_page, name="fan"),
    path("me/<key:key>/everything.json", fan_page.download_holdings, name="fan_export"),
    path("me/<key:key>/withdraw", changing.withdraw, name="withdraw"),
    path("me/<key:key>/disconnect", changing.end_connection, name="disconnect"),
    path("me/<key:key>/erase", changing.erase, name="erase"),
    path("me/<key:key>/follow", going_again.ask_follow_apart, name="ask_follow"),
    path("me/<key:key>/reconnect", going_again.reconnect, name="reconnect"),
    path("me/<key:key>/confirm", confirming.confirm_presave, name="confirm_presave"),
    path("me/<key:key>/standing", standing.ask_standing, name="standing"),
    path("me/<key:key>/standing/stop", standing.end_standing, name="stop_standing"),
    path("me/<key:key>/standing/renew", standing.renew_standing, name="renew_standing"),
    path(
        "me/<key:key>/renewal/<int:standing>.ics",
        calendars.show_renewal_entry,
        name="renewal_entry",
    ),
    path("me/<key:key>/address", changing.change_address, name="change_address"),
    path("me/leave", changing.leave_browser, name="leave_browser"),
    path("confirm/<key:key>", mails.confirm, name="confirm"),
    path("unsubscribe/<key:key>", mails.end_reminders, name="unsubscribe"),
    path("unsubscribe/<key:key>/preferences", preferences.show_preferences, name="preferences"),
    path("me/<key:key>/share", sharing.share, name="share"),
    path("@<campaign_slug:handle>/list", lists.show_list, name="list"),
    path("@<campaign_slug:handle>/news", news.allow, name="news"),
    path("@<campaign_slug:handle>/news/end", news.end, name="news_end"),
    path("sw.js", push.show_worker, name="push_worker"),
    path("push/subscribe", push.subscribe, name="push_subscribe"),
    path("push/renew", push.renew, name="push_renew"),
    path("push/end", push.end, name="push_end"),
    path("c/<key:key>.ics", plan_feed.show_plan_feed, name="plan_feed"),
    path("l/<code:code>", links.follow_link, name="link"),
    path("@<campaign_slug:handle>/pixels", pixels.show_artist_pixels, name="artist_pixels"),
    path("@<campaign_slug:handle>", artist_page.show_artist, name="artist"),
    path("@<campaign_slug:handle>/", artist_page.drop_slash),
    *addresses_for_others(),
]
_OF_CAMPAIGNS = [
    path("<campaign_slug:slug>", landing.show_landing, name="landing"),
    path("<campaign_slug:slug>/", landing.drop_slash),
    path("<campaign_slug:slug>/canaries", canaries.show_canary_page, name="canaries"),
    path("<campaign_slug:slug>/try", trials.show_trial, name="trial"),
    path("<campaign_slug:slug>/preview", previewing.show_preview, name="preview"),
    path("<campaign_slug:slug>/thanks", thanking.show_thanks, name="thanks"),
    path(
        "<campaign_slug:slug>/apple",
        in_page.show_consent_page,
        {"service": "apple_music"},
        name="consent_in_page",
    ),
    path("<campaign_slug:slug>/calendar.ics", calendars.show_calendar, name="calendar"),
    path("<campaign_slug:slug>/remind/<service:service>", asking.begin_reminder, name="remind"),
    path(
        "<campaign_slug:slug>/reminder/<service:service>",
        asking.show_reminder,
        name="reminder",
    ),
    path("<campaign_slug:slug>/follow/<service:service>", leaving.open_artist, name="open_artist"),
    path("<campaign_slug:slug>/pixels", pixels.show_pixels, name="pixels"),
    path("<campaign_slug:slug>/native/<service:service>", native.open_native, name="native"),
    path("<campaign_slug:slug>/open/<service:service>", leaving.open_release, name="open_release"),
]
urlpatterns = [*_OWN, *_OF_CAMPAIGNS, *campaign_addresses_for_others()]
