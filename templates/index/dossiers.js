// Finds dossiers in the data of the page: nothing is fetched. Words of names and communes, or the beginning of a postal code.
(() => {
  "use strict";
  const MOST = 60;
  const at = (id) => document.getElementById(id);
  const data = JSON.parse(at("donnees").textContent);
  const fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae")
      .replace(/[^a-z0-9]+/g, " ").trim();
  const rows = data.t.map(([folder, stem, name, places, codes, communes, sizes]) => ({
    folder, stem, name, sizes, places: places.split(" "), codes: codes ? codes.split(" ") : [],
    communes: communes ? communes.split(";") : [], folded: " " + fold(name), within: null,
  }));
  const has = (text, words) => words.every((word) => text.includes(" " + word));

  function rank(row, query, words, digits) {
    if (digits) return row.codes.some((code) => code.startsWith(digits)) ? 1 : 9;
    if (row.folded === " " + query) return 0;
    row.within = row.within || row.communes.map((name) => [name, " " + fold(name)]);
    const exact = row.within.find(([, text]) => text === " " + query);
    if (exact || !has(row.folded, words)) {
      const found = exact || row.within.find(([, text]) => has(text, words));
      row.by = found ? found[0] : "";
      return exact ? 1 : found ? 4 : 9;
    }
    return row.folded.startsWith(" " + query) ? 2 : 3;
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function size(kilobytes) {
    return kilobytes < 1000 ? kilobytes + "\u00a0ko" : (kilobytes / 1000).toFixed(1).replace(".", ",") + "\u00a0Mo";
  }

  function shown(row) {
    const item = element("li", "sujet");
    const head = element("h3", "", row.name + " ");
    head.append(element("span", "ou", row.places.length > 5 ? row.places.slice(0, 5).join(", ") + "…" : row.places.join(", ")));
    item.append(head);
    if (row.by) item.append(element("p", "par", "avec " + row.by));
    const list = element("ul");
    row.sizes.forEach((kilobytes, n) => {
      if (!kilobytes) return;
      const line = element("li"), link = element("a");
      link.href = row.folder + "/" + row.stem + data.fins[n][0];
      link.append(element("span", "cache", row.name + ", "), data.fins[n][1]);
      line.append(link, element("span", "poids", size(kilobytes)));
      list.append(line);
    });
    item.append(list);
    return item;
  }

  function matching(query, digits, place) {
    const found = [], words = query.split(" ");
    for (const row of rows) {
      row.by = "";
      if (place && !row.places.includes(place)) continue;
      const order = query ? rank(row, query, words, digits) : 0;
      if (order < 9) found.push([order, row]);
    }
    return found.sort((a, b) => a[0] - b[0]);
  }

  function search() {
    const query = fold(at("mots").value), place = at("departement").value;
    const digits = /^[0-9 ]{2,}$/.test(query) ? query.replace(/ /g, "") : "";
    document.querySelectorAll(".carte .a").forEach((path) => path.classList.toggle("choisi", path.dataset.d === place));
    const asked = Boolean(query || place);
    at("trouves").hidden = !asked;
    at("chercher").classList.toggle("demande", Boolean(query));
    at("listes").hidden = asked;
    at("compte").textContent = "";
    at("resultats").replaceChildren();
    if (!asked) return;
    let found = matching(query, digits, place), near = "";
    if (!found.length && digits.length === 5) {
      // a town hall may have a code of its own (CEDEX): those of the same round are near
      near = digits.slice(0, 3);
      found = matching(query, near, place);
    }
    at("resultats").append(...found.slice(0, MOST).map(([, row]) => shown(row)));
    const more = found.length > MOST ? `, les ${MOST} premiers ci-dessous : précisez` : "";
    const many = found.length > 1 ? "s" : "";
    const missed = near && found.length ? `Aucune mairie d’ici n’a ce code postal ; codes en ${near}\u00a0: ` : "";
    at("compte").textContent = found.length
      ? `${missed}${found.length.toLocaleString("fr-FR")} territoire${many} trouvé${many}${more}`
      : "Aucun territoire trouvé ici : vérifiez le nom, ou essayez celui d’une commune plus grande.";
  }

  at("question").hidden = false;
  document.querySelectorAll(".geste").forEach((words) => (words.hidden = false));
  at("mots").addEventListener("input", search);
  at("departement").addEventListener("change", search);
  document.querySelectorAll(".carte .a").forEach((path) => {
    const code = path.dataset.d, title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = data.d[code] || code;
    path.append(title);
    path.addEventListener("click", () => {
      at("departement").value = at("departement").value === code ? "" : code;
      search();
    });
  });
  if (at("mots").value || at("departement").value) search();
})();
