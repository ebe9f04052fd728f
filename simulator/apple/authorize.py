"""The consent pop-up, and the script that opens it."""

import json
from html import escape
from importlib import resources

from aiohttp import web

from simulator.answers import json_answer, page
from simulator.apple.developer_tokens import BadDeveloperToken, Claims, read_developer_token
from simulator.fans import APPLE, AppleAccount, NoSuchFan
from simulator.keys import world_of
from simulator.world import VISITOR, World, mint

COOKIE = "simulated_apple_fan"
SCRIPT = resources.files("simulator.apple").joinpath("musickit.js").read_text("utf-8")
FORM = """
<p>{app} would like to access Apple Music, your library and your listening activity.</p>
<form method="post" action="{action}">
<p><label for="fan">Account</label> <input id="fan" name="fan" value="{fan}" required></p>
<button type="submit" name="decision" value="agree">Agree</button>
<button type="submit" name="decision" value="cancel" formnovalidate>Cancel</button>
</form>"""
DONE = """<p id="result" data-result="{result}">You can close this window.</p>
<script type="application/json" id="answer">{answer}</script>
<script>
const answer = JSON.parse(document.getElementById("answer").textContent);
if (window.opener && !answer.silent) {{
  window.opener.postMessage(answer, {origin});
  window.close();
}}
</script>"""


class BadPopUp(Exception):
    """The pop-up was opened wrongly; the text says how."""


async def serve_script(request: web.Request) -> web.Response:
    silent = world_of(request).settings.apple_authorize == "silent"
    text = SCRIPT.replace("__SILENT__", json.dumps(silent))
    return web.Response(text=text, content_type="text/javascript",
                        headers={"Cache-Control": "no-store"})  # fmt: skip


async def show_consent(request: web.Request) -> web.Response:
    try:
        _check(request)
    except BadPopUp as wrong:
        return page("Problem connecting", body=f"<p>{escape(str(wrong))}</p>", status=400)
    fan = request.query.get("fan") or request.cookies.get(COOKIE) or VISITOR
    body = FORM.format(
        app=escape(request.query.get("app", "This app")),
        action=escape(f"?{request.rel_url.raw_query_string}"),
        fan=escape(fan),
    )
    return page("Apple Music (simulated)", body=body)


async def decide(request: web.Request) -> web.Response:
    """Agree gives a music user token, by postMessage or, where JSON is accepted, as JSON."""
    world = world_of(request)
    try:
        _check(request)
    except BadPopUp as wrong:
        return page("Problem connecting", body=f"<p>{escape(str(wrong))}</p>", status=400)
    form = await request.post()
    if form.get("decision") != "agree":
        return _told(request, {"result": "declined"}, fan="")
    fan = str(form.get("fan") or request.query.get("fan") or request.cookies.get(COOKIE) or "")
    try:
        account = _account(fan, world=world)
    except NoSuchFan as nobody:
        return page("No such account", body=f"<p>{escape(str(nobody))}</p>", status=400)
    token = mint("Am")
    world.apple.give(token, account=account, now=world.clock.now())
    answer: dict[str, object] = {
        "result": "agreed",
        "musicUserToken": token,
        "storefront": account.storefront,
        "subscribed": account.has_subscription,
    }
    return _told(request, answer, fan=fan)


def _told(request: web.Request, answer: dict[str, object], *, fan: str) -> web.Response:
    answer |= {
        "source": "simulated-apple-music",
        "silent": world_of(request).settings.apple_authorize == "silent",
    }
    if "application/json" in request.headers.get("Accept", ""):
        told = json_answer(answer)
    else:
        text = json.dumps(answer).replace("<", "\\u003c")
        origin = json.dumps(request.query.get("origin", "")).replace("<", "\\u003c")
        body = DONE.format(result=answer["result"], answer=text, origin=origin)
        told = page("Apple Music (simulated)", body=body)
    if fan:
        told.set_cookie(COOKIE, fan, path="/apple", httponly=True, samesite="Lax")
    return told


def _check(request: web.Request) -> Claims:
    """The page's developer token and origin. Raises BadPopUp."""
    world = world_of(request)
    origin = request.query.get("origin", "")
    try:
        claims = read_developer_token(request.query.get("token", ""), apple=world.apple)
    except BadDeveloperToken as bad:
        world.complain("bad_developer_token", service=APPLE, endpoint="authorize", detail=str(bad))
        raise BadPopUp(f"The developer token is not valid: {bad}.") from bad
    if claims.expires_at <= world.clock.now():
        raise BadPopUp("The developer token has expired.")
    if claims.origins and origin not in claims.origins:
        raise BadPopUp("This page is not among the token's origins.")
    if not claims.origins:
        world.complain("page_token_without_origin", service=APPLE, endpoint="authorize")
    return claims


def _account(fan_id: str, *, world: World) -> AppleAccount:
    account = world.fans.get(fan_id).apple
    if account is None:
        raise NoSuchFan("this fan has no Apple Music account")
    return account
