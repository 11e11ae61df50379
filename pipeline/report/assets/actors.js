"use strict";
(async () => {
  const { element, table, rows } = commentariat;
  const form = document.querySelector(".filters");
  const figure = document.getElementById("chart-matrix");
  const told = document.getElementById("told");
  const MOST = 25;
  const dyads = await rows("dyads");
  document.getElementById("article-ids").append(...(await rows("articles")).map((one) => element("option", one.title, { value: one.article_id })));

  function kept() {
    const wanted = Object.fromEntries(new FormData(form));
    const [from, to] = [wanted.from, wanted.to];
    return dyads.filter((row) => {
      for (const name of ["event_type", "quad_class", "polarity", "modality", "article_id"]) {
        if (wanted[name] && row[name] !== wanted[name]) return false;
      }
      const date = row.date || row.published;
      if ((from || to) && !date) return false;
      return !(from && date.slice(0, from.length) < from) && !(to && date.slice(0, to.length) > to);
    });
  }

  function counted(found) {
    const suffix = form.elements.states.checked ? "" : "_name";
    const pairs = new Map();
    const actors = new Map();
    const actor = (name) => {
      if (!actors.has(name)) actors.set(name, { actor: name, as_source: 0, as_target: 0 });
      return actors.get(name);
    };
    for (const row of found) {
      const [source, target] = [row[`_source${suffix}`], row[`_target${suffix}`]];
      if (source) actor(source).as_source += 1;
      if (target) actor(target).as_target += 1;
      if (!source || !target || source === target) continue;
      const key = JSON.stringify([source, target]);
      if (!pairs.has(key)) pairs.set(key, { source, target, events: 0, "verbal cooperation": 0, "material cooperation": 0, "verbal conflict": 0, "material conflict": 0 });
      const pair = pairs.get(key);
      pair.events += 1;
      pair[row.quad_class] += 1;
    }
    const most = (list, size) => list.sort((a, b) => size(b) - size(a));
    return {
      pairs: most([...pairs.values()], (one) => one.events),
      actors: most([...actors.values()], (one) => one.as_source + one.as_target),
    };
  }

  const numbers = (names) => names.map((name) => ({ name, type: "integer" }));
  const QUADS = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];

  function open(pair) { location.href = commentariat.dyadHref(pair.source, pair.target); }

  const show = commentariat.inTurn(async () => {
    const found = kept();
    const { pairs, actors } = counted(found);
    told.textContent = `${found.length.toLocaleString("en")} of ${dyads.length.toLocaleString("en")} rows of dyads.csv`;
    const shown = new Set(actors.slice(0, MOST).map((one) => one.actor));
    const matrix = pairs.filter((one) => shown.has(one.source) && shown.has(one.target)).map(({ source, target, events }) => ({ source, target, events }));
    await charts.draw(figure, matrix, open);
    const linked = pairs.map((one) => ({ dyad: `${one.source} → ${one.target}`, ...one }));
    await table(document.getElementById("pairs"), "dyad-counts", [{ name: "dyad", type: "string", href: (row) => commentariat.dyadHref(row.source, row.target) }, { name: "source", type: "string", actor: true }, { name: "target", type: "string", actor: true }, ...numbers(["events", ...QUADS])], linked);
    await table(document.getElementById("people"), "actor-counts", [{ name: "actor", type: "string", actor: true }, ...numbers(["as_source", "as_target"])], actors);
    document.body.dataset.ready = String(found.length);
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => { if (form.reportValidity()) show(); });
  form.addEventListener("reset", () => setTimeout(show));
  show();
})();
