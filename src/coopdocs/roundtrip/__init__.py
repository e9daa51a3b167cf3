"""Files of the kit changed in place: edits by path, of which only the lines they touch show in the result."""

from coopdocs.roundtrip.edits import Data, Edit, Insert, MoveItem, Path, Remove, SetCell, SetValue
from coopdocs.roundtrip.table_writer import rewrite_table
from coopdocs.roundtrip.yaml_writer import rewrite_yaml

__all__ = [
    "Data",
    "Edit",
    "Insert",
    "MoveItem",
    "Path",
    "Remove",
    "SetCell",
    "SetValue",
    "rewrite_table",
    "rewrite_yaml",
]
