// Faults as switches, a permission taken away, a poison record, a replay: what happens then is seen in the picture.
import { el, refill } from "./dom.js";
import { construct, ofType, statements } from "./part.js";
import { api, aws, change, get } from "./server.js";

const FAULTS = [
    ["PutEvents is throttled, half of the calls", "The publisher sends again; nothing is lost.", { on: "events:PutEvents", effect: "throttle", probability: 0.5 }],
    ["One entry of each PutEvents call fails, five times", "Only the failed entry is sent again.", { on: "events:PutEvents", effect: "partial", times: 5 }],
    ["Each event is delivered twice", "The activity table lets only one of the two do the work.", { on: "events:Deliver", effect: "twice" }],
    ["A function crashes when it is invoked, three times", "Lambda tries again, then the event is parked.", { on: "lambda:Invoke", effect: "crash", times: 3 }],
    ["The publisher dies after PutEvents, once", "The batch comes again, and the events twice.", { on: "events:PutEvents", effect: "crash-after", times: 1 }],
    ["Publishing to the topic fails", "The email waits for the next attempt; after the last one, the event is parked.", { on: "sns:Publish", effect: "fail" }],
];

const REVOCABLE = /^(dynamodb:((Put|Get|Update|Delete)Item|Scan|Query)|events:PutEvents|sns:Publish|sqs:SendMessage)$/;

export function breakIt() {
    const said = el("p", { class: "message", role: "status" });
    const list = el("div");
    const permission = el("select", { "aria-label": "Permission" });
    const element = el("div", {},
        el("h2", {}, "Break it"), said, list,
        el("h3", {}, "Take a permission away"),
        el("div", { class: "row" }, permission, el("button", { onclick: () => strike(JSON.parse(permission.value)) }, "Revoke")),
        el("h3", {}, "Once"),
        el("div", { class: "row" },
            el("button", { onclick: () => once(poison) }, "Write a poison record"),
            el("button", { onclick: () => once(replay) }, "Replay the archive's last hour")),
        el("p", { class: "faint" }, "What is parked is sent again in the picture, or by ./workshop redrive. ", el("a", { href: "#guide/drills" }, "Drills that use these")));
    let before;

    const strike = (fault) => once(async () => {
        await api("POST", "/_local/faults", fault);
        return "On. Look at the picture.";
    });
    const end = ({ on, effect, function: its }) => once(async () => {
        await change("DELETE", "faults?fault=" + encodeURIComponent(`${on} ${effect} ${its}`.trim()));
        return "Off.";
    });

    async function once(deed) {
        try {
            said.textContent = await deed();
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
        refill(list, [...known, ...others]);
    }

    function line(title, drill, fault, active) {
        return el("div", { class: "row" },
            el("button", {
                role: "switch", "aria-checked": active ? "true" : "false", "data-key": title, "aria-label": title,
                onclick: () => (active ? end(active) : strike(fault)),
            }, active ? "On" : "Off"),
            el("span", { class: "grow" }, title, drill && el("span", { class: "faint" }, " " + drill)),
            active && el("strong", { class: "bad" }, active.strikes ? `struck ${active.strikes}×` : "has not struck yet"));
    }

    get("resources").then((all) => permission.replaceChildren(...ofType(all, "AWS::Lambda::Function").flatMap((its) =>
        [...new Set(statements(its.properties.Role, all).flatMap(({ Action }) => Action))].filter((action) => REVOCABLE.test(action)).map((action) =>
            el("option", { value: JSON.stringify({ on: action, effect: "deny", function: its.ref }) }, `${construct(its)}: ${action}`)))));
    return { element, onState };
}

/** Puts an item with nothing but its key into each table whose stream a function reads. */
async function poison() {
    const all = await get("resources");
    const read = ofType(all, "AWS::Lambda::EventSourceMapping").map(({ properties }) => properties.EventSourceArn);
    const tables = ofType(all, "AWS::DynamoDB::Table").filter(({ attributes }) => read.includes(attributes.StreamArn));
    for (const { ref, properties } of tables) {
        const type = (name) => properties.AttributeDefinitions.find((its) => its.AttributeName === name).AttributeType;
        const item = properties.KeySchema.map(({ AttributeName: name }) => [name, { [type(name)]: type(name) === "N" ? "1" : "poison " + new Date().toISOString() }]);
        await aws("dynamodb", "PutItem", { TableName: ref, Item: Object.fromEntries(item) });
    }
    return tables.map(({ ref }) => `Wrote an item with only its key into ${ref}.`).join("\n") || "No function reads a table's stream here.";
}

/** Sends the last hour's events of each archive to its bus once more. */
async function replay() {
    const archives = ofType(await get("resources"), "AWS::Events::Archive");
    const now = Date.now() / 1000;
    for (const { attributes, properties } of archives) {
        await aws("events", "StartReplay", {
            ReplayName: "console-" + Date.now(), EventSourceArn: attributes.Arn,
            EventStartTime: Math.floor(now - 3600), EventEndTime: Math.ceil(now), Destination: { Arn: properties.SourceArn },
        });
    }
    return archives.map(({ ref }) => `The last hour's events of ${ref} are sent once more.`).join("\n") || "There is no archive here.";
}
