"""Artist, release, campaign and channels; when a release comes out in a territory, and
whether it has been seen there."""
