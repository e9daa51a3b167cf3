"""Pictures of a kit: whether a file can be printed, and its pixels made ready for the place where it stands.

The one room but `formats` that loads a library of pictures, inside the functions that read a file: a kit without any
never does.
"""

from __future__ import annotations

from coopdocs.photos.printing import DPI, Ready, prepared
from coopdocs.photos.reading import DPI_MIN, Pixels, fault, pixels

__all__ = ["DPI", "DPI_MIN", "Pixels", "Ready", "fault", "pixels", "prepared"]
