"""The commands that wire everything: init, demo, serve, web, worker, doctor."""
