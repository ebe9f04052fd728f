"""Count-In: the pre-save platform that an artist or a label runs themselves."""
