"use strict";
(() => {
  const { rows, table, isSide } = commentariat;
  const place = (id) => document.getElementById(id);

  const show = commentariat.inTurn(async () => {
    const [one = "", other = ""] = location.hash.slice(1).split("/").map(decodeURIComponent);
    if (!one || !other) return location.replace("actors.html");
    place("who").textContent = `${one} and ${other}`;
    document.title = `${place("who").textContent} – commentariat`;
    const [dyads, stances, profiles] = await Promise.all([rows("dyads"), rows("stances"), rows("profiles")]);
    const between = (source, target) => dyads.filter((row) => isSide(row, "source", source) && isSide(row, "target", target));
    const there = between(one, other);
    const back = between(other, one);
    const holds = (row, holder, toward) => (row._holder === holder || row.holder === holder) && row.toward.split("; ").includes(toward);
    place("told").textContent = `${there.length} rows of dyads.csv from ${one} to ${other}, ${back.length} from ${other} to ${one}`;
    place("chart-timeline").querySelector("h2").textContent = `From ${one} to ${other}, over time`;
    place("chart-back").querySelector("h2").textContent = `From ${other} to ${one}, over time`;
    await charts.draw(place("chart-timeline"), commentariat.byYear(there));
    await charts.draw(place("chart-back"), commentariat.byYear(back));
    const pair = (row, a, b) => row.actor === a && row.counterpart === b;
    await table(place("profile"), "profile", commentariat.profileColumns(), profiles.filter((row) => pair(row, one, other) || pair(row, other, one)));
    await table(place("stances"), "stances", commentariat.stanceColumns(), stances.filter((row) => holds(row, one, other) || holds(row, other, one)));
    await table(place("events"), "events", commentariat.eventColumns(), [...there, ...back]);
    document.body.dataset.ready = `${one}/${other}`;
  });
  window.addEventListener("hashchange", show);
  show();
})();
