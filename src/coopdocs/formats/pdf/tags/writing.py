"""Elements → the objects of a PDF's structure tree (ISO 32000-1, 14.7): elements, parent tree, names of elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coopdocs.formats.pdf.tags.node import Lien, Mot, Noeud

_PT_PER_PX = 0.75


class Ecriture:
    """Writes a tree into a PDF of `pages`."""

    def __init__(self, pdf: Any, document: Any) -> None:
        self._pdf, self._pages = pdf, pdf.page_references
        self._hauteurs = [page.height for page in document.pages]
        self._parents: list[dict[int, Any]] = [{} for _ in document.pages]
        self._annotations: list[Any] = []
        self._cles: dict[str, Any] = {}

    def write(self, racine: Noeud) -> None:
        import pydyf

        root = self._added({"Type": "/StructTreeRoot"})
        self._pdf.catalog["StructTreeRoot"] = root.reference
        racine.objet = self._added({"Type": "/StructElem", "S": "/Document", "P": root.reference})
        self._fill(racine)
        root["K"] = pydyf.Array([racine.objet.reference])
        nums = pydyf.Array()
        for page, owners in enumerate(self._parents):
            listed = [owners.get(mcid, "null") for mcid in range(max(owners, default=-1) + 1)]
            nums.extend((page, pydyf.Array(listed)))
        for key, owner in enumerate(self._annotations, len(self._parents)):
            nums.extend((key, owner))
        root["ParentTree"] = self._added({"Nums": nums}).reference
        root["ParentTreeNextKey"] = len(self._parents) + len(self._annotations)
        if self._cles:
            names = [item for key in sorted(self._cles) for item in (pydyf.String(key), self._cles[key])]
            root["IDTree"] = self._added({"Names": pydyf.Array(names)}).reference

    def _added(self, content: dict[str, Any]) -> Any:
        import pydyf

        objet = pydyf.Dictionary(content)
        self._pdf.add_object(objet)
        return objet

    def _fill(self, noeud: Noeud) -> None:
        """Write what an element holds into its object: `K`, in reading order."""
        import pydyf

        objet = noeud.objet
        own = next((e.page for e in noeud.enfants if not isinstance(e, Noeud)), None)
        if own is not None:
            objet["Pg"] = self._pages[own]
        objet.update({name: _value(value) for name, value in noeud.attributs.items()})
        if noeud.cle:
            objet["ID"] = pydyf.String(noeud.cle)
            self._cles[noeud.cle] = objet.reference
        if noeud.role == "Figure":
            objet["A"] = self._place(noeud)
        objet["K"] = pydyf.Array(self._kids(noeud, own))

    def _kids(self, noeud: Noeud, own: int | None) -> Iterator[Any]:
        import pydyf

        for enfant in noeud.enfants:
            if isinstance(enfant, Noeud):
                named = {"Type": "/StructElem", "S": f"/{enfant.role}", "P": noeud.objet.reference}
                enfant.objet = self._added(named)
                self._fill(enfant)
                yield enfant.objet.reference
            elif isinstance(enfant, Mot):
                self._parents[enfant.page][enfant.mcid] = noeud.objet.reference
                if enfant.page == own:
                    yield enfant.mcid
                else:
                    page = self._pages[enfant.page]
                    yield pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": enfant.mcid})
            else:
                yield self._link(enfant, noeud, own)

    def _link(self, lien: Lien, noeud: Noeud, own: int | None) -> Any:
        import pydyf

        lien.annotation["StructParent"] = len(self._parents) + len(self._annotations)
        self._annotations.append(noeud.objet.reference)
        place = {} if lien.page == own else {"Pg": self._pages[lien.page]}
        return pydyf.Dictionary({"Type": "/OBJR", **place, "Obj": lien.annotation.reference})

    def _place(self, figure: Noeud) -> Any:
        """Where a picture stands, in points from the bottom left; boxes are in pixels from the top left."""
        import pydyf

        box, height = figure.boite, self._hauteurs[figure.page]
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, height - top - box.height, left + box.width, height - top)
        return pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array([corner * _PT_PER_PX for corner in corners])})


def _value(value: Any) -> Any:
    """A Python value as a PDF one: names and numbers as they are, other text as text strings."""
    import pydyf

    if isinstance(value, dict):
        return pydyf.Dictionary({name: _value(inner) for name, inner in value.items()})
    if isinstance(value, list):
        return pydyf.Array([_value(inner) for inner in value])
    return value if isinstance(value, int) or value.startswith("/") else pydyf.String(value)
