"""Browsers inside apps: which app shows the page, by the name that it sends. Pure.

A service's login is asked for anew in there, if it opens at all: hence the way out. Apps that
open links in the phone's own browser (Chrome's tabs, Safari's sheet) send that browser's name
and are none of these.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final


@dataclass(frozen=True)
class InApp:
    """An app with a browser of its own; `label` as people call it."""

    name: str
    label: str


# The first that fits counts: Messenger also says that it is Facebook's.
_APPS: Final = tuple(
    (InApp(name, label), re.compile(pattern))
    for name, label, pattern in (
        ("messenger", "Messenger", r"FBAN/Messenger|FB_IAB/(MESSENGER|Orca)"),
        ("instagram", "Instagram", r"\bInstagram \d"),
        ("threads", "Threads", r"\bBarcelona \d"),
        ("facebook", "Facebook", r"\bFBAN/|\bFBAV/|\bFB_IAB/|\bFBIOS\b"),
        ("tiktok", "TikTok", r"musical_ly|BytedanceWebview|\btrill_\d|\bTikTok\b|\baweme_"),
        ("snapchat", "Snapchat", r"\bSnapchat[/ ]?\d"),
        ("x", "X", r"\bTwitter for (iPhone|iPad|Android)|\bTwitterAndroid\b"),
        ("linkedin", "LinkedIn", r"\bLinkedInApp\b"),
        ("pinterest", "Pinterest", r"\[Pinterest/(iOS|Android)\]|\bPinterest for (iOS|Android)"),
        ("line", "LINE", r"\bLine/\d"),
        ("wechat", "WeChat", r"\bMicroMessenger/"),
        ("reddit", "Reddit", r"\bReddit/(Version )?\d|\bRedditAndroid\b"),
        ("telegram", "Telegram", r"\bTelegram-(Android|iOS)/"),
        ("kakaotalk", "KakaoTalk", r"\bKAKAOTALK\b"),
        ("naver", "NAVER", r"\bNAVER\(inapp"),
        ("vk", "VK", r"\bVK(Android|iOS)App\b|\bVKAndroidApp/"),
        ("weibo", "Weibo", r"__weibo__|\bWeibo \("),
        ("qq", "QQ", r"\bQQ/\d"),
        ("viber", "Viber", r"\bViber/\d"),
        ("tumblr", "Tumblr", r"\bTumblr/(iPhone|iPad|Android)"),
    )
)
_ALL: Final = {app.name: app for app, _pattern in _APPS}


@lru_cache(maxsize=4096)
def recognize_in_app(user_agent: str) -> InApp | None:
    """The app in whose browser the page is shown; None for a real browser."""
    return next((app for app, pattern in _APPS if pattern.search(user_agent)), None)


def app_named(name: str) -> InApp | None:
    """The app of this name, as rows keep it."""
    return _ALL.get(name)


def app_label(name: str) -> str:
    """What people call the app; its name where it is unknown."""
    app = _ALL.get(name)
    return app.label if app else name
