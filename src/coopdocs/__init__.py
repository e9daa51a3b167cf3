"""coopdocs: documents on territorial cooperation from one checked content."""

__version__ = "0.1.0"
