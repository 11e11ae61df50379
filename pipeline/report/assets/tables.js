"use strict";
// Tables that are searched, sorted, filtered and saved; by Tabulator.
(() => {
  const { element, articleHref, root } = commentariat;
  const ANCHORS = ["event_id", "stance_id", "entity_id"];
  let count = 0;

  function rowAnchor(row) {
    for (const name of ANCHORS) if (row[name]) return row[name];
    return row.position ? `s${row.position}` : sentenceAnchor(row);
  }
  function sentenceAnchor(row) {
    return row.sentence_id ? `s${row.sentence_id.split(":").pop()}` : "";
  }
  /** Where a cell leads to, if anywhere. */
  function hrefOf(name, row) {
    const article = row.article_id ?? row.sentence_id?.split(":").slice(0, -1).join(":");
    if (!article) return "";
    if (name === "article_id" || name === "title") return articleHref(article);
    if (name === "sentence_id") return articleHref(article, sentenceAnchor(row));
    if (ANCHORS.includes(name) || name === "_text") return articleHref(article, rowAnchor(row));
    return "";
  }
  function actorHref(name) { return `${root}actor.html#${encodeURIComponent(name)}`; }

  function cellOf(cell, column) {
    const row = cell.getData();
    const text = String(cell.getValue() ?? "") || row[column.standIn] || "";
    const href = column.href?.(row) ?? (column.actor ? actorHref(text) : hrefOf(column.name, row));
    return href && text ? element("a", text, { href }) : element("span", text);
  }

  function columnOf(column) {
    const filter = column.enum?.length
      ? { headerFilter: "list", headerFilterPlaceholder: "choose", headerFilterParams: { values: ["", ...column.enum], elementAttributes: { "aria-label": `filter ${column.name}` } }, headerFilterFunc: (wanted, value) => !wanted || value === wanted }
      : { headerFilter: "input", headerFilterParams: { elementAttributes: { "aria-label": `filter ${column.name}` } }, headerFilterPlaceholder: "filter" };
    const number = column.type === "integer" || column.type === "number";
    return {
      title: column.name === "_text" ? "the sentence" : column.name,
      field: column.name,
      titleFormatter: (cell) => element("button", cell.getValue(), { type: "button", class: "sort" }),
      formatter: (cell) => cellOf(cell, column),
      sorter: number ? "number" : "string",
      hozAlign: number ? "right" : "left",
      minWidth: 90,
      maxInitialWidth: 380,
      ...(column.name === "_text" ? { width: 420 } : {}),
      ...filter,
    };
  }

  const CELL = /[",\n\r]/;
  const quoted = (text) => (CELL.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  /** The shown rows as the CSV files have them. */
  function asCsv(rows, columns) {
    const line = (cells) => `${cells.map((one) => quoted(String(one ?? ""))).join(",")}\n`;
    const names = columns.map((column) => column.name).filter((name) => name !== "_text");
    return [line(names), ...rows.map((row) => line(names.map((name) => row[name])))].join("");
  }

  /** A grid may hold groups of rows alone; Tabulator puts a box between that can be scrolled by keys. */
  function correctRoles(grid) {
    grid.removeAttribute("aria-owns");
    grid.querySelector(".tabulator-tableholder").setAttribute("role", "rowgroup");
    grid.querySelector(".tabulator-table").setAttribute("role", "presentation");
    grid.querySelector(".tabulator-placeholder")?.setAttribute("role", "row");
    grid.querySelector(".tabulator-placeholder-contents")?.setAttribute("role", "gridcell");
  }

  /** Puts a table with search, filters and a button to save it into a place; the columns named in `lead` are shown first, the first of them never empty. */
  commentariat.table = (place, name, columns, rows, search = "", lead = []) => {
    count += 1;
    const box = element("input", undefined, { type: "search", id: `search-${count}`, placeholder: "search all columns" });
    const told = element("span", "", { role: "status" });
    const saving = element("button", "Save as CSV", { type: "button" });
    const tools = element("div", undefined, { class: "tools" });
    tools.append(element("label", "Search", { for: box.id }), box, saving, told);
    const grid = element("div");
    const pager = element("nav", undefined, { class: "pager tabulator tabulator-footer", "aria-label": `Pages of ${name}` });
    place.replaceChildren(tools, grid, pager);
    const first = lead.map((wanted, number) => ({ ...columns.find((one) => one.name === wanted), standIn: number ? "" : "article_id" }));
    const table = new Tabulator(grid, {
      data: rows,
      columns: [...first, ...columns.filter((one) => !lead.includes(one.name))].map(columnOf),
      layout: "fitDataFill",
      nestedFieldSeparator: false,
      pagination: true,
      paginationSize: 50,
      paginationElement: pager,
      placeholder: "no rows",
      columnHeaderSortMulti: true,
      // The box that is scrolled on the screen would be cut off on paper.
      printAsHtml: true,
      printStyled: false,
    });
    const tell = (shown) => { told.textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows`; };
    table.on("dataFiltered", (filters, shown) => tell(shown.length));
    table.on("renderComplete", () => correctRoles(grid));
    const matches = (row, { wanted }) => columns.some((column) => String(row[column.name] ?? "").toLowerCase().includes(wanted));
    const find = () => table.setFilter(matches, { wanted: box.value.trim().toLowerCase() });
    let timer = 0;
    box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, 150); });
    saving.addEventListener("click", () => {
      const link = element("a", "", { download: `${name}.csv` });
      link.href = URL.createObjectURL(new Blob([asCsv(table.getData("active"), columns)], { type: "text/csv" }));
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
    return new Promise((resolve) => table.on("tableBuilt", () => {
      tell(rows.length);
      if (search) { box.value = search; find(); }
      correctRoles(grid);
      // Rows were measured before their columns had a width.
      table.redraw(true);
      place.dataset.built = name;
      resolve(table);
    }));
  };

  /** The same with the rows of one of the CSV files. */
  commentariat.tableOf = async (place, name, search, lead) => {
    place.replaceChildren(element("p", "loading …", { class: "note" }));
    const columns = commentariat.schema.tables[name].columns.filter((column) => !column.name.startsWith("_"));
    return commentariat.table(place, name, columns, await commentariat.rows(name), search, lead);
  };

  for (const place of document.querySelectorAll("[data-table]")) commentariat.tableOf(place, place.dataset.table, "", place.dataset.lead.split(" "));
})();
