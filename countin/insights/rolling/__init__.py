"""Counts that are kept while rows change, so that no page has to count rows: what is rolled up,
by which triggers, how it is read, folded, compared with the rows and counted anew."""
