"""Does a group of pre-saves look corroborated, and why. Pure: an event log in, an audit out.

Groups are judged, never persons; nothing here removes anybody.
"""
