"""The landing page before the release, which is the smart link after it."""
