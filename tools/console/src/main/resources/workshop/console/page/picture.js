// The stack as a picture, and each hop in it as it happens: what is red and why, what is parked, which batch is tried again.
import { el, quoted } from "./dom.js";
import { change, get } from "./server.js";
import { drawing, light } from "./drawing.js";
import { backlog, batchOf, invoked, paced, retried } from "./batch.js";
import { openPart } from "./part.js";
import { recordState } from "./record-state.js";

const LIT_MS = 1200;
const RED_MS = 15000;
const BETWEEN_MS = 1000;
const SLOWLY = 3;
const SHOWN_REASONS = 2;
const MAX_WAITING = 500;
const SERVICES = { lambda: "function", events: "event bus", sns: "topic", sqs: "queue", dynamodb: "table", logs: "log group", apigateway: "API Gateway" };

export function picture() {
    const latest = el("p", { class: "latest faint", "aria-live": "polite" }, "Make a change: its hops are shown here as they happen.");
    const pause = el("button", { "aria-pressed": "false", onclick: togglePause }, "Pause");
    const slow = el("button", { onclick: replaySlowly }, "Replay slowly");
    const parked = el("span", { class: "row parked" });
    const redrive = el("button", { onclick: sendAgain, hidden: true }, "Redrive");
    const reasons = el("ul", { class: "reasons", "aria-label": "What failed" });
    const element = el("div", { class: "picture" }, el("div", { class: "row" }, pause, slow, parked, redrive), latest, el("p", {}, "…"), reasons);
    const waiting = [];
    const parkedIn = new Map(); // to-do's name: the way on which it came to a queue for what failed
    const red = new Map(); // a part's id: what failed there
    const withRecords = new Set(); // the tables whose items have a status
    const written = backlog();
    const batches = paced((...what) => drawn.batch(...what));
    let graph;
    let drawn = { parts: new Map(), ways: new Map() };
    let paused = false;
    let state = { queues: {}, faults: [] };

    async function draw() {
        graph = await get("graph");
        const before = drawn.element ?? element.children[2];
        drawn = drawing(graph, openPart);
        before.replaceWith(drawn.element);
        red.clear();
        written.clear();
        onState(state);
        (await get("hops")).forEach((hop) => note(hop, 0));
    }

    function onState(now) {
        state = now;
        if (graph && now.version !== undefined && now.version !== graph.version) {
            draw();
            return;
        }
        for (const [id, depth] of Object.entries(now.queues)) {
            const part = drawn.parts.get(id);
            if (part) {
                part.label.textContent = `queue · ${depth} waiting`;
                part.label.classList.toggle("depth", depth > 0);
            }
        }
        const queues = [...drawn.parts.values()].filter((part) => part.id in now.queues && isForFailed(part.id));
        parked.replaceChildren(...queues.map((part) => el("span", { class: "chip" + (now.queues[part.id] ? " bad" : "") }, `${part.name} `, el("strong", {}, now.queues[part.id]))));
        redrive.hidden = queues.length === 0;
        showFaults(now.faults);
    }

    const isForFailed = (id) => [...drawn.ways].some(([ends, way]) => way.failure && ends.endsWith(" " + id));

    /** A fault is shown on the way of the call that it strikes, else on its function, else on the parts of its service. */
    function showFaults(faults) {
        const places = [...new Set([...drawn.ways.values(), ...drawn.parts.values()])];
        const at = new Map(places.map((place) => [place, []]));
        for (const fault of faults) {
            const [service, operation] = fault.on.split(":");
            const isIts = (part) => !fault.function || fault.function.includes(part.name) || part.name.includes(fault.function);
            const struck = [
                places.filter((place) => place.labels?.includes(operation) && isIts(drawn.parts.get(place.from))),
                places.filter((part) => fault.function && part.word === "function" && isIts(part)),
                places.filter((part) => part.word && part.word === SERVICES[service]),
            ].find((found) => found.length > 0) ?? [];
            struck.forEach((place) => at.get(place).push(`${operation} ${fault.effect}: struck ${fault.strikes}×`));
        }
        for (const place of places) {
            drawn.badge(place, [...new Set(places.filter((other) => other.badges === place.badges).flatMap((other) => at.get(other)))]);
        }
    }

    function onHops(message) {
        if (paused) {
            waiting.push(message);
            waiting.splice(0, waiting.length - MAX_WAITING);
            return;
        }
        message.hops.forEach((hop) => show(hop));
        for (const key of message.ways) {
            light(drawn.ways.get(key)?.group, "lit", LIT_MS);
        }
        if (message.summary) {
            written.clear();
            latest.textContent = `${message.count} hops at once; the picture shows the ways they took.`;
        }
    }

    /** What stays of a hop: a part is red until the same succeeds there, a batch is written at its way until it is done. */
    function note(hop, slower) {
        const refused = hop.kind === "iam:Refused";
        const back = refused || hop.kind === "apigateway:Response";
        const part = drawn.parts.get(back ? hop.fromPart : hop.toPart) ?? drawn.parts.get(hop.fromPart) ?? drawn.parts.get(hop.toPart);
        const known = hop.reason.startsWith("ConditionalCheckFailed");
        const refusedBefore = hop.kind === "lambda:Return" && red.get(part?.id)?.refused && Date.now() - red.get(part.id).since < RED_MS;
        if (hop.reason && part && !known && !refusedBefore) {
            const text = plain(hop.reason);
            red.set(part.id, { part, refused, what: refused ? hop.details.action : hop.kind, text, since: Date.parse(hop.at) });
            part.group.classList.add("failed");
            drawn.say(part, text.replace("reported a record as failed: ", ""), "reason");
            showReasons();
        } else if (!hop.reason) {
            [hop.fromPart, hop.toPart].forEach((id) => red.get(id)?.what === hop.kind && heal(id, red.get(id)));
        }
        const record = recordState(hop, known, drawn.parts.get(hop.fromPart)?.name, withRecords);
        if (record && part && !red.has(part.id)) {
            drawn.say(part, record, "record");
        }
        noteBatch(hop, slower);
        if (hop.kind === "sqs:Deliver") {
            parkedIn.set(hop.name, hop.fromPart + " " + hop.toPart);
        }
    }

    /** What is on its way to a function stands there until it is done or given up; of what is history, only how it ended. */
    function noteBatch(hop, slower) {
        const way = drawn.ways.get(hop.fromPart + " " + hop.toPart);
        const show = slower ? batches.show : drawn.batch;
        written.note(hop);
        if (way && hop.kind === "lambda:Invoke" && /^(table|queue)$/.test(drawn.parts.get(hop.fromPart)?.word)) {
            show(way, ...invoked(batchOf(hop).length, written.after(hop.fromPart)));
        } else if (way && hop.kind.endsWith(":Retry")) {
            show(way, ...retried(hop, tried(hop), written.after(hop.fromPart)));
        } else if (way && hop.kind === "lambda:Return" && !hop.reason) {
            slower ? setTimeout(() => show(way, [], ""), LIT_MS * slower) : show(way, [], "");
        } else if (hop.kind === "sqs:Deliver") {
            drawn.ways.forEach((its, ends) => ends.endsWith(" " + hop.fromPart) && show(its, [], ""));
        }
    }

    /** A reason in few words: without packages' names, without who asked and by which policy, without the end of what only machines compare. */
    const plain = (reason) => reason.replace(/^.*is not authorized to perform: (\S+) on resource: \S*[:/](\S+).*$/s, "may not call $1 on $2").replace(/\b(?:[a-z]\w*\.)+(?=[A-Z]\w*(?:Exception|Error))/g, "").replace(/\b([0-9a-f]{8})[0-9a-f-]{16,}\b/g, "$1…");

    function heal(id, failed) {
        setTimeout(() => {
            if (red.get(id) === failed) {
                red.delete(id);
                failed.part.group.classList.remove("failed");
                drawn.say(failed.part, "", "");
                showReasons();
            }
        }, Math.max(0, failed.since + RED_MS - Date.now()));
    }

    function showReasons() {
        reasons.replaceChildren(...[...red.values()].slice(-SHOWN_REASONS).map(({ part, text }) => el("li", {}, el("strong", {}, `✗ ${part.name} `), text)));
    }

    function show(hop, slower = 1) {
        note(hop, slower);
        const forward = drawn.ways.get(hop.fromPart + " " + hop.toPart);
        const way = forward ?? drawn.ways.get(hop.toPart + " " + hop.fromPart);
        light(way?.group, !hop.reason ? "lit" : "lost", LIT_MS * slower);
        light((drawn.parts.get(hop.toPart) ?? drawn.parts.get(hop.fromPart))?.group, "lit", LIT_MS * slower);
        if (way && hop.name) {
            drawn.dot(way, hop.name, { back: !forward, bounces: hop.reason && hop.kind.startsWith("dynamodb:"), lost: hop.reason, slower });
        } else if (hop.fromPart === null && parkedIn.has(hop.name) && /^lambda:(Invoke|Return)$/.test(hop.kind)) {
            redriven(hop, drawn.ways.get(parkedIn.get(hop.name)), slower);
        }
        latest.textContent = `${hop.kind}  ${hop.name ? quoted(hop.name) : ""}  ${tried(hop)} ${plain(hop.reason)}`;
    }

    /** Somebody gives a function what was parked: it leaves the queue, and comes back if the function fails again. */
    function redriven(hop, way, slower) {
        if (way && (hop.kind === "lambda:Invoke" || hop.reason)) {
            drawn.dot(way, hop.name, { back: hop.kind === "lambda:Invoke", lost: hop.reason, slower });
            light(way.group, !hop.reason ? "lit" : "lost", LIT_MS * slower);
        }
    }

    /** Which try it is, and when the next one comes. */
    function tried({ details }) {
        if (!details.try) {
            return "";
        }
        const seconds = (ms) => (ms < 950 ? Math.round(ms / 10) * 10 + " ms" : ms < 60000 ? Math.round(ms / 100) / 10 + " s" : Math.round(ms / 60000) + " min");
        return `try ${details.try}${details.of ? " of " + details.of : ""}` +
            (details.waitMillis === undefined ? "" : `, in ${seconds(details.waitMillis)}`) +
            (details.onAwsMillis ? `; on AWS ${seconds(details.onAwsMillis)}` : "");
    }

    function togglePause() {
        paused = !paused;
        pause.textContent = paused ? "Go on" : "Pause";
        pause.setAttribute("aria-pressed", paused);
        if (!paused) {
            waiting.splice(0).forEach(onHops);
        }
    }

    async function sendAgain() {
        redrive.disabled = true;
        latest.textContent = "Redrive: what is parked is sent again …";
        try {
            const said = (await change("POST", "redrive")).map((line) => line.replace(/ +/g, " ")).filter((line) => !line.includes(" 0 handed over 0 stay"));
            said.sort((a, b) => a.startsWith("stays") - b.startsWith("stays"));
            latest.textContent = "Redrive: " + (said.join(" · ") || "nothing is parked.");
        } catch (error) {
            latest.textContent = error.message;
        }
        redrive.disabled = false;
    }

    async function replaySlowly() {
        const hops = await get("hops");
        const named = hops.filter((hop) => hop.name && hop.fromPart !== null);
        const name = named.at(-1)?.name;
        const its = named.filter((hop) => hop.name === name).slice(-24);
        if (!its.length) {
            latest.textContent = "Nothing has happened yet.";
        }
        its.forEach((hop, i) => setTimeout(() => show(hop, SLOWLY), i * BETWEEN_MS));
    }

    draw();
    return { element, onState, onHops, onOpen: draw };
}
