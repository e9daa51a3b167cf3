"""What no sentence about a territory may be: grammar of numbers and elisions, spaces, its length and its end."""

from __future__ import annotations

import re

from coopdocs.views.essentiel.bref import LETTRES_MAX, Phrase

_FAULTS = {
    "two spaces": r"[ \u00a0\u202f]{2}",
    "a space where none is": r" [.,)]|\( ",
    "an article after de or à": r"\b[Dd]e (?:Le|Les|le|les) |\b(?:de|à) (?:Aux) |\bà les? ",
    "no elision": r"\b(?:[Dd]e|[Qq]ue|[Nn]e|[Jj]usque|[Ll]e|[Ll]a) (?:[aeéèêiîouAEÉÈÊIÎOU]|h(?:abitant|abilit))",
    "an elision before a consonant": r"\b[DdLlNn]’[bcdfgjklmnpqrstvwxzBCDFGJKLMNPQRSTVWXZ]",
    "one in the plural": r"(?<![\d,\u202f])1[ \u00a0](?:habitants|communes|coopérations|logements)",
    "many in the singular": r"\b(?:deux|trois|\d\d)[ \u00a0](?:habitant|commune|coopération|logement|autre)\b",
    "a bare zero": r"(?<![\d,.\u202f])0[ \u00a0](?!%)",
    "what Python says": r"\bNone\b|\bnan\b|\bTrue\b|\bFalse\b|[{}¦]",
    "no point": r"[^.]$",
}


def wrong(phrases: list[Phrase]) -> list[str]:
    """What is wrong with many sentences; where nothing is, each mistake is looked for once in all of them."""
    textes = "\n".join(phrase.texte for phrase in phrases)
    if not any(re.search(motif, textes, re.MULTILINE) for motif in _FAULTS.values()):
        phrases = [phrase for phrase in phrases if len(phrase.texte) > LETTRES_MAX or not phrase.morceaux[1:]]
    return [fault for phrase in phrases for fault in faults(phrase)]


def faults(phrase: Phrase) -> list[str]:
    """What is wrong with a sentence, each as its kind and the words."""
    texte = phrase.texte
    found = [f"{nom} : {m[0]!r} in {texte}" for nom, motif in _FAULTS.items() if (m := re.search(motif, texte))]
    if len(texte) > LETTRES_MAX:
        found.append(f"{len(texte)} letters: {texte}")
    if not texte[:1].isupper() and not texte[:1].isdigit():
        found.append(f"begins small: {texte}")
    strong = [mots for mots, gras in phrase.morceaux if gras]
    if not strong or any(mots != mots.strip() for mots in strong):
        found.append(f"its bold pieces: {phrase.morceaux}")
    return found
