"use strict";
// Draws the charts of a page by Vega-Lite, saves them as files and shows the data behind them.
window.charts = (() => {
  const config = (ink) => ({
    background: null,
    font: "system-ui, sans-serif",
    view: { stroke: null },
    axis: { labelColor: ink, titleColor: ink, domainColor: ink, tickColor: ink, gridColor: ink, gridOpacity: 0.15, labelFontSize: 12 },
    legend: { labelColor: ink, titleColor: ink, labelFontSize: 12 },
  });
  const options = (ink) => ({
    actions: false, ast: true, renderer: "svg", defaultStyle: false, config: config(ink),
    tooltip: { disableDefaultStyle: true, theme: "custom" },
  });
  const specOf = (figure) => JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const drawn = new Map();

  function withRows(spec, rows) {
    return rows ? { ...spec, datasets: { [spec.data.name]: rows } } : spec;
  }

  /** The specification for the room that there is and the ground that it is drawn on. */
  function fitted(given, room) {
    const spec = structuredClone(given);
    const { x, color } = spec.encoding;
    if (color.legend?.columns && room < 480) color.legend.columns = 1;
    if (color.scale.scheme && matchMedia("(prefers-color-scheme: dark)").matches) color.scale.reverse = false;
    if (x.timeUnit === "utcyear") {
      // A bar is as wide as a year: of a few years alone, it would fill the page.
      const years = Object.values(spec.datasets)[0].map((row) => Number(row.year));
      const [first, last] = [Math.min(...years), Math.max(...years)];
      const spare = Math.max(0, Math.ceil((10 - (last - first)) / 2));
      if (spare) x.scale = { domain: [`${first - spare}`, `${last + spare + 1}`] };
    }
    return spec;
  }

  function showData(figure, spec) {
    const rows = Object.values(spec.datasets ?? {})[0] ?? [];
    const names = rows.length ? Object.keys(rows[0]) : [];
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    for (const name of names) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = name;
      head.append(cell);
    }
    const body = table.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      for (const name of names) line.insertCell().textContent = row[name];
    }
    figure.querySelector("details .wide").replaceChildren(table);
  }

  /** Draws a figure's chart; rows stand for those in its specification. */
  async function draw(figure, rows, chosen) {
    const spec = withRows(specOf(figure), rows);
    const plot = figure.querySelector(".plot");
    drawn.get(figure)?.finalize();
    drawn.delete(figure);
    showData(figure, spec);
    figure.hidden = Boolean(rows) && rows.length === 0;
    if (figure.hidden) return;
    // The picture takes the colour of the text around it, on the screen and in print.
    const result = await vegaEmbed(plot, fitted(spec, plot.clientWidth), options("currentColor"));
    drawn.set(figure, result);
    figure.dataset.drawn = "true";
    if (chosen) result.view.addEventListener("click", (event, item) => item?.datum && chosen(item.datum));
    for (const button of figure.querySelectorAll("[data-save]")) button.onclick = () => save(figure, spec, button.dataset.save);
  }

  async function save(figure, spec, kind) {
    const away = document.createElement("div");
    away.className = "away";
    document.body.append(away);
    const sized = { ...fitted(spec, 640), ...(spec.width === "container" ? { width: 640 } : {}) };
    const { view, finalize } = await vegaEmbed(away, { ...sized, background: "white" }, { ...options("#222"), config: { ...config("#222"), background: "white" } });
    const data = kind === "svg"
      ? new Blob([await view.toSVG()], { type: "image/svg+xml" })
      : await new Promise((resolve, reject) => view.toCanvas(2).then((canvas) => canvas.toBlob(resolve, "image/png"), reject));
    finalize();
    away.remove();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(data);
    link.download = `${figure.dataset.name}.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  for (const figure of document.querySelectorAll("figure.chart")) {
    if (specOf(figure).datasets) draw(figure);
  }
  return { draw };
})();
