"""An artist's releases on one line, and who came back from one to the next."""
