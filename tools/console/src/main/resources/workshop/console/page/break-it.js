// Faults as switches, a permission taken away, a poison record, a replay: what happens then is seen in the picture.
import { el } from "./dom.js";
import { change, get } from "./server.js";

const FAULTS = [
    ["PutEvents is throttled, half of the calls", "The publisher sends again; nothing is lost.", { on: "events:PutEvents", effect: "throttle", probability: 0.5 }],
    ["One entry of each PutEvents call fails, five times", "Only the failed entry is sent again.", { on: "events:PutEvents", effect: "partial", times: 5 }],
    ["Each event is delivered twice", "The activity table lets only one of the two do the work.", { on: "events:Deliver", effect: "twice" }],
    ["A function crashes when it is invoked, three times", "Lambda tries again, then the event is parked.", { on: "lambda:Invoke", effect: "crash", times: 3 }],
    ["The publisher dies after PutEvents, once", "The batch comes again, and the events twice.", { on: "events:PutEvents", effect: "crash-after", times: 1 }],
    ["Publishing to the topic fails", "The mail waits for the next try; after the last the event is parked.", { on: "sns:Publish", effect: "fail" }],
];

export function breakIt() {
    const said = el("p", { class: "message", role: "status" });
    const list = el("div");
    const permission = el("select", { "aria-label": "Permission" });
    const element = el("div", {},
        el("h2", {}, "Break it"), said, list,
        el("h3", {}, "Take a permission away"),
        el("div", { class: "row" }, permission, el("button", { onclick: () => act("POST", "faults", JSON.parse(permission.value)) }, "Revoke")),
        el("h3", {}, "Once"),
        el("div", { class: "row" },
            el("button", { onclick: () => act("POST", "poison") }, "Write a poison record"),
            el("button", { onclick: () => act("POST", "replay") }, "Replay the archive's last hour")),
        el("p", { class: "faint" }, "What is parked is sent again by ./workshop redrive. Drills that use these: docs/drills.md."));
    let before;

    async function act(method, name, body) {
        try {
            const answer = await change(method, name, body);
            said.textContent = answer.lines ? answer.lines.join("\n") : method === "DELETE" ? "Off." : "On. Look at the picture.";
            said.className = "message good";
        } catch (error) {
            said.textContent = error.message;
            said.className = "message bad";
        }
    }

    function onState({ faults }) {
        const now = JSON.stringify(faults);
        if (now === before) {
            return;
        }
        before = now;
        const known = FAULTS.map(([title, drill, fault]) => line(title, drill, fault, faults.find((its) => its.on === fault.on && its.effect === fault.effect)));
        const others = faults
            .filter((its) => !FAULTS.some(([, , fault]) => its.on === fault.on && its.effect === fault.effect))
            .map((its) => line(`${its.on} ${its.effect} ${its.function}`, "", null, its));
        const focused = document.activeElement?.dataset?.fault;
        list.replaceChildren(...known, ...others);
        list.querySelector(`[data-fault="${CSS.escape(focused ?? "")}"]`)?.focus();
    }

    function line(title, drill, fault, active) {
        return el("div", { class: "row" },
            el("button", {
                role: "switch", "aria-checked": active ? "true" : "false", "data-fault": title, "aria-label": title,
                onclick: () => (active ? act("DELETE", "faults?fault=" + encodeURIComponent(active.fault)) : act("POST", "faults", fault)),
            }, active ? "On" : "Off"),
            el("span", { class: "grow" }, title, drill && el("span", { class: "faint" }, " " + drill)),
            active && el("strong", { class: "bad" }, active.strikes ? `struck ${active.strikes}×` : "has not struck yet"));
    }

    get("graph").then(({ permissions }) => permission.replaceChildren(...permissions.map((its) =>
        el("option", { value: JSON.stringify({ on: its.action, effect: "deny", function: its.function }) }, `${its.name}: ${its.action}`))));
    return { element, onState };
}
