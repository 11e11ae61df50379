"use strict";
// Tables come as scripts (see shards.py); here they are asked for, unpacked and kept.
window.commentariat = (() => {
  const root = document.documentElement.dataset.root;
  const waiting = new Map();
  const kept = new Map();

  async function unpack(packed) {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

  function part(name, number) {
    return new Promise((resolve, reject) => {
      waiting.set(`${name}-${number}`, resolve);
      const script = document.createElement("script");
      script.src = `${root}data/${name}-${number}.js`;
      script.onerror = () => reject(new Error(`data/${name}-${number}.js is missing: write the report again`));
      document.head.append(script);
    });
  }

  async function load(name) {
    const { columns, parts } = api.schema.tables[name];
    const found = [];
    for (let number = 0; number < parts; number += 1) {
      for (const row of await unpack(await part(name, number))) {
        found.push(Object.fromEntries(columns.map((column, place) => [column.name, row[place]])));
      }
    }
    return found;
  }

  const api = {
    schema: null,
    root,
    unpack,
    describe(schema) { api.schema = schema; },
    take(name, number, packed) { waiting.get(`${name}-${number}`)(packed); },
    /** All rows of a table as objects, loaded once. */
    rows(name) {
      if (!kept.has(name)) kept.set(name, load(name));
      return kept.get(name);
    },
    /** A page's drawing, to be called as often as the reader asks: one at a time, the last wins. Two at once would take each other's tables away. */
    inTurn(draw) {
      let asked = 0;
      let drawn = Promise.resolve();
      return () => {
        const turn = (asked += 1);
        drawn = drawn.finally(() => (turn === asked ? draw() : undefined));
      };
    },
    articleHref(id, anchor) {
      return `${root}articles/${encodeURIComponent(id)}.html${anchor ? `#${anchor}` : ""}`;
    },
    /** An element with text (never markup) and attributes. */
    element(tag, text, attributes = {}) {
      const made = document.createElement(tag);
      if (text !== undefined) made.textContent = text;
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      return made;
    },
  };
  return api;
})();
