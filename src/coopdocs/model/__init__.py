"""Frozen pydantic types of what a kit holds: its content (`contenu`), its events (`evenement`)."""
