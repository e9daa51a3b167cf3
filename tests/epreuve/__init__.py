"""Draws whole kits up to the limits of the content's own types, and holds against them what `check` promises.

For each kit that `check` accepts, every document must be made without a defect and `verify` must hold; each problem
of a kit that it refuses must have a place. `draw` gives single values, `kit` a kit, `repair` does what problems say
until `check` accepts it, `judge` builds and looks, `reduce` makes a failing kit small, `campaign` puts them together.
`python -m epreuve` runs as many as one asks for.
"""
