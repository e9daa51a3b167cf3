"""Elements → the objects of a PDF's structure tree (ISO 32000-1, 14.7): elements, parent tree, names of elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coopdocs.formats.pdf.tags.node import LinkAnnotation, MarkedContent, TagNode

_PT_PER_PX = 0.75


class TreeWriter:
    """Writes a tree into a PDF of `pages`."""

    def __init__(self, pdf: Any, document: Any) -> None:
        self._pdf, self._pages = pdf, pdf.page_references
        self._heights = [page.height for page in document.pages]
        self._parents: list[dict[int, Any]] = [{} for _ in document.pages]
        self._annotations: list[Any] = []
        self._named: dict[str, Any] = {}

    def write(self, root: TagNode) -> None:
        import pydyf

        tree = self._added({"Type": "/StructTreeRoot"})
        self._pdf.catalog["StructTreeRoot"] = tree.reference
        root.pdf_object = self._added({"Type": "/StructElem", "S": "/Document", "P": tree.reference})
        self._fill(root)
        tree["K"] = pydyf.Array([root.pdf_object.reference])
        nums = pydyf.Array()
        for page, owners in enumerate(self._parents):
            listed = [owners.get(mcid, "null") for mcid in range(max(owners, default=-1) + 1)]
            nums.extend((page, pydyf.Array(listed)))
        for key, owner in enumerate(self._annotations, len(self._parents)):
            nums.extend((key, owner))
        tree["ParentTree"] = self._added({"Nums": nums}).reference
        tree["ParentTreeNextKey"] = len(self._parents) + len(self._annotations)
        if self._named:
            names = [item for key in sorted(self._named) for item in (pydyf.String(key), self._named[key])]
            tree["IDTree"] = self._added({"Names": pydyf.Array(names)}).reference

    def _added(self, content: dict[str, Any]) -> Any:
        import pydyf

        pdf_object = pydyf.Dictionary(content)
        self._pdf.add_object(pdf_object)
        return pdf_object

    def _fill(self, node: TagNode) -> None:
        """Write what an element holds into its object: `K`, in reading order."""
        import pydyf

        pdf_object = node.pdf_object
        own = next((e.page for e in node.children if not isinstance(e, TagNode)), None)
        if own is not None:
            pdf_object["Pg"] = self._pages[own]
        pdf_object.update({name: _value(value) for name, value in node.attributes.items()})
        if node.key:
            pdf_object["ID"] = pydyf.String(node.key)
            self._named[node.key] = pdf_object.reference
        if node.role == "Figure":
            pdf_object["A"] = self._place(node)
        pdf_object["K"] = pydyf.Array(self._kids(node, own))

    def _kids(self, node: TagNode, own: int | None) -> Iterator[Any]:
        import pydyf

        for child in node.children:
            if isinstance(child, TagNode):
                named = {"Type": "/StructElem", "S": f"/{child.role}", "P": node.pdf_object.reference}
                child.pdf_object = self._added(named)
                self._fill(child)
                yield child.pdf_object.reference
            elif isinstance(child, MarkedContent):
                self._parents[child.page][child.mcid] = node.pdf_object.reference
                if child.page == own:
                    yield child.mcid
                else:
                    page = self._pages[child.page]
                    yield pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": child.mcid})
            else:
                yield self._link(child, node, own)

    def _link(self, link: LinkAnnotation, node: TagNode, own: int | None) -> Any:
        import pydyf

        link.annotation["StructParent"] = len(self._parents) + len(self._annotations)
        self._annotations.append(node.pdf_object.reference)
        place = {} if link.page == own else {"Pg": self._pages[link.page]}
        return pydyf.Dictionary({"Type": "/OBJR", **place, "Obj": link.annotation.reference})

    def _place(self, figure: TagNode) -> Any:
        """Where a picture stands, in points from the bottom left; boxes are in pixels from the top left."""
        import pydyf

        box, height = figure.box, self._heights[figure.page]
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
