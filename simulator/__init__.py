"""Stand-ins for the streaming services over real HTTP, with named scenarios.

A separate program: it shares no code with the product, so that the two cannot share a mistake.
"""
