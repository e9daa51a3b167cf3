"""What of a kit is to be read again: by its age, by the day until which it holds, by what it rests on."""

from coopdocs.library.echeances import PERIMEE
from coopdocs.relecture.controle import check
from coopdocs.relecture.liste import ContactARelire, Relecture, Tache, relecture

__all__ = ["PERIMEE", "ContactARelire", "Relecture", "Tache", "check", "relecture"]
