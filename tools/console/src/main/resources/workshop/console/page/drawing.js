// The picture itself: boxes and lines where the layout put them, and what can be said and seen at them.
import { el, svg, shortened } from "./dom.js";

const DOT_MS = 700;
const MAX_DOTS = 40;
const MAX_SAID = 72;
const SAID = { below: 16, height: 20, apart: 8 };
const RECORD = 17;
const MARKS = { "✗": " bad", "✓": " good" };

/** Draws a graph; open is called with the part that somebody wants to look at. */
export function drawing(graph, open) {
    const boxOf = (id) => graph.boxes.find((box) => box.nodes.some((node) => node.id === id)).nodes.map((node) => node.id);
    const parts = new Map();
    const ways = new Map();
    const dots = svg("g", { "aria-hidden": "true" });
    const texts = svg("g");
    const lines = graph.lines.map(way);
    const boxes = graph.boxes.map(box);
    const element = graph.boxes.length === 0 ? el("p", {}, "Nothing is deployed yet.") : svg(
        "svg",
        { viewBox: `-4 -6 ${graph.width + 8} ${graph.height + 12}`, role: "group", "aria-label": "Picture of what is deployed" },
        arrow(), lines, boxes, dots, texts);

    function arrow() {
        const head = svg("path", { d: "M0 0 8 4 0 8z", fill: "currentColor" });
        return svg("defs", {}, svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" }, head));
    }

    function way(line) {
        const path = svg("path", { d: "M" + line.points.map((p) => p.x + " " + p.y).join("L"), "marker-end": "url(#arrow)" });
        const at = line.labelAt ?? middle(line.points);
        const group = svg("g", { class: "way" + (line.failure ? " failure" : "") + (line.todo ? " todo" : "") }, path,
            line.label && svg("text", { x: at.x, y: at.y + 4, "text-anchor": "middle" }, line.label));
        const widest = longest(line.points);
        const batch = svg("g", { class: "batch", transform: `translate(${widest.x} ${widest.y - 80})` });
        const badges = svg("g");
        texts.append(batch, badges);
        const its = { ...line, group, path, batch, badges, ...widest };
        boxOf(line.from).forEach((from) => boxOf(line.to).forEach((to) => ways.set(from + " " + to, its)));
        return group;
    }

    /** The middle of the longest part, where a badge has room. */
    function longest(points) {
        return points.slice(1)
            .map((to, i) => ({ x: (points[i].x + to.x) / 2, y: (points[i].y + to.y) / 2, length: Math.abs(points[i].x - to.x) }))
            .reduce((most, one) => (one.length > most.length ? one : most));
    }

    function middle(points) {
        const i = Math.floor((points.length - 1) / 2);
        return { x: (points[i].x + points[i + 1].x) / 2, y: (points[i].y + points[i + 1].y) / 2 };
    }

    function box(its) {
        const { todo } = its.nodes[0];
        const group = svg("g", { class: "box" + (todo ? " todo" : ""), transform: `translate(${its.x} ${its.y})` },
            svg("rect", { width: its.width, height: its.height, rx: 7 }));
        const kind = todo ? `${todo} will be here` : its.nodes.length > 1 ? its.nodes.length + " functions" : its.nodes[0].word;
        its.nodes.forEach((node, i) => {
            const name = svg("text", { class: "name", x: its.width / 2, y: 24 + i * 24, "text-anchor": "middle" }, node.title);
            const opened = (event) => {
                event.preventDefault();
                open(node);
            };
            group.append(todo ? name : svg("a", {
                href: "#picture", role: "button", "aria-label": `${node.name}, ${node.word}`,
                onclick: opened, onkeydown: (event) => event.key === " " && opened(event),
            }, name));
        });
        const label = svg("text", { class: "word", x: its.width / 2, y: its.height - 9, "text-anchor": "middle" }, kind);
        group.append(label);
        const badges = svg("g");
        const said = svg("text", { class: "said", "text-anchor": "middle" });
        texts.append(said, badges);
        for (const node of its.nodes) {
            parts.set(node.id, { ...node, box: its, group, label, said, badges, x: its.x + its.width / 2, y: its.y });
        }
        return group;
    }

    /** As far inside of the picture, or of what is free in it, as a text in the middle needs. */
    const inside = (x, half, [from, to] = [0, graph.width]) => Math.max(from + half, Math.min(to - half, x));

    /** From where to where a line under a part finds no other box. */
    function free({ x, y, box: { height } }) {
        const beside = graph.boxes.filter((other) => other.y < y + height + SAID.height && other.y + other.height > y + height);
        return [
            Math.max(0, ...beside.map((other) => other.x + other.width + SAID.apart).filter((end) => end < x)),
            Math.min(graph.width, ...beside.map((other) => other.x - SAID.apart).filter((start) => start > x)),
        ];
    }

    /** Writes a line under a part, as much of the text as has room there. */
    function say(part, text, how) {
        const [from, to] = free(part);
        const length = () => part.said.getComputedTextLength();
        part.said.setAttribute("class", "said " + how);
        part.said.textContent = shortened(text, MAX_SAID);
        if (length() > to - from) {
            part.said.textContent = shortened(text, Math.floor(part.said.textContent.length * (to - from) / length()) - 1);
        }
        part.said.setAttribute("x", inside(part.x, length() / 2, [from, to]));
        part.said.setAttribute("y", part.y + part.box.height + SAID.below);
    }

    /** Puts a badge over a part or a way, over a short way's end: the text, or how many there are. No text takes it away. */
    function badge(at, texts) {
        const text = texts.length > 1 ? texts.length + " faults" : texts[0] ?? "";
        const width = text.length * 7.6 + 16;
        const { x, y } = at.length < width ? parts.get(at.to) ?? at : at;
        at.badges.replaceChildren(...(text ? [svg("g", { class: "badge", transform: `translate(${inside(x, width / 2) - width / 2} ${y - 23})` },
            texts.length > 1 && svg("title", {}, texts.join("\n")), svg("rect", { width, height: 21, rx: 5 }), svg("text", { x: width / 2, y: 15, "text-anchor": "middle" }, text))] : []));
    }

    /** Draws a batch over its way, a square for each record with a mark in it, a gap for "|", and a text below. */
    function batch(at, marks, text) {
        const records = marks.map((mark, i) => mark !== "|" && svg("g", { class: "record" + (MARKS[mark] ?? ""), transform: `translate(${(i - marks.length / 2) * RECORD} 0)` },
            svg("rect", { width: 14, height: 14, rx: 3 }), svg("text", { x: 7, y: 12, "text-anchor": "middle" }, mark)));
        at.batch.replaceChildren(...records.filter(Boolean), svg("text", { y: 31, "text-anchor": "middle" }, text));
    }

    /** A dot that takes a way: forward, back, or there and back again. Of those that go to a part, only the last has the name. */
    function dot(way, name, { back = false, bounces = false, lost = false, slower = 1 } = {}) {
        if (matchMedia("(prefers-reduced-motion: reduce)").matches || dots.childElementCount > MAX_DOTS) {
            return;
        }
        const end = back ? way.from : way.to;
        const moving = svg("g", { class: "dot" + (lost ? " lost" : "") }, svg("line", { y2: -28 }), svg("circle", { r: 7 }), svg("text", { y: -32, "text-anchor": "middle" }, shortened(name, 24)));
        Object.assign(moving, { end, name });
        [...dots.children].filter((other) => other.end === end && other.name === name).forEach((other) => other.querySelector("text")?.remove());
        dots.append(moving);
        const length = way.path.getTotalLength();
        const began = performance.now();
        (function move(now) {
            const part = Math.min(1, (now - began) / (DOT_MS * slower));
            const gone = bounces ? 1 - Math.abs(2 * part - 1) : back ? 1 - part : part;
            const { x, y } = way.path.getPointAtLength(length * gone);
            moving.setAttribute("transform", `translate(${x} ${y})`);
            if (part < 1 && moving.isConnected) {
                requestAnimationFrame(move);
            } else {
                setTimeout(() => moving.remove(), 300 * slower);
            }
        })(began);
    }

    return { element, parts, ways, say, badge, batch, dot };
}

/** Makes something look so for a while. */
export function light(group, how, duration) {
    if (group) {
        group.classList.add(how);
        clearTimeout(group["until" + how]);
        group["until" + how] = setTimeout(() => group.classList.remove(how), duration);
    }
}
