"""A guide in the HTML dialect of the DOCX room, long enough to use all of it."""

from __future__ import annotations

import struct
import zlib


def png(largeur: int, hauteur: int, couleur: tuple[int, int, int]) -> bytes:
    """A plain PNG of one colour."""

    def bloc(genre: bytes, donnees: bytes) -> bytes:
        return struct.pack(">I", len(donnees)) + genre + donnees + struct.pack(">I", zlib.crc32(genre + donnees))

    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 2, 0, 0, 0)
    lignes = (b"\0" + bytes(couleur) * largeur) * hauteur
    return b"\x89PNG\r\n\x1a\n" + bloc(b"IHDR", entete) + bloc(b"IDAT", zlib.compress(lignes)) + bloc(b"IEND", b"")


IMAGES = {"acteurs.png": png(600, 260, (222, 235, 235)), "filet.png": png(300, 6, (185, 60, 10))}

AUTEUR = '<meta name="author" content="coopdocs"/>'
TETE = f"""<!DOCTYPE html>
<html lang="fr"><head><title>Coopérer sur son territoire</title>
{AUTEUR}
<meta name="description" content="Sept formes de coopération de l’économie sociale et solidaire"/>
<meta name="keywords" content="coopération, PTCE, territoire"/></head><body>
<header><section class="couverture">
<p class="surtitre">Guide des formes de coopération</p>
<h1 class="titre">Coopérer sur son territoire</h1>
<p class="sous-titre">Sept formes de coopération de l’économie sociale et solidaire</p>
<p class="mention">Édition du 23 novembre 2026, version 1.0</p>
<p class="mention">Textes sous licence CC BY 4.0, données sous Licence Ouverte 2.0</p>
</section></header>
<nav class="sommaire"><h2>Sommaire</h2><ol><li><a href="#ptce">Pôle</a></li></ol></nav>
<section class="chapitre" id="introduction"><h1 class="sans-numero">Avant de commencer</h1>
<p class="chapo">Ce guide s’adresse aux élues et aux élus, aux agents des collectivités et aux réseaux qui veulent agir
ensemble sans savoir quelle forme choisir.</p>
<p>Une <strong>forme de coopération</strong> est ici une manière reconnue d’agir à plusieurs sur un territoire : un
texte, un réseau ou un label la définit. Elle n’est <em>pas toujours</em> une structure : le groupement d’employeurs
en est une, le pôle n’en demande aucune.</p>
<h2>Comment lire les chapitres</h2>
<p>Chaque chapitre suit le même plan. Le <a class="renvoi" href="#tableau-criteres">tableau 2</a>, page
<a class="page" href="#tableau-criteres"></a>, compare les formes ; le chapitre <a href="#ptce">sur les pôles</a>
vient d’abord.</p>
<blockquote><p>Coopérer, c’est décider ensemble de ce que chacun fera seul.</p></blockquote>
<p class="avertissement"><strong>À savoir.</strong> Ce guide n’est pas un conseil juridique : faites relire vos statuts
avant de les signer.</p></section>
"""

