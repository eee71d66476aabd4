"use strict";
// The page works without this script: every number is a link to its card, every table is complete.
// The script shows the whole line of a number beside it, and lets a reader try cut-offs.
(() => {
  const byId = (id) => document.getElementById(id);
  const make = (tag, className, text) => {
    const e = document.createElement(tag);
    if (className) e.className = className;
    if (text !== undefined) e.textContent = text;
    return e;
  };

  // A target inside closed details is opened, brought to the middle and, if quoted, lit in full.
  const reveal = (id) => {
    const target = id && byId(id);
    if (!target) return;
    for (let d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    document.querySelectorAll("mark.lit").forEach((m) => m.classList.remove("lit"));
    if (target.tagName === "MARK") {
      document.querySelectorAll("mark[data-in]").forEach((m) => {
        if (m.dataset.in.split(" ").includes(id)) m.classList.add("lit");
      });
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    } else {
      target.scrollIntoView({ block: "start" });
    }
  };
  const here = () => decodeURIComponent(location.hash.slice(1));
  addEventListener("hashchange", () => reveal(here()));

  // The panel: the clicked object, then what it rests on, down to the sentences.
  const panel = byId("panel");
  const body = byId("panel-body");
  let opener = null;
  const MOST = 80;

  const card = (id) => {
    const copy = byId(id).cloneNode(true);
    copy.removeAttribute("id");
    copy.removeAttribute("tabindex");
    copy.querySelectorAll("p.of, ul.of").forEach((e) => e.remove());
    return copy;
  };
  // In a chain the line matters more than each card's figures.
  const folded = (copy) => {
    const facts = copy.querySelector("dl.facts");
    if (facts && facts.children.length > 2) {
      const fold = make("details");
      fold.append(make("summary", "muted", "figures"));
      facts.replaceWith(fold);
      fold.append(facts);
    }
    return copy;
  };
  const below = (id) => {
    const article = byId(id);
    const of = [...article.querySelectorAll("a[data-of]")].map((a) => a.dataset.of);
    const ids = of.length ? of : [...article.querySelectorAll("a[data-holds]")].map((a) => a.dataset.holds);
    return [...new Set(ids)].filter(byId).sort((a, b) => byId(a).dataset.rank - byId(b).dataset.rank);
  };
  // The shortest way down to a reported result: what a reader most often wants to see.
  const toEvidence = (id) => {
    const from = new Map([[id, null]]);
    const waiting = [id];
    while (waiting.length) {
      const at = waiting.shift();
      if (at !== id && ["Result", "Claim"].includes(byId(at).dataset.kind)) {
        const line = [];
        for (let step = at; step !== id; step = from.get(step)) line.unshift(step);
        return line;
      }
      for (const next of below(at)) {
        if (!from.has(next)) {
          from.set(next, at);
          waiting.push(next);
        }
      }
    }
    return [];
  };
  const shortLine = (id) => {
    const line = toEvidence(id);
    if (line.length < 2) return [];
    const list = make("ol", "line");
    for (const step of line) {
      const item = make("li");
      item.append(make("span", "tag", byId(step).dataset.kind), " ");
      const link = make("a", "n", byId(step).querySelector(".title").textContent);
      link.href = "#" + step;
      link.dataset.node = step;
      item.append(link);
      list.append(item);
    }
    const sentence = byId(line[line.length - 1]).querySelector("blockquote");
    if (sentence) list.lastChild.append(sentence.cloneNode(true));
    return [make("p", "step", "the shortest line to a sentence"), list];
  };
  const chain = (id, seen) => {
    const list = make("ul", "chain");
    const stated = make("details");
    const statedList = make("ul", "chain");
    for (const next of below(id)) {
      const item = make("li");
      if (seen.has(next)) {
        item.append(make("span", "muted", byId(next).querySelector(".title").textContent + " (shown above)"));
      } else if (seen.size < MOST) {
        seen.add(next);
        item.append(folded(card(next)), ...chain(next, seen));
      } else {
        const link = make("a", "n", byId(next).querySelector(".title").textContent);
        link.href = "#" + next;
        link.dataset.node = next;
        item.append(link);
      }
      (byId(next).dataset.kind === "Assumption" ? statedList : list).append(item);
    }
    const parts = [];
    if (list.children.length) parts.push(list);
    if (statedList.children.length) {
      const count = statedList.children.length;
      stated.append(make("summary", "", count === 1 ? "1 stated assumption" : count + " stated assumptions"), statedList);
      stated.open = count <= 4;
      parts.push(stated);
    }
    if (parts.length) parts.unshift(make("p", "step", seen.root === id ? "everything it rests on" : "rests on"));
    return parts;
  };
  const open = (id, from) => {
    if (!byId(id)) return;
    const root = card(id);
    root.classList.add("root");
    body.replaceChildren(root, ...shortLine(id), ...chain(id, Object.assign(new Set([id]), { root: id })));
    if (panel.hidden && from) opener = from;
    panel.hidden = false;
    document.body.classList.add("with-panel");
    panel.dataset.node = id;
    body.scrollTop = 0;
    body.focus({ preventScroll: true });
  };
  const close = () => {
    panel.hidden = true;
    document.body.classList.remove("with-panel");
    if (opener) opener.focus({ preventScroll: true });
    opener = null;
  };
  byId("panel-close").addEventListener("click", close);
  addEventListener("keydown", (e) => { if (e.key === "Escape" && !panel.hidden) close(); });
  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[href^='#']");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    if (link.dataset.node && byId(link.dataset.node)) {
      e.preventDefault();
      open(link.dataset.node, panel.contains(link) ? null : link);
    } else if (link.getAttribute("href") === location.hash) {
      reveal(here()); // the same place again: no hashchange will come
    }
  });

  // The threshold explorer.
  const store = byId("explorer-data");
  if (store) {
    const data = JSON.parse(store.textContent);
    const box = byId("explorer");
    const slider = byId("cut");
    const picked = (name) => box.querySelector(`input[name="${name}"]:checked`).value;
    const show = () => {
      const position = Number(slider.value);
      byId("cut-text").textContent = data.cuts[position];
      slider.setAttribute("aria-valuetext", data.cuts[position]);
      const cell = data.cells[`${picked("scenario")}/${picked("design")}/${position}`];
      const tiles = byId("explorer-figures");
      tiles.replaceChildren();
      document.querySelectorAll("[id*='-cursor-']").forEach((g) => {
        g.classList.toggle("on", g.id.endsWith("-" + position));
      });
      const note = byId("explorer-note");
      if (!cell) {
        note.textContent = "This design was not evaluated at this cut-off.";
        return;
      }
      note.textContent = (cell.chosen ? data.called[0].toUpperCase() + data.called.slice(1) + ". " : "") + (cell.within ? "Within the plan's limits." : "Beyond the plan's limits.");
      for (const figure of cell.figures) {
        const tile = make("div");
        const value = make("dd");
        const link = make("a", "n", figure.value);
        link.href = "#" + cell.id;
        link.dataset.node = cell.id;
        value.append(link);
        if (figure.error) value.append(make("small", "", "± " + figure.error + " MC error"));
        if (figure.range) value.append(make("small", "", figure.range));
        const name = make("dt", "", figure.title);
        name.title = figure.meaning;
        tile.append(name, value);
        tiles.append(tile);
      }
    };
    box.hidden = false;
    box.addEventListener("input", show);
    show();
  }

  // The check ledger's filter.
  const filter = byId("check-filter");
  if (filter) {
    filter.hidden = false;
    filter.addEventListener("click", (e) => {
      const button = e.target.closest("button");
      if (!button) return;
      filter.querySelectorAll("button").forEach((b) => b.setAttribute("aria-pressed", String(b === button)));
      document.querySelectorAll("#check-table tbody tr").forEach((row) => {
        row.hidden = button.dataset.verdict !== "" && row.dataset.verdict !== button.dataset.verdict;
      });
    });
  }

  // Paper has no clicks: everything is open on it.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("main details:not([open])")];
    closed.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((d) => { d.open = false; }));

  if (location.hash) reveal(here());
})();
