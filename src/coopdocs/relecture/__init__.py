"""What of a kit is to be read again: by its age, by the day until which it holds, by what it rests on."""

from coopdocs.relecture.controle import check

__all__ = ["check"]