CHAPITRE = """<section class="chapitre" id="ptce">
<p class="surtitre">Forme 1 sur 7</p>
<h1>Pôle territorial de coopération économique</h1>
<p class="chapo">Sur un même territoire, des entreprises de l’économie sociale et solidaire s’associent à d’autres
entreprises, aux collectivités, à la recherche et à la formation.</p>
<table class="fiche-identite" data-description="Une ligne par trait de la forme : nature, date, échelle, durée.">
<caption>Carte d’identité du <abbr title="pôle territorial de coopération économique">PTCE</abbr></caption>
<colgroup><col style="width:42mm"/><col/></colgroup>
<tbody><tr><th scope="row">Nature</th><td>Regroupement d’acteurs autour d’une stratégie commune</td></tr>
<tr><th scope="row">Depuis</th><td>2014<span class="note">Loi n° 2014-856 du 31 juillet 2014, art. 9,
<a href="https://www.legifrance.gouv.fr/">Légifrance</a>, lue le <em>23 novembre 2026</em>.</span></td></tr>
<tr><th scope="row">Échelle</th><td>Bassin de vie, département ou <span
class="doute">filière (à vérifier)</span></td></tr>
<tr><th scope="row">Durée</th><td><p>Sans terme fixé.</p><ul><li>Six mois pour réunir</li><li>Deux ans pour
s’installer</li></ul></td></tr></tbody></table>
<h2>Ce que c’est</h2>
<p>Le pôle réunit, sur un territoire, des entreprises de l’<span class="sigle">ESS</span> et d’autres partenaires<span
class="note">Labo de l’ESS, <em>Relancer les PTCE</em>, déc. 2020.</span><span class="note">RTES, oct. 2023.</span>. Il
en existait 140 en mai 2023, pour 1 253 intercommunalités. Les Anglais parlent de
<span lang="en">clusters of the social economy</span>, sans équivalent exact. Le <b>X<sup>e</sup></b> rapport écrit
CO<sub>2</sub><br/>à la ligne, <i>sans façon</i>, <span class="petit">et en petit</span>.</p>
<figure id="acteurs"><img src="acteurs.png" alt="Six acteurs autour d’une stratégie commune" style="width:110mm"/>
<figcaption>Qui coopère dans un pôle</figcaption></figure>
<p class="legende">Trait plein : noyau nécessaire. Trait fin : acteurs associés.</p>
<h3>Comment il se gouverne</h3>
<p>Trois voies se rencontrent :</p>
<ul><li>une association,</li><li>une coopérative (<span class="sigle">SCIC</span>), avec trois choix :
<ul><li>statut civil,</li><li>statut commercial ;</li></ul></li>
<li><p>aucune structure.</p><p>Une convention suffit alors.</p></li></ul>
<h3>Les étapes</h3>
<ol><li>Réunir les acteurs</li><li>Écrire la stratégie<ol><li>diagnostic</li><li>priorités</li></ol></li>
<li>Décider</li></ol>
<h4>Et après</h4>
<p>On recommence :</p><ol><li>évaluer</li><li>corriger</li></ol>
<figure><img src="filet.png" alt="" style="width:30mm"/></figure>
<h2 id="mots">Les mots du pôle</h2>
<dl><dt>Animation</dt><dd>Travail de liaison entre les membres.</dd>
<dt id="ami">Appel à manifestation d’intérêt</dt><dd><p>Invitation publique à se faire connaître.</p></dd></dl>
<p class="definition">Une définition qui suit la liste.</p></section>
"""

COMPARATIF = """<section class="chapitre"><h1>Comparer les formes</h1>
<p>Le tableau qui suit se lit par ligne. Voir aussi la <a class="renvoi" href="#acteurs">figure 1</a>.</p></section>
<section class="paysage"><h2 class="sans-numero">Les formes côte à côte</h2>
<table class="comparatif" id="tableau-criteres">
<caption>Sept formes, trois critères</caption>
<colgroup><col style="width:31.5mm"/><col style="width:66mm"/><col style="width:66mm"/>
<col style="width:66mm"/></colgroup>
<thead><tr><th scope="col">Critère</th><th scope="col" data-fond="#0B5F60" data-encre="#FFFFFF">PTCE</th>
<th scope="col" data-fond="#6A3C8F" data-encre="#FFFFFF">GES</th>
<th scope="col" data-fond="#AE3B1E" data-encre="#FFFFFF">Régie de quartier</th></tr></thead>
<tbody>RANGEES</tbody></table></section>
"""

RANGEE = """<tr><th scope="row">Critère N</th><td data-fond="#EBF2F2">Une association, une coopérative ou aucune
structure</td><td data-fond="#F1ECF4">Association agréée<span class="note">Code du travail, art. N.</span></td>
<td data-fond="#F7EBE8">Association avec <strong>habitants</strong></td></tr>
"""

FIN = """<section class="chapitre"><h1 class="sans-numero">Annexes</h1><h2>Sources</h2>
<p>Voir les <a href="#mots">mots du pôle</a> et <a href="mailto:contact@exemple.fr">nous écrire</a>.</p>
<table><caption>Ordre de grandeur</caption><thead><tr><th scope="col">Année</th><th scope="col">Pôles</th></tr></thead>
<tbody><tr><td>2023</td><td>140</td></tr></tbody></table></section><footer><p class="mention">Fin du guide.</p></footer>
</body></html>"""

PAGE = TETE + CHAPITRE + COMPARATIF.replace("RANGEES", "".join(RANGEE.replace("N", str(n)) for n in range(1, 25))) + FIN


def page(corps: str, titre: str = "Essai", attributs: str = 'lang="fr"') -> str:
    """A page around a few blocks."""
    return f"<html {attributs}><head><title>{titre}</title>{AUTEUR}</head><body>{corps}</body></html>"
