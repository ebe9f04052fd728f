"""At a service: off to its question, and what its answer comes to."""
