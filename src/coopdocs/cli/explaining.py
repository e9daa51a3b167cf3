"""`coopdocs explain`: what a code means, a mistake that gives it and what to do; what a template may use.

docs/erreurs.md and docs/modeles.md are all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from coopdocs.cli import usage
from coopdocs.cli.session import Session
from coopdocs.cli.usage import FrenchCommand
from coopdocs.errors import Exit, RequestError
from coopdocs.problem import ProblemCode, closest

if TYPE_CHECKING:
    from coopdocs.cli.report import Report
    from coopdocs.problem.codes import Code


_TEMPLATES = "modeles"


@click.command("explain", cls=FrenchCommand)
@click.argument("codes", nargs=-1, metavar="[CODE|modeles]…")
@usage.format_option("text", "json", "md")
@click.pass_obj
def explain(session: Session, codes: tuple[str, ...], audience: str) -> int:
    """Explique un code de problème (C021) : ce qu’il veut dire, un exemple, que faire ; sans code, les énumère tous.

    « coopdocs explain modeles » dit ce qu’un modèle de templates/ peut employer.
    """
    from coopdocs.problem.codes import CODES

    if _TEMPLATES in codes:
        return _template_names(session.report, codes, audience)
    named = [_known(code) for code in codes]
    report = session.report
    if audience == "json":
        report.json([_data(code, CODES[code]) for code in named or CODES])
    elif audience == "md":
        report.exact(markdown().rstrip("\n"))
    elif named:
        for rang, code in enumerate(named):
            if rang:
                report.say()
            _show(report, code, CODES[code])
    else:
        _list(report)
    return Exit.DONE


def _template_names(report: Report, codes: tuple[str, ...], audience: str) -> int:
    from coopdocs.cli import template_page

    if len(codes) > 1 or audience == "json":
        raise RequestError("« modeles » est une page : « coopdocs explain modeles »")
    report.exact(template_page.page().rstrip("\n"))
    return Exit.DONE


def _known(said: str) -> ProblemCode:
    """The code meant. Raises RequestError when there is none such."""
    from coopdocs.problem.codes import CODES, FAMILLES

    code = said.strip().upper()
    for known in CODES:
        if known == code:
            return known
    if code[:1] in FAMILLES and code[1:].isdigit() and (whole := f"{code[0]}{int(code[1:]):03}") in CODES:
        hint = f"vouliez-vous dire « {whole} » ?"
    else:
        hint = closest(code, CODES) or "« coopdocs explain » les énumère"
    raise RequestError(f"le code « {said} » n’existe pas ; {hint}")


def _severity(code: str) -> str:
    return "avertissement" if code.startswith("A") else "erreur"


def _show(report: Report, code: str, entree: Code) -> None:
    report.titled(f"{code}  {entree.titre}", _severity(code))
    report.paragraph(entree.sens)
    if isinstance(entree.exemple, str):
        report.paragraph(f"Exemple : {_lower(entree.exemple)}")
    else:
        report.paragraph(f"Exemple, dans {entree.exemple.fichier} :")
        report.quoted(entree.exemple.faux or "(la ligne manque)", "erreur")
        report.paragraph("Juste :")
        report.quoted(entree.exemple.juste, "fait")
    report.paragraph(f"Que faire : {_lower(entree.faire)}")


def _list(report: Report) -> None:
    from coopdocs.problem.codes import FAMILLES

    for titre, codes in FAMILLES.values():
        report.titled(titre)
        report.listing((f"  {code}", entree.titre) for code, entree in codes.items())
    report.say("« coopdocs explain C021 » explique un code : ce qu’il veut dire, un exemple, que faire")


def _data(code: str, entree: Code) -> dict[str, Any]:
    e = entree.exemple
    exemple = e if isinstance(e, str) else {"fichier": e.fichier, "faux": e.faux, "juste": e.juste}
    return {
        "code": code, "gravite": _severity(code), "titre": entree.titre, "sens": entree.sens, "exemple": exemple,
        "faire": entree.faire,
    }  # fmt: skip


def markdown() -> str:
    """The page of all codes."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    from coopdocs.problem.codes import FAMILLES

    yield "# Ce que disent les problèmes"
    yield ""
    yield "Chaque problème porte un code. `coopdocs explain C021` en dit autant dans un terminal."
    yield ""
    yield "Cette page est faite à partir du programme par `make docs` : ne la corrigez pas ici."
    for titre, codes in FAMILLES.values():
        yield f"\n## {titre}"
        for code, entree in codes.items():
            yield from _section(code, entree)


def _section(code: str, entree: Code) -> Iterator[str]:
    yield f"\n### {code} : {entree.titre}\n"
    yield _escaped(entree.sens)
    e = entree.exemple
    if isinstance(e, str):
        yield f"\nExemple : {_escaped(_lower(e))}"
    else:
        yield f"\nExemple, dans `{e.fichier}` :\n"
        yield _fenced(e.faux, e.fichier) if e.faux else "(la ligne manque)"
        yield f"\nJuste :\n\n{_fenced(e.juste, e.fichier)}"
    yield f"\nQue faire : {_escaped(_lower(entree.faire))}"


def _fenced(texte: str, fichier: str) -> str:
    shown = "".join(c if c.isprintable() or c in "\n\t" else "·" for c in texte.rstrip())
    return f"```{fichier.rpartition('.')[2]}\n{shown}\n```"


def _lower(phrase: str) -> str:
    """A sentence as it goes on after a colon; an abbreviation keeps its capitals."""
    return phrase[:1].lower() + phrase[1:] if phrase[1:2].islower() or phrase[1:2] in " ’" else phrase


def _escaped(texte: str) -> str:
    """A sentence whose signs Markdown does not take for its own."""
    return "".join(f"\\{c}" if c in "\\`*_[]{}<>|#" else c for c in texte)
