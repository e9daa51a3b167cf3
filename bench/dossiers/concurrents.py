"""The contenders, one a process: `python concurrents.py NAME KIT FOLDER` makes the dossier of each typed code it reads.

It answers with one JSON line each: `defaut`, or seconds of wall time (`secondes`) and of processor time in all threads
(`cpu`) until the file is written, seconds since its data were ready (`moteur`), and the peak of memory in bytes.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from coopdocs.library import Library, load
from coopdocs.produce.cache import Cache
from coopdocs.produce.files import write_atomic
from coopdocs.targets import DossierRequest
from coopdocs.theme import Theme


class Defectueux(Exception):
    """The dossier was made with defects: production writes no file."""


Make = Callable[[str], tuple[bytes, float]]
"""Typed code → a dossier, and the moment (perf_counter) at which its data were ready for the engine."""


def ours(library: Library, theme: Theme, folder: Path) -> Make:
    """The production road, its cache in a folder of this run."""
    from coopdocs.produce.series import DossierOrder, Workshop

    workshop = Workshop.of(library, theme, Cache(folder / "cache"))

    def make(cle: str) -> tuple[bytes, float]:
        start = time.perf_counter()
        rendered = workshop.make(DossierOrder(_request(library, cle))).rendered
        assert rendered is not None
        if rendered.defects:
            raise Defectueux(" ; ".join(rendered.defects))
        return rendered.data, start

    return make


def naive(library: Library, theme: Theme, folder: Path) -> Make:
    """Every part laid out again by WeasyPrint for each dossier, then joined.

    Laid out in one WeasyPrint document with one set of fonts, the same pages take an eighth less.
    """
    from coopdocs.formats import run
    from coopdocs.plan.dossier import Assembler
    from coopdocs.plan.maker import Maker
    from coopdocs.produce import PartStore

    # the parts are laid out once more while the first dossier is planned: a warm-up
    assembler = Assembler(Maker(library, theme), PartStore(Cache(folder / "cache")).pages)

    def make(cle: str) -> tuple[bytes, float]:
        job = assembler.job(_request(library, cle))
        ready = time.perf_counter()
        rendered = run(job)
        if rendered.defects:
            raise Defectueux(" ; ".join(rendered.defects))
        return rendered.data, ready

    return make


def typst(library: Library, theme: Theme, folder: Path) -> Make:
    """The twin by one compiler, which lays out again what the territory's file changes and no more.

    Both maps are images: drawn with Typst's own curves they take half as long again.
    """
    import jumeau
    import typst as engine

    from coopdocs.views.dossier.making import Dossiers

    for module in (Path(__file__).parents[1] / "typst").glob("*.typ"):
        (folder / module.name).write_bytes(module.read_bytes())
    (folder / "communes.json").write_text(json.dumps(jumeau.shared(library)))
    own = folder / "territoire.json"
    own.write_text("{}")
    compiler = engine.Compiler(
        str(folder / "dossier.typ"),
        root=str(folder),
        font_paths=[str(dossier / "polices") for dossier in theme.dossiers],
        ignore_system_fonts=True,
    )
    dossiers, base = Dossiers(library), jumeau.common(library)

    def make(cle: str) -> tuple[bytes, float]:
        territoire = library.territoires.get(cle)
        assert territoire is not None
        own.write_text(json.dumps(jumeau.own(library, dossiers.dossier(territoire), base)))
        ready = time.perf_counter()
        octets = compiler.compile(pdf_standards=["ua-1"], timestamp=0)
        assert isinstance(octets, bytes)
        return octets, ready

    return make


CONCURRENTS = {"coopdocs": ours, "typst": typst, "weasyprint": naive}


def _request(library: Library, cle: str) -> DossierRequest:
    return DossierRequest(cle, "pdf", tuple(library.formes))


def peak() -> int:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main() -> None:
    name, kit, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    library, problems = load(kit)
    if library is None:
        sys.exit("\n".join(p.message for p in problems))
    make = CONCURRENTS[name](library, Theme((kit / "templates",)), folder)
    print(json.dumps({"memoire": peak()}), flush=True)
    for line in sys.stdin:
        cle = line.strip()
        start, cpu = time.perf_counter(), time.process_time()
        try:
            octets, ready = make(cle)
        except Defectueux as defaut:
            print(json.dumps({"defaut": str(defaut)}), flush=True)
            continue
        write_atomic(folder / f"{cle.replace(':', '-')}.pdf", octets)
        end = time.perf_counter()
        spent = {"secondes": end - start, "cpu": time.process_time() - cpu, "moteur": end - ready}
        print(json.dumps(spent | {"memoire": peak()}), flush=True)


if __name__ == "__main__":
    main()
