"""A crowd of simulated fans: they open real pages over HTTP and press what they find by its
accessible name. A program of its own (`python -m simulator.crowd`); it knows nothing of the
product but its addresses and the names of its controls."""
