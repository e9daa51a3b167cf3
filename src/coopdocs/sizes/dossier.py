"""The pages of a dossier."""

from __future__ import annotations

from coopdocs.sizes.units import Mm

INITIATIVE, DETAILS, DISTANCE, SOURCE, FORME = Mm(115.4), Mm(98.4), Mm(69), Mm(167.4), Mm(52)
"""The boxes of an initiative; its texts are measured half a millimetre to one narrower."""
