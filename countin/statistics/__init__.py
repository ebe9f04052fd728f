"""Intervals and scores, pure."""
