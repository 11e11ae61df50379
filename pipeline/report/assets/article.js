"use strict";
// A chosen mark shows its rows beside the text, and the actors of its event in the text.
(async () => {
  const { element, schema, root } = commentariat;
  const KINDS = ["events", "stances", "entities"];
  const KEYS = { events: "event_id", stances: "stance_id", entities: "entity_id" };
  const panel = document.getElementById("panel");
  const text = document.querySelector(".text");
  const packed = await commentariat.unpack(document.getElementById("rows").textContent.trim());
  const rows = new Map();
  for (const kind of KINDS) {
    const names = schema.tables[kind].columns.map((column) => column.name).filter((name) => name !== "article_id" && !name.startsWith("_"));
    for (const cells of packed[kind]) {
      const row = Object.fromEntries(names.map((name, place) => [name, cells[place]]));
      rows.set(row[KEYS[kind]], { kind, row });
    }
  }
  const marksOf = (id) => text.querySelectorAll(`a[href="#${CSS.escape(id)}"], a[data-rows~="${CSS.escape(id)}"]`);

  function card(id) {
    const { kind, row } = rows.get(id);
    const box = element("section", undefined, { class: `card ${kind}` });
    box.append(element("h2", row.event_type || row.stance || row.name || row.text));
    const list = element("dl");
    const add = (name, value) => list.append(element("dt", name), element("dd", value));
    for (const one of packed.participants[id] ?? []) {
      const [role, , name, , country, sector, how] = one;
      add(role, [name, [country, sector].filter(Boolean).join(" "), how].filter(Boolean).join(" · "));
    }
    for (const [name, value] of Object.entries(row)) {
      if (value && !["sentence_id", "start", "end", KEYS[kind]].includes(name)) add(name, value);
    }
    box.append(list);
    const links = element("p", undefined, { class: "links" });
    links.append(
      element("a", "its sentence", { href: `#s${row.sentence_id.split(":").pop()}` }), " · ",
      element("a", "in the table", { href: `${root}tables.html#${kind}/${encodeURIComponent(id)}` }),
    );
    box.append(links);
    return box;
  }

  function choose(ids) {
    const known = ids.filter((id) => rows.has(id));
    if (!known.length) return false;
    for (const mark of text.querySelectorAll(".chosen, [data-role]")) {
      mark.classList.remove("chosen");
      delete mark.dataset.role;
    }
    for (const id of known) {
      for (const mark of marksOf(id)) mark.classList.add("chosen");
      for (const [role, entity] of packed.participants[id] ?? []) {
        if (!entity) continue;
        for (const mark of marksOf(entity)) {
          const roles = new Set(mark.dataset.role?.split(", "));
          mark.dataset.role = [...roles.add(role)].join(", ");
        }
      }
    }
    const close = element("button", "Close", { type: "button", class: "close" });
    close.addEventListener("click", () => { panel.classList.remove("open"); text.querySelector(".chosen")?.focus(); });
    panel.replaceChildren(close, ...known.map(card));
    panel.classList.add("open");
    panel.scrollTop = 0;
    // On a phone the panel lies over the text.
    if (getComputedStyle(panel).position === "fixed") text.querySelector(".chosen")?.scrollIntoView({ block: "start" });
    return true;
  }

  text.addEventListener("click", (event) => {
    const mark = event.target.closest("a");
    if (!mark) return;
    if (choose(mark.dataset.rows?.split(" ") ?? [mark.hash.slice(1)])) {
      event.preventDefault();
      history.replaceState(null, "", mark.hash);
    }
  });
  function follow() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (choose([id])) (marksOf(id)[0] ?? document.getElementById(id))?.scrollIntoView({ block: "center" });
  }
  for (const box of document.querySelectorAll("[data-show]")) {
    box.addEventListener("change", () => text.classList.toggle(box.dataset.show, box.checked));
  }
  window.addEventListener("hashchange", follow);
  follow();
  document.body.dataset.ready = "true";
})();
