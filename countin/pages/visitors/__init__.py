"""Who looks at a page: what they bring along, what their browser remembers, what is counted."""
