"""The mailbox's own pages: the list, a mail, the letter in it."""

from html import escape

from aiohttp import web
from yarl import URL

from simulator.mailbox.letters import Box, Letter

BOX = web.AppKey("box", Box)
# A letter is shown as a mail program would: no scripts, nothing loaded from elsewhere.
_LETTER_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-src 'self'"
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
ol { list-style: none; padding: 0; }
li { padding: .6rem 0; border-bottom: 1px solid #8884; }
.quiet { color: #777; font-size: .9rem; }
iframe { width: 100%; height: 44rem; border: 1px solid #8884; border-radius: .5rem; }
"""
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{style}</style></head><body><h1>{title}</h1>{body}</body></html>"""
_MOST_SHOWN = 200


def make_app(box: Box) -> web.Application:
    """`/` lists, `?to=ADDRESS` for one person; `/mails/N` shows, `/mails/N/letter` alone."""
    app = web.Application()
    app[BOX] = box
    app.router.add_get("/", list_letters)
    app.router.add_get(r"/mails/{number:\d+}", show_letter)
    app.router.add_get(r"/mails/{number:\d+}/letter", show_html)
    app.router.add_get(r"/mails/{number:\d+}/pictures/{name}", show_picture)
    return app


async def list_letters(request: web.Request) -> web.Response:
    to = request.query.get("to", "")
    letters = request.app[BOX].letters(to=to)
    rows = "".join(_row(letter) for letter in letters[:_MOST_SHOWN])
    count = f'<p class="quiet">{len(letters)} mails. The latest stands first.</p>'
    return _page("Mailbox of the demo", body=f"{count}<ol>{rows}</ol>")


async def show_letter(request: web.Request) -> web.Response:
    letter = _wanted(request)
    headers = "".join(
        f"<div>{escape(name)}: {escape(value)}</div>" for name, value in letter.headers.items()
    )
    frame = f'<iframe src="/mails/{letter.number}/letter" title="Letter"></iframe>'
    body = (
        f'<p><a href="/">All mails</a></p><div class="quiet">{headers}</div>'
        f'<p><a href="/mails/{letter.number}/letter">The letter alone</a></p>{frame}'
        f"<h2>As plain text</h2><pre>{escape(letter.text)}</pre>"
    )
    return _page(letter.subject, body=body)


async def show_html(request: web.Request) -> web.Response:
    letter = _wanted(request)
    html = letter.html or f"<pre>{escape(letter.text)}</pre>"
    for name in letter.pictures:
        address = URL(f"/mails/{letter.number}/pictures") / name
        html = html.replace(f"cid:{name}", str(address))
    # The links of a letter leave the frame, as they leave a mail program.
    html = html.replace("<head>", '<head><base target="_top">', 1)
    headers = {"Content-Security-Policy": _LETTER_POLICY}
    return web.Response(text=html, content_type="text/html", headers=headers)


async def show_picture(request: web.Request) -> web.Response:
    pictures = _wanted(request).pictures
    if request.match_info["name"] not in pictures:
        raise web.HTTPNotFound
    kind, content = pictures[request.match_info["name"]]
    return web.Response(body=content, content_type=kind)


def _wanted(request: web.Request) -> Letter:
    letter = request.app[BOX].get(int(request.match_info["number"]))
    if letter is None:
        raise web.HTTPNotFound
    return letter


def _row(letter: Letter) -> str:
    return (
        f'<li><a href="/mails/{letter.number}">{escape(letter.subject)}</a>'
        f'<div class="quiet">to {escape(letter.to)} · {escape(letter.date)}</div></li>'
    )


def _page(title: str, *, body: str) -> web.Response:
    text = _PAGE.format(title=escape(title), style=_STYLE, body=body)
    return web.Response(text=text, content_type="text/html")
