"""A real Chromium on real installations. A package, so that they last as long as it does."""
