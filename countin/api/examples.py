"""What a program may send, by operation, as the description shows it. A test sends each."""

from typing import Any, Final

_ANNOUNCEMENT: Final = {"subject": "Tomorrow at midnight", "text": "It is nearly here.\n\nAda"}

BODIES: Final[dict[str, Any]] = {
    "PUT /campaigns/{slug}": {
        "slug": "midnight-single",
        "artist": {"name": "The Held Notes"},
        "release": {
            "title": "Midnight Single",
            "kind": "single",
            "upc": "886448495581",
            "timing": "local",
            "date": "2030-03-08",
        },
        "ask_follow": True,
        "channels": ["newsletter", "instagram"],
        "audience": {"newsletter": 3100},
    },
    "POST /campaigns/{slug}/copies": {"slug": "next-one", "release_date": "2030-03-05"},
    "PUT /campaigns/{slug}/date": {"release_date": "2030-03-05"},
    "POST /campaigns/{slug}/links": {"channel": "newsletter", "utm_source": "november"},
    "POST /campaigns/{slug}/fans/search": {"email": "ada@example.org"},
    "POST /campaigns/{slug}/announcements": {"kind": "eve"},
    "PUT /campaigns/{slug}/announcements/{number}": _ANNOUNCEMENT,
    "POST /campaigns/{slug}/announcements/{number}/test": {"address": "ada@example.org"},
    "POST /campaigns/{slug}/announcements/{number}/send": {},
    "POST /artists/{handle}/news": {"kind": "news", "text": "We are on the road again."},
    "PUT /artists/{handle}/news/{number}": _ANNOUNCEMENT,
    "POST /artists/{handle}/news/{number}/test": {"address": "ada@example.org"},
    "POST /artists/{handle}/news/{number}/send": {},
    "PUT /campaigns/{slug}/plan": {"distributor": "Our distributor"},
    "PUT /campaigns/{slug}/plan/tasks/{task}": {"done": True, "owner": "Ada"},
    "POST /campaigns/{slug}/plan/tasks": {"day": "2030-02-01", "title": "Print the posters"},
    "POST /campaigns/{slug}/audit/holds": {"group": 1, "because": "Nobody knows them."},
    "POST /campaigns/{slug}/audit/peaks": {
        "kind": "gig",
        "begins_at": "2030-02-01T19:00:00+01:00",
        "ends_at": "2030-02-01T23:00:00+01:00",
    },
    "POST /campaigns/{slug}/contacts": {"whom": "Ada", "way": "letter"},
    "PUT /campaigns/{slug}/contacts/{number}": {"note": "She plays it on Friday."},
    "POST /fans/erasures": {"email": "ada@example.org"},
    "PUT /artists/{handle}": {"artist": {"name": "The Held Notes"}},
    "PUT /artists/{handle}/controller": {"sender": "The Held Notes <news@heldnotes.example>"},
    "PUT /artists/{handle}/ground": {"domain": "music.heldnotes.example"},
    "PUT /workspace": {"name": "Held Records"},
    "PUT /people/{person}": {"role": "manager"},
    "POST /invitations": {"email": "ben@example.org", "role": "analyst"},
    "POST /tokens": {"name": "label sheet", "scopes": ["read"], "days": 90},
    "POST /webhooks": {"url": "https://label.example/hooks/countin", "events": ["wave.done"]},
}
