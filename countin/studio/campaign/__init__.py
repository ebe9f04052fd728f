"""A campaign that stands: its page, its plan, its fans, and what is done to it once."""
