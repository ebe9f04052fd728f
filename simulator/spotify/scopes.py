"""Scopes, and the words in which the consent page shows them."""

SCOPES = {
    "user-library-modify": "Add and remove items in Your Library.",
    "user-library-read": "Access what you've saved in Your Library.",
    "user-follow-modify": "Manage who you are following.",
    "user-follow-read": "Access your followers and who you are following.",
    "playlist-modify-public": "Manage your public playlists.",
    "playlist-modify-private": "Manage your private playlists.",
    "playlist-read-private": "Access your private playlists.",
    "playlist-read-collaborative": "Access your collaborative playlists.",
    "user-read-recently-played": "Access your recently played items.",
    "user-top-read": "Read your top artists and content.",
    "user-read-email": "Get your real email address.",
    "user-read-private": "Access your subscription details.",
    "user-read-playback-state": "Read your currently playing content and devices.",
    "user-modify-playback-state": "Control playback on your devices.",
    "user-read-currently-playing": "Read your currently playing content.",
    "streaming": "Play content and control playback on your other devices.",
    "ugc-image-upload": "Upload images to Spotify on your behalf.",
}

# All that a pre-save with a follow needs; more is an offence worth a complaint (facts A2).
LEAST_SCOPES = frozenset({"user-library-modify", "user-follow-modify"})
