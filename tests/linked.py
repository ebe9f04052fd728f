"""The services that every page names and that only remind and link, as `modes` has them."""

LINKED = {"youtube_music": "remind", "amazon_music": "remind", "deezer": "remind"}
