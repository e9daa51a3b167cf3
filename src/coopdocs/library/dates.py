"""The day of verification that a file gives once for its claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args, get_origin

from coopdocs.library import modele_de_cle
from coopdocs.model.contenu import Cellule, DocumentModele, Fait, Verifiable
from coopdocs.source import NodePath, YamlNode

JOUR = "verifie_le"


def fill(noeud: YamlNode, modele: Any) -> YamlNode:
    """The same tree, in which a claim or model document without a day has that of its file: value and place."""
    if not (isinstance(modele, type) and issubclass(modele, Verifiable)) or not isinstance(noeud.value, Mapping):
        return noeud
    return _filled(noeud, modele, noeud) if JOUR in noeud.value else noeud


def inherited(noeud: YamlNode, loc: NodePath) -> bool:
    """Whether what stands at `loc` is the day of the file."""
    commun = noeud.value.get(JOUR) if isinstance(noeud.value, Mapping) else None
    return commun is not None and len(loc) > 1 and loc[-1] == JOUR and noeud.at(loc) is commun


def _filled(noeud: YamlNode, annotation: Any, racine: YamlNode) -> YamlNode:
    bare = modele_de_cle.bare_type(annotation)
    if isinstance(noeud.value, tuple) and get_origin(bare) is tuple:
        return replace(noeud, value=tuple(_filled(n, get_args(bare)[0], racine) for n in noeud.value))
    if not isinstance(noeud.value, Mapping):
        return noeud
    if get_origin(bare) is dict:
        return replace(noeud, value={c: _filled(n, get_args(bare)[1], racine) for c, n in noeud.value.items()})
    champs = getattr(bare, "model_fields", {})
    value = {c: _filled(n, champs[c].annotation, racine) if c in champs else n for c, n in noeud.value.items()}
    if not (isinstance(bare, type) and issubclass(bare, Fait | Cellule | DocumentModele)) or JOUR in value:
        return replace(noeud, value=value)
    assert isinstance(racine.value, Mapping)
    # the very node of the file: what is wrong with it is told there, once
    spans = {**noeud.key_spans, JOUR: racine.key_spans[JOUR]}
    return replace(noeud, value={**value, JOUR: racine.value[JOUR]}, key_spans=spans)
