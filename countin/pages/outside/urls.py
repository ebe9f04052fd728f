"""The addresses made for other places: search engines, previews, posters, other sites."""

from django.urls import URLPattern, path

from countin.pages.outside import cards, embedding, qr_codes, sitemaps


def addresses_for_others() -> list[URLPattern]:
    """Those of the whole installation."""
    return [
        path("robots.txt", sitemaps.show_robots, name="robots"),
        path("sitemap.xml", sitemaps.show_sitemap, name="sitemap"),
        path("embed.js", embedding.show_script, name="embed_script"),
        path("oembed", embedding.show_oembed, name="oembed"),
    ]


def campaign_addresses_for_others() -> list[URLPattern]:
    """Those below a campaign's page."""
    page = "<campaign_slug:slug>"
    return [
        path(f"{page}/card.png", cards.show_card, name="card"),
        path(f"{page}/square.jpg", cards.show_card, {"shape": "square"}, name="square"),
        path(f"{page}/story.jpg", cards.show_card, {"shape": "story"}, name="story"),
        path(f"{page}/qr.svg", qr_codes.show_qr_code, {"kind": "svg"}, name="qr_svg"),
        path(f"{page}/qr.png", qr_codes.show_qr_code, {"kind": "png"}, name="qr_png"),
        path(f"{page}/embed", embedding.show_embed, name="embed"),
    ]
