"""The page on which a fan agrees or cancels."""

from html import escape

from aiohttp import web

from simulator.answers import page
from simulator.spotify.scopes import SCOPES

FORM = """
<p>{app} would like to:</p><ul>{scopes}</ul>
<form method="post" action="{action}">
<p><label for="fan">Account</label> <input id="fan" name="fan" value="{fan}" required></p>
<button type="submit" name="decision" value="agree">Agree</button>
<button type="submit" name="decision" value="cancel" formnovalidate>Cancel</button>
</form>"""
NOTHING = "See your public profile, and nothing more."


def consent_page(
    *, app_name: str, scopes: tuple[str, ...], fan_id: str, action: str
) -> web.Response:
    """Who asks, for what, as which account; buttons Agree and Cancel."""
    words = [SCOPES[scope] for scope in scopes] or [NOTHING]
    body = FORM.format(
        app=escape(app_name),
        scopes="".join(f"<li>{escape(line)}</li>" for line in words),
        action=escape(action),
        fan=escape(fan_id),
    )
    return page("Log in to Spotify (simulated)", body=body)
