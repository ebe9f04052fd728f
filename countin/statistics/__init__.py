"""Intervals, shrinkage, order, expectations and scores, pure. Every formula names its source."""
