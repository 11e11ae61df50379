"use strict";
(() => {
  const { rows, table, isSide } = commentariat;
  const place = (id) => document.getElementById(id);

  const show = commentariat.inTurn(async () => {
    const who = decodeURIComponent(location.hash.slice(1));
    // Opened without a name, the page has nobody to show: they are chosen from the list.
    if (!who) return location.replace("actors.html");
    place("who").textContent = who;
    document.title = `${who} – commentariat`;
    const [dyads, stances, profiles] = await Promise.all([rows("dyads"), rows("stances"), rows("profiles")]);
    const does = dyads.filter((row) => isSide(row, "source", who));
    const meets = dyads.filter((row) => isSide(row, "source", who) || isSide(row, "target", who));
    const held = stances.filter((row) => row._holder === who || row.holder === who);
    place("told").textContent = `source of ${does.length} rows of dyads.csv, target of ${meets.length - does.length} more, holder of ${held.length} stances`;
    await charts.draw(place("chart-timeline"), commentariat.byYear(does));
    await table(place("profile"), "profile", commentariat.profileColumns().slice(1), profiles.filter((row) => row.actor === who));
    await table(place("stances"), "stances", commentariat.stanceColumns(), held);
    await table(place("events"), "events", commentariat.eventColumns(), meets);
    document.body.dataset.ready = who;
  });
  window.addEventListener("hashchange", show);
  show();
})();
