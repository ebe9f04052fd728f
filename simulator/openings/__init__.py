"""Open catalogs, asked without a key: Apple's lookup, Deezer's API, MusicBrainz; and pages that
answer in every way that a page may."""
