"""A campaign made and its page filled: three screens, and everything else that a page holds."""
