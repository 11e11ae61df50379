"use strict";
// What the pages of actors and dyads share: events with the sides that they count for, by year.
(() => {
  const { schema } = commentariat;
  const yearOf = (row) => (row.date || row.published).slice(0, 4);
  const column = (table, name) => schema.tables[table].columns.find((one) => one.name === name);
  const chosen = (table, names, actors = []) => names.map((name) => ({ ...column(table, name), actor: actors.includes(name) }));

  Object.assign(commentariat, {
    yearOf,
    /** Rows for a timeline: events by year and quad class. */
    byYear(rows) {
      const counts = new Map();
      for (const row of rows) {
        const year = yearOf(row);
        if (year) counts.set(`${year} ${row.quad_class}`, (counts.get(`${year} ${row.quad_class}`) ?? 0) + 1);
      }
      return [...counts].sort().map(([key, events]) => ({ year: key.slice(0, 4), quad_class: key.slice(5), events }));
    },
    dyadHref: (source, target) => `${commentariat.root}dyad.html#${encodeURIComponent(source)}/${encodeURIComponent(target)}`,
    eventColumns: () => chosen("dyads", ["date", "published", "source", "target", "event_type", "_text", "polarity", "modality", "quad_class", "event_id"]),
    stanceColumns: () => chosen("stances", ["stance", "holder", "toward", "_text", "polarity", "modality", "cue", "stance_id"]),
    profileColumns: () => chosen("profiles", ["actor", "counterpart", "articles", "events", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict", "hedging", "non_alignment", "cooperation", "says", "does", "say_do_gap", "hedging_index"], ["counterpart", "actor"]),
    /** Whether an actor is the one named, or acts for the state of that name. */
    isSide: (row, side, name) => row[`_${side}`] === name || row[`_${side}_name`] === name,
  });
})();
