"""The journal beside the keys: what must outlive the database, and how it is brought back."""
