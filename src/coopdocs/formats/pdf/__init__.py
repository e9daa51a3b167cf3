"""The road of a PDF: laid out, tagged, held to its standards, joined, filled, imposed, measured."""
