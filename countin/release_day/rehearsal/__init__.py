"""The dry run: what will go wrong on the day, while there is time to mend it."""
