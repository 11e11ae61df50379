"use strict";
// The page of tables shows the one that its address names: tables.html#events, or #events/WHAT TO SEARCH FOR.
(() => {
  const { element, schema } = commentariat;
  function show() {
    const [wanted, ...rest] = location.hash.slice(1).split("/");
    const name = wanted in schema.tables ? wanted : "dyads";
    const { about, columns } = schema.tables[name];
    for (const link of document.querySelectorAll(".choice a")) {
      if (link.hash === `#${name}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    document.getElementById("table-name").textContent = name;
    document.getElementById("table-about").textContent = about;
    const meanings = columns.filter((column) => column.about).flatMap((column) => [element("dt", column.name), element("dd", column.about)]);
    document.querySelector("#columns dl").replaceChildren(...meanings);
    commentariat.tableOf(document.getElementById("chosen"), name, decodeURIComponent(rest.join("/")));
  }
  window.addEventListener("hashchange", show);
  show();
})();
