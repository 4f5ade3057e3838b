// The stack as a picture: parts and connections where the account's layout put them, and each hop as it happens.
import { el, svg, reason } from "./dom.js";
import { get } from "./server.js";
import { openPart } from "./part.js";

const LIT_MS = 1200;
const FAILED_MS = 15000;
const DOT_MS = 700;
const SLOWLY = 6;

export function picture() {
    const latest = el("p", { class: "latest faint", "aria-live": "polite" }, "Make a change: its hops are shown here as they happen.");
    const pause = el("button", { "aria-pressed": "false", onclick: togglePause }, "Pause");
    const slow = el("button", { onclick: replaySlowly }, "Replay the last change slowly");
    const element = el("div", { class: "picture" }, el("div", { class: "row" }, pause, slow, latest), el("p", {}, "…"));
    const waiting = [];
    let graph;
    let parts = new Map();
    let ways = new Map();
    let layer;
    let paused = false;
    let state = { queues: {}, faults: [] };

    async function draw() {
        graph = await get("graph");
        parts = new Map();
        ways = new Map();
        layer = svg("g", { "aria-hidden": "true" });
        const root = svg(
            "svg",
            { viewBox: `-10 -14 ${graph.width + 20} ${graph.height + 28}`, role: "group", "aria-label": "Picture of " + graph.stacks.join(", ") },
            arrow(),
            graph.lines.map(way),
            graph.boxes.map(box),
            layer,
        );
        element.lastChild.replaceWith(graph.boxes.length ? root : el("p", {}, "Nothing is deployed yet."));
        onState(state);
    }

    function arrow() {
        const head = svg("path", { d: "M0 0 8 4 0 8z", fill: "currentColor" });
        return svg("defs", {}, svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" }, head));
    }

    function way(line) {
        const path = svg("path", { d: "M" + line.points.map((p) => p.x + " " + p.y).join("L"), "marker-end": "url(#arrow)" });
        const group = svg("g", { class: "way" + (line.failure ? " failure" : "") }, path,
            line.labelAt && line.label && svg("text", { x: line.labelAt.x, y: line.labelAt.y + 4, "text-anchor": "middle" }, line.label));
        for (const from of boxOf(line.from)) {
            for (const to of boxOf(line.to)) {
                ways.set(from + " " + to, { group, path });
            }
        }
        return group;
    }

    const boxOf = (id) => graph.boxes.find((box) => box.nodes.some((node) => node.id === id)).nodes.map((node) => node.id);

    function box(its) {
        const group = svg("g", { class: "box", transform: `translate(${its.x} ${its.y})` },
            svg("rect", { width: its.width, height: its.height, rx: 7 }));
        its.nodes.forEach((node, i) => {
            const name = svg("text", { class: "name", x: its.width / 2, y: 22 + i * 22, "text-anchor": "middle" }, node.title);
            group.append(node.opens ? svg("a", { href: "#picture", role: "button", "aria-label": `${node.name}, ${its.word}`, onclick: (event) => {
                event.preventDefault();
                openPart(node.id);
            } }, name) : name);
        });
        const word = svg("text", { class: "word", x: its.width / 2, y: its.height - 9, "text-anchor": "middle" }, its.word);
        const said = svg("text", { class: "reason", x: its.width / 2, y: its.height + 14, "text-anchor": "middle" });
        const badges = svg("g", {});
        group.append(word, said, badges);
        for (const node of its.nodes) {
            parts.set(node.id, { ...its, node, group, word, said, badges });
        }
        return group;
    }

    function onState(now) {
        const other = graph && now.version !== undefined && now.version !== graph.version;
        state = now;
        if (other) {
            draw();
            return;
        }
        for (const [id, depth] of Object.entries(now.queues)) {
            const part = parts.get(id);
            if (part) {
                part.word.textContent = `queue · ${depth.waiting + depth.hidden} waiting`;
                part.word.classList.toggle("depth", depth.waiting + depth.hidden > 0);
            }
        }
        for (const part of parts.values()) {
            part.badges.replaceChildren();
        }
        for (const fault of now.faults) {
            badge(fault);
        }
    }

    /** A fault on the part that it strikes: its function, else the service of its place. */
    function badge(fault) {
        const service = { lambda: "function", events: "bus", sns: "topic", sqs: "queue", dynamodb: "table" }[fault.on.split(":")[0]];
        for (const part of parts.values()) {
            const its = part.node.name;
            const struck = fault.function
                ? part.kind === "function" && (fault.function.includes(its) || its.includes(fault.function))
                : part.kind === service;
            if (struck && !part.badges.hasChildNodes()) {
                const text = `${fault.on.split(":")[1]} ${fault.effect}: ${fault.strikes ? fault.strikes + "×" : "has not struck"}`;
                const width = text.length * 7 + 14;
                part.badges.append(svg("g", { class: "badge", transform: `translate(${(part.width - width) / 2} -11)` },
                    svg("rect", { width, height: 20, rx: 5 }), svg("text", { x: width / 2, y: 14.5, "text-anchor": "middle" }, text)));
            }
        }
    }

    function onHops(message) {
        if (paused) {
            waiting.push(message);
            return;
        }
        message.hops.forEach((hop) => show(hop));
        for (const key of Object.keys(message.ways ?? {})) {
            light(ways.get(key)?.group, "lit", LIT_MS);
        }
        if (message.summary) {
            latest.textContent = `${message.count} hops at once; the picture shows the ways they took.`;
        }
    }

    function show(hop, slower = 1) {
        const line = ways.get(hop.from + " " + hop.to) ?? ways.get(hop.to + " " + hop.from);
        const part = parts.get(hop.to) ?? parts.get(hop.from);
        light(line?.group, hop.good ? "lit" : "lost", LIT_MS * slower);
        light(part?.group, hop.good ? "lit" : "failed", hop.good ? LIT_MS * slower : FAILED_MS);
        if (part) {
            const text = hop.good ? "" : tried(hop) + reason(hop.outcome);
            part.said.textContent = text.length > 60 ? text.slice(0, 59) + "…" : text;
        }
        if (line && hop.name) {
            dot(line.path, hop, ways.has(hop.from + " " + hop.to), slower);
        }
        latest.textContent = `${hop.kind}  ${hop.name ? "“" + hop.name + "”" : ""}  ${hop.good ? "" : tried(hop) + reason(hop.outcome)}`;
    }

    /** Which try it is, and when the next one comes. */
    function tried({ details }) {
        if (!details.try) {
            return "";
        }
        const seconds = (ms) => (ms < 60000 ? Math.round(ms / 100) / 10 + " s" : Math.round(ms / 60000) + " min");
        return `try ${details.try}${details.of ? " of " + details.of : ""}` +
            (details.waitMillis === undefined ? "" : `, in ${seconds(details.waitMillis)}`) +
            (details.onAwsMillis ? `; on AWS ${seconds(details.onAwsMillis)}` : "") + ": ";
    }

    function light(group, how, duration) {
        if (group) {
            group.classList.add(how);
            clearTimeout(group["until" + how]);
            group["until" + how] = setTimeout(() => group.classList.remove(how), duration);
        }
    }

    function dot(path, hop, forward, slower) {
        if (matchMedia("(prefers-reduced-motion: reduce)").matches || layer.childElementCount > 40) {
            return;
        }
        const name = hop.name.length > 24 ? hop.name.slice(0, 23) + "…" : hop.name;
        const moving = svg("g", { class: "dot" + (hop.good ? "" : " lost") }, svg("circle", { r: 7 }), svg("text", { x: 10, y: -8 }, name));
        layer.append(moving);
        const length = path.getTotalLength();
        const began = performance.now();
        (function move(now) {
            const part = Math.min(1, (now - began) / (DOT_MS * slower));
            const { x, y } = path.getPointAtLength(length * (forward ? part : 1 - part));
            moving.setAttribute("transform", `translate(${x} ${y})`);
            if (part < 1 && moving.isConnected) {
                requestAnimationFrame(move);
            } else {
                setTimeout(() => moving.remove(), 300 * slower);
            }
        })(began);
    }

    function togglePause() {
        paused = !paused;
        pause.textContent = paused ? "Go on" : "Pause";
        pause.setAttribute("aria-pressed", paused);
        if (!paused) {
            waiting.splice(0).forEach(onHops);
        }
    }

    async function replaySlowly() {
        const { hops } = await get("hops");
        const named = hops.filter((hop) => hop.name && hop.from !== null);
        const name = named.at(-1)?.name;
        const its = named.filter((hop) => hop.name === name).slice(-24);
        if (!its.length) {
            latest.textContent = "Nothing has happened yet.";
        }
        its.forEach((hop, i) => setTimeout(() => show(hop, SLOWLY / 2), i * DOT_MS * 1.5));
    }

    draw();
    return { element, onState, onHops, onOpen: draw };
}
