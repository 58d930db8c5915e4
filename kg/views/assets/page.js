"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const svg = document.querySelector(".picture > svg");
  const details = document.getElementById("details");
  const panel = details.parentElement;
  const edges = data.edges.map((_, i) => document.getElementById("e" + i));
  const nodes = data.nodes.map((_, i) => document.getElementById("n" + i));
  const words = data.words;

  // Only textContent is ever written: what articles say is never read as markup.
  function element(tag, content, parent) {
    const made = document.createElement(tag);
    if (content) made.textContent = content;
    if (parent) parent.append(made);
    return made;
  }

  function isolated(tag, content, parent) {
    const made = element(tag, "", parent);
    element("bdi", content, made);
    return made;
  }

  function tell(fact) {
    isolated("h3", fact.summary, details);
    if (!fact.sources.length) element("p", words.unsourced, details).className = "none";
    for (const source of fact.sources) {
      const quote = element("blockquote", "", details);
      if (source.quote) isolated("p", "«" + source.quote + "»", quote);
      const cite = element("cite", "", quote);
      const name = source.headline || source.article;
      if (source.url) {
        const link = isolated("a", name, cite);
        link.href = source.url;
        link.rel = "noopener noreferrer";
        link.target = "_blank";
      } else {
        isolated("span", name, cite);
      }
      const more = [source.headline ? source.article : "", source.date, source.certainty, source.place, source.speaker];
      isolated("span", " · " + more.filter(Boolean).join(" · "), cite);
    }
  }

  function choose(chosen, title, facts) {
    for (const g of [...edges, ...nodes]) g.classList.toggle("chosen", chosen.includes(g));
    details.replaceChildren();
    panel.classList.remove("empty");
    panel.scrollTop = 0;
    isolated("h2", title, details);
    const told = new Set();
    for (const fact of facts) {
      if (told.has(fact)) continue;
      told.add(fact);
      tell(data.facts[fact]);
    }
    if (!facts.length) element("p", words.nofacts, details).className = "none";
    uncover(chosen[0]);
  }

  function chooseEdge(i) {
    const edge = data.edges[i];
    choose([edges[i], nodes[edge.source], nodes[edge.target]], data.nodes[edge.source] + " — " + data.nodes[edge.target], edge.facts);
  }

  function chooseNode(i) {
    const mine = data.edges.filter((e) => e.source === i || e.target === i);
    choose([nodes[i]], data.nodes[i], mine.flatMap((e) => e.facts));
  }

  function clear() {
    for (const g of [...edges, ...nodes]) g.classList.remove("chosen");
    details.replaceChildren();
    panel.classList.add("empty");
  }
  document.getElementById("close").addEventListener("click", clear);

  let dragged = false;
  function listen(g, act) {
    g.addEventListener("click", () => { if (!dragged) act(); });
    g.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); }
    });
    g.addEventListener("focus", () => reveal(g));
  }
  edges.forEach((g, i) => listen(g, () => chooseEdge(i)));
  nodes.forEach((g, i) => listen(g, () => chooseNode(i)));

  // Zoom and pan move the viewBox.
  let whole = svg.getAttribute("viewBox").split(" ").map(Number);
  let view = [...whole];
  function scale() { return svg.getScreenCTM().a; }
  function apply() {
    svg.setAttribute("viewBox", view.map((v) => v.toFixed(2)).join(" "));
    const now = scale();
    if (now === scaled) return;
    scaled = now;
    const grow = Math.max(1, SMALLEST / (12 * now));
    svg.style.setProperty("--grow", grow.toFixed(3));
    svg.style.setProperty("--dot", Math.max(1, 3.6 / (8 * now)).toFixed(3));
    declutter(grow);
  }

  // Names are measured once, at their own size. Where they would cover each other the one with more to tell is drawn.
  const SMALLEST = 10;
  let scaled = 0;
  const weights = nodes.map(() => 0);
  for (const edge of data.edges) {
    for (const end of [edge.source, edge.target]) weights[end] += edge.facts.length * (edge.kind === "ex" ? 3 : 1);
  }
  const named = nodes.map((g, i) => {
    const label = g.querySelector(".nlabel"), mark = g.querySelector(".mark").getBBox();
    const club = g.matches(".club, .national");
    const side = label.matches(".right") ? 1 : label.matches(".left") ? -1 : 0;
    return { g, i, club, side, mark, x: Number(label.getAttribute("x")), y: Number(label.getAttribute("y")) - 4, width: label.getComputedTextLength() };
  }).sort((a, b) => b.club - a.club || weights[b.i] - weights[a.i] || a.i - b.i);
  const lined = edges.map((g) => g.querySelector(".elabel")).filter(Boolean).map((label) => ({
    g: label.parentElement, x: Number(label.getAttribute("x")), y: Number(label.getAttribute("y")) - 3.5, width: label.getComputedTextLength(),
  }));
  function around(label, grow) {
    const w = label.width * grow, left = label.side > 0 ? label.x : label.side < 0 ? label.x - w : label.x - w / 2;
    return [left, label.y - 5.4 * grow, left + w, label.y + 5.4 * grow];
  }
  // Names that grow may reach over the edge: the whole is what shows them all.
  if (named.length) {
    const reach = named.map((n) => around(n, Math.max(1, SMALLEST / (12 * scale())) * (n.club ? 1.1 : 1)));
    const left = Math.min(whole[0], ...reach.map((r) => r[0] - 10)), right = Math.max(whole[0] + whole[2], ...reach.map((r) => r[2] + 10));
    whole = [left, whole[1], right - left, whole[3]];
    view = [...whole];
  }
  function declutter(grow) {
    const taken = [];
    const free = (box, owner) => taken.every((t) => t[4] === owner || box[2] <= t[0] || t[2] <= box[0] || box[3] <= t[1] || t[3] <= box[1]);
    function settle(g, box) {
      const shown = free(box, g);
      g.classList.toggle("mute", !shown);
      if (shown) taken.push([...box, g]);
    }
    const drawn = named.filter((n) => !n.g.classList.contains("off"));
    for (const { g, mark } of drawn.filter((n) => n.club)) {
      const x = mark.x + mark.width / 2, y = mark.y + mark.height / 2, w = mark.width / 2 * grow + 1, h = mark.height / 2 * grow + 1;
      settle(g, [x - w, y - h, x + w, y + h]);
    }
    for (const { g, mark } of drawn.filter((n) => !n.club)) taken.push([mark.x, mark.y, mark.x + mark.width, mark.y + mark.height, g]);
    for (const name of drawn.filter((n) => !n.club)) settle(name.g, around(name, grow));
    for (const label of lined) if (!label.g.classList.contains("off")) settle(label.g, around(label, grow));
  }
  function zoom(factor, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) {
    const width = Math.min(whole[2] * 2, Math.max(80, view[2] / factor));
    const by = width / view[2];
    view = [x - (x - view[0]) * by, y - (y - view[1]) * by, width, view[3] * by];
    apply();
  }
  function pan(dx, dy) { view[0] += dx; view[1] += dy; apply(); }
  function at(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [point.x, point.y];
  }
  function reveal(g) {
    // A node reached with Tab may be off the picture: bring it in.
    if (!g.matches(":focus-visible")) return;
    const box = g.getBoundingClientRect(), frame = svg.getBoundingClientRect();
    if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom) {
      const inside = g.getBBox();
      view[0] = inside.x + inside.width / 2 - view[2] / 2;
      view[1] = inside.y + inside.height / 2 - view[3] / 2;
      apply();
    }
  }
  function uncover(g) {
    // What is chosen is moved out from under the panel that tells of it.
    const box = g.getBoundingClientRect(), over = panel.getBoundingClientRect(), frame = svg.getBoundingClientRect();
    if (box.right <= over.left || box.bottom <= over.top || box.top >= over.bottom) return;
    if (over.left > frame.left + 100) pan((box.right - over.left + 20) / scale(), 0);
    else pan(0, (box.bottom - over.top + 20) / scale());
  }
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), ...at(event));
  }, { passive: false });

  const touches = new Map();
  svg.addEventListener("pointerdown", (event) => {
    touches.set(event.pointerId, [event.clientX, event.clientY]);
    if (touches.size === 1) dragged = false;
  });
  svg.addEventListener("pointermove", (event) => {
    const before = touches.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY];
    if (touches.size === 1) {
      // A few pixels of tremble are a click still.
      if (!dragged && Math.hypot(now[0] - before[0], now[1] - before[1]) < 4) return;
      if (!dragged) { dragged = true; svg.setPointerCapture(event.pointerId); svg.classList.add("dragging"); }
      pan((before[0] - now[0]) / scale(), (before[1] - now[1]) / scale());
    } else if (touches.size === 2) {
      dragged = true;
      const other = [...touches].find(([id]) => id !== event.pointerId)[1];
      const was = Math.hypot(before[0] - other[0], before[1] - other[1]);
      const is = Math.hypot(now[0] - other[0], now[1] - other[1]);
      if (was > 0 && is > 0) zoom(is / was, ...at(event));
    }
    touches.set(event.pointerId, now);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    svg.addEventListener(name, (event) => { touches.delete(event.pointerId); svg.classList.remove("dragging"); });
  }
  document.getElementById("in").addEventListener("click", () => zoom(1.3));
  document.getElementById("out").addEventListener("click", () => zoom(1 / 1.3));
  document.getElementById("fit").addEventListener("click", () => { view = [...whole]; apply(); });
  svg.addEventListener("keydown", (event) => {
    const step = view[2] / 10;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") { view = [...whole]; apply(); }
    else if (moves[event.key]) pan(...moves[event.key]);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });

  // Filters: kinds switched off disappear, with the people and clubs that nothing else joins.
  const boxes = [...document.querySelectorAll("input[data-kind]")];
  function filter() {
    const on = new Set(boxes.filter((b) => b.checked).map((b) => b.dataset.kind));
    const joined = new Set(), ever = new Set();
    data.edges.forEach((edge, i) => {
      const shown = on.has(edge.kind);
      edges[i].classList.toggle("off", !shown);
      for (const end of [edge.source, edge.target]) { ever.add(end); if (shown) joined.add(end); }
    });
    nodes.forEach((g, i) => g.classList.toggle("off", ever.has(i) && !joined.has(i)));
    scaled = 0;
    apply();
  }
  for (const box of boxes) box.addEventListener("change", filter);
  filter();
  if (scale() < 0.3 && named.length) {
    // Too much for this screen: begin where most is told; "everything" is one button away.
    const { mark } = named[0], by = scale() / 0.42;
    view = [mark.x + mark.width / 2 - view[2] * by / 2, mark.y + mark.height / 2 - view[3] * by / 2, view[2] * by, view[3] * by];
    apply();
  }
  addEventListener("resize", apply);

  const find = document.getElementById("find");
  const folded = data.nodes.map(fold);
  function fold(name) { return name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(); }
  find.addEventListener("input", () => {
    const wanted = fold(find.value.trim());
    const near = new Set(), hits = new Set();
    folded.forEach((name, i) => { if (wanted && name.includes(wanted)) { hits.add(i); near.add(i); } });
    data.edges.forEach((edge, i) => {
      const hit = hits.has(edge.source) || hits.has(edge.target);
      if (hit) { near.add(edge.source); near.add(edge.target); }
      edges[i].classList.toggle("faded", Boolean(wanted) && !hit);
    });
    nodes.forEach((g, i) => {
      g.classList.toggle("faded", Boolean(wanted) && !near.has(i));
      g.classList.toggle("near", near.has(i));
    });
  });
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const wanted = fold(find.value.trim());
    const i = wanted ? folded.findIndex((name) => name.includes(wanted)) : -1;
    if (i >= 0) chooseNode(i);
  });
})();
