"""Wiring: settings, addresses, the `countin` command, the list of jobs, the registry of
providers. The only place that knows every room."""
