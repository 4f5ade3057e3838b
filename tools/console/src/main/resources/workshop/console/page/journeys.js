// The changes, newest first; one change from its request to its email, and why it ended where it did.
import { el, parsed, pretty, quoted, refill, short, shortened, time } from "./dom.js";
import { construct, ofType } from "./part.js";
import { get } from "./server.js";

const AGAIN_MS = 500;
const MAX_NAME = 60;

/** A request without the end of its ids. */
const plain = (title) => title.replace(/([0-9a-f]{8})-[0-9a-f-]{27}/g, "$1…");

export function journeys(id) {
    return id ? one(id) : list();
}

function list() {
    const filter = el("input", { type: "search", class: "grow", "aria-label": "Text in the change", placeholder: "a to-do's name or id, an event's id …", oninput: () => later() });
    const failed = el("input", { type: "checkbox", onchange: () => later() });
    const rows = el("tbody");
    const none = el("p", { class: "faint" });
    const element = el("div", {},
        el("h2", {}, "Journeys"),
        el("div", { class: "row" }, filter, el("label", {}, failed, " only those that ended early")),
        el("table", {}, el("thead", {}, el("tr", {}, ["At", "Change", "To-do", "Hops", "State"].map((name) => el("th", { scope: "col", class: /At|Hops/.test(name) && "detail" }, name)))), rows),
        none);
    let timer;

    function later() {
        timer ??= setTimeout(load, AGAIN_MS);
    }

    async function load() {
        timer = undefined;
        const found = (await get("journeys?containing=" + encodeURIComponent(filter.value)))
            .filter((journey) => !failed.checked || journey.state !== "ok");
        refill(rows, found.map((journey) => el("tr", {},
            el("td", { class: "time detail" }, time(journey.at)),
            el("td", { class: "part" }, el("a", { href: "#journeys/" + journey.id, title: journey.title, "data-key": journey.id }, plain(journey.title))),
            el("td", { title: journey.name }, shortened(journey.name ?? "", MAX_NAME)),
            el("td", { class: "detail" }, journey.size),
            el("td", { class: "state " + (journey.state === "ok" ? "good" : "bad") }, word(journey.state)))));
        none.textContent = found.length ? "" : "No change yet. Make one under To-dos, or with curl.";
    }

    load();
    return { element, onHops: later, onOpen: load, end: () => clearTimeout(timer) };
}

const word = (state) => ({ ok: "✓ went through", failed: "✗ failed", parked: "‖ parked" })[state] ?? state;

function one(id) {
    const element = el("div", {});
    let timer;
    let before;

    async function load() {
        timer = undefined;
        try {
            const now = await get("journey?id=" + encodeURIComponent(id));
            if (JSON.stringify(now) === before) {
                return; // what is open there stays open
            }
            before = JSON.stringify(now);
            const { journey, hops, answers } = now;
            const names = new Map((await get("graph")).boxes.flatMap(({ nodes }) => nodes).map((node) => [node.id, node.name]));
            ofType(await get("resources"), "AWS::Events::Rule").forEach((rule) => names.set(rule.attributes.Arn, "rule " + construct(rule)));
            const began = Date.parse(journey.at);
            element.replaceChildren(
                el("p", {}, el("a", { href: "#journeys" }, "← all journeys")),
                el("h2", {}, `${plain(journey.title)} ${journey.name ? quoted(shortened(journey.name, MAX_NAME)) + " " : ""}at ${time(journey.at)}: `, el("span", { class: journey.state === "ok" ? "good" : "bad" }, word(journey.state))),
                ...answers.map(why),
                el("table", {},
                    el("thead", {}, el("tr", {}, ["After", "Hop", "From", "To", "Outcome"].map((name) => el("th", { scope: "col" }, name)))),
                    el("tbody", {}, hops.map((hop) => row(hop, began, names)))));
        } catch (error) {
            element.replaceChildren(el("p", { class: "bad" }, error.message));
        }
    }

    load();
    return { element, onHops: () => (timer ??= setTimeout(load, AGAIN_MS)), end: () => clearTimeout(timer) };
}

function why(answer) {
    return el("section", { class: "why", "aria-label": "Why it ended" },
        el("p", {}, el("strong", {}, answer.end)),
        answer.facts.length > 0 && el("ul", {}, answer.facts.map((fact) => el("li", {}, fact))),
        answer.fix && el("p", {}, "Fix: " + answer.fix + (answer.line ? ` (${answer.line})` : answer.construct ? ` (${answer.construct})` : "")));
}

function row(hop, began, names) {
    return el("tr", {},
        el("td", { class: "time" }, `+${Date.parse(hop.at) - began} ms`),
        el("td", {}, el("details", {}, el("summary", { class: "kind" }, hop.kind), images(hop), el("pre", { tabindex: 0 }, pretty(hop.payload)))),
        el("td", { class: "part", title: hop.from }, names.get(hop.from) ?? names.get(hop.fromPart) ?? short(hop.from)),
        el("td", { class: "part", title: hop.to }, names.get(hop.to) ?? names.get(hop.toPart) ?? short(hop.to)),
        el("td", { class: hop.reason ? "bad" : "" }, hop.reason ? "✗ " + hop.reason : hop.outcome));
}

/** What a write or a stream record changed, attribute by attribute. */
function images(hop) {
    const changes = (parsed(hop.payload)?.Records ?? []).filter((record) => record.dynamodb).map(({ eventName, dynamodb: { OldImage = {}, NewImage = {} } }) => {
        const names = [...new Set([...Object.keys(OldImage), ...Object.keys(NewImage)])]
            .filter((name) => JSON.stringify(OldImage[name]) !== JSON.stringify(NewImage[name]));
        return el("li", {}, `${eventName}: ` + names.map((name) => `${name} ${value(OldImage[name])} → ${value(NewImage[name])}`).join(", "));
    });
    return changes.length > 0 && el("ul", {}, changes);
}

const value = (attribute) => (attribute === undefined ? "nothing" : String(Object.values(attribute)[0]));
