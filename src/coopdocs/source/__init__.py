"""Reading files: YAML, Markdown and tables in, every value as text with its place, or French problems.

YAML is read through libyaml's events, so that no value is guessed (`012`, `no` and `12:30` stay text) and what is
dangerous or ambiguous (aliases, tags, duplicate keys, hidden characters) is refused rather than interpreted.
"""

from coopdocs.source.reader import read_yaml
from coopdocs.source.table import FORMATS_TABLES, Rangee, Tableau, cited_lines, find_table, read_table
from coopdocs.source.textfile import TAILLE_MAX, Empan, Fichier, nom_relatif, read_text
from coopdocs.source.tree import Loc, Noeud

__all__ = [
    "FORMATS_TABLES",
    "TAILLE_MAX",
    "Empan",
    "Fichier",
    "Loc",
    "Noeud",
    "Rangee",
    "Tableau",
    "cited_lines",
    "find_table",
    "nom_relatif",
    "read_table",
    "read_text",
    "read_yaml",
]
