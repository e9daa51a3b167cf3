"""Faults put into the code on purpose, each of which a test must see (`make mutations`)."""
