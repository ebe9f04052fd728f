"""Waves and attempts: turns promises into saves once the release is there. Leaves rows,
writes no mail."""
