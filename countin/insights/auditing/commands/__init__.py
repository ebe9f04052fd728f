"""`countin audit …`, `countin campaign events`: doors."""
