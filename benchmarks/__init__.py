"""What `make bench` runs: what the product costs against the least that the same work can cost.

Ratios, since machines differ: 1.00 would be for nothing, 0.50 twice the bare cost.
"""
