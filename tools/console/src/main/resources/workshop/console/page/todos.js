// To-dos, through the stack's real API.
import { el, quoted, refill } from "./dom.js";
import { ofType } from "./part.js";
import { api, get } from "./server.js";

export function todos() {
    const name = el("input", { class: "grow", id: "name", maxlength: 1000, autocomplete: "off", placeholder: "What is to be done?" });
    const said = el("p", { class: "message", role: "status" });
    const rows = el("tbody");
    const form = el("form", { class: "row", onsubmit: create }, el("label", { for: "name" }, "New to-do"), name, el("button", { class: "main" }, "Create"));
    const element = el("div", {}, el("h2", {}, "To-dos"), form, said,
        el("table", {}, el("thead", {}, el("tr", {}, ["Name", "State", "Change it"].map((title) => el("th", { scope: "col" }, title)))), rows));
    let base;

    async function call(method, path, body, done) {
        try {
            base ??= stageOf(await get("resources"));
            if (!base) {
                throw new Error("The stack has no API.");
            }
            const answer = await api(method, base + path, body);
            if (done) {
                said.textContent = done;
                said.className = "message good";
                await load();
            }
            return answer;
        } catch (error) {
            said.textContent = error.message;
            said.className = "message bad";
            return undefined;
        }
    }

    async function create(event) {
        event.preventDefault();
        if (await call("POST", "todo", { name: name.value }, `Created ${quoted(name.value)}.`)) {
            name.value = "";
        }
        name.focus();
    }

    async function load() {
        const page = await call("GET", "todo?limit=100");
        const items = (page?.items ?? []).sort((a, b) => b.createdAt - a.createdAt);
        refill(rows, items.map(row));
    }

    function row(item) {
        const path = "todo/" + encodeURIComponent(item.todoId);
        const rename = () => {
            const other = prompt("New name", item.name);
            if (other) {
                call("PATCH", path, { name: other }, `Renamed to ${quoted(other)}.`);
            }
        };
        return el("tr", {},
            el("td", { class: item.completed ? "done" : "" }, item.name),
            el("td", { class: "state" }, item.completed ? "✓ completed" : "open"),
            el("td", {}, el("span", { class: "actions" },
                el("button", { "data-key": path, onclick: () => call("PATCH", path, { completed: !item.completed }, `${item.completed ? "Reopened" : "Completed"} ${quoted(item.name)}.`) }, item.completed ? "Reopen" : "Complete"),
                el("button", { "data-key": path + " name", onclick: rename }, "Rename"),
                el("button", { "data-key": path + " delete", onclick: () => call("DELETE", path, undefined, `Deleted ${quoted(item.name)}.`) }, "Delete"))));
    }

    function stageOf(resources) {
        const stage = ofType(resources, "AWS::ApiGateway::Stage")[0];
        return stage && `/_api/${stage.properties.RestApiId}/${stage.ref}/`;
    }

    load();
    return { element, onOpen: load };
}
