"""Every number we show: what it counts and what it leaves out. Reads rows, infers nothing."""
