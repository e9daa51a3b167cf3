"""Reading files: YAML, Markdown and tables in, every value as text with its place, or French problems.

YAML is read through libyaml's events, so that no value is guessed (`012`, `no` and `12:30` stay text) and what is
dangerous or ambiguous (aliases, tags, duplicate keys, hidden characters) is refused rather than interpreted.
"""

from coopdocs.source.reader import parse_yaml, read_yaml
from coopdocs.source.table import (
    TABLE_SUFFIXES,
    TextRow,
    TextTable,
    cited_lines,
    clean_cell,
    column_name,
    find_table,
    parse_table,
    read_table,
)
from coopdocs.source.textfile import (
    HIDDEN_CHARACTERS,
    MAX_FILE_SIZE,
    Span,
    TextFile,
    decode_text,
    hidden_message,
    read_text,
    relative_name,
)
from coopdocs.source.tree import NodePath, YamlNode

__all__ = [
    "HIDDEN_CHARACTERS",
    "MAX_FILE_SIZE",
    "TABLE_SUFFIXES",
    "NodePath",
    "Span",
    "TextFile",
    "TextRow",
    "TextTable",
    "YamlNode",
    "cited_lines",
    "clean_cell",
    "column_name",
    "decode_text",
    "find_table",
    "hidden_message",
    "parse_table",
    "parse_yaml",
    "read_table",
    "read_text",
    "read_yaml",
    "relative_name",
]
