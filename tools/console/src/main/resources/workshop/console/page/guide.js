// The step's TODOs with what the tests said when they ran last, and the pages of the docs.
import { el } from "./dom.js";
import { get } from "./server.js";

export function guide(page) {
    const todos = el("section", { "aria-label": "TODOs" });
    const text = el("div", { class: "text" });
    const element = el("div", { class: "guide" }, page && el("p", {}, el("a", { href: "#guide" }, "← back to the step")), todos, text);
    let done;

    async function load() {
        try {
            const { html, step } = await get("guide" + (page ? "?page=" + encodeURIComponent(page) : ""));
            if (step && !page) {
                showTodos(step);
            }
            if (!text.hasChildNodes()) {
                // The server escapes what is markup in a page's text, and the page's policy lets nothing in it run.
                text.append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
            }
        } catch (error) {
            text.replaceChildren(el("p", { class: "bad" }, error.message));
        }
    }

    function showTodos(step) {
        if (step.todos.length === 0) {
            todos.replaceChildren(el("p", { class: "bad" }, step.title));
            return;
        }
        const next = step.todos.find((todo) => !todo.done);
        done = step.todos.filter((todo) => todo.done).length;
        todos.replaceChildren(
            el("h2", {}, `${step.title}: ${done} of ${step.todos.length} done`),
            el("ul", {}, step.todos.map((todo) => el("li", { class: todo === next ? "next" : "" },
                el("span", { class: todo.done ? "good" : "faint" }, todo.done ? "✓ " : "○ "),
                todo === next && el("strong", {}, "Next: "),
                el("button", { class: "link", onclick: () => goTo(todo.id) }, `${todo.id} ${todo.title}`),
                el("span", { class: "faint", title: todo.place }, " " + todo.place.replace(/^.*[/\\]/, ""))))),
            el("p", { class: "faint" }, next ? "As the tests said when they ran last: ./workshop test" : "All done. Its tests passed when they ran last."));
    }

    const goTo = (id) => [...text.querySelectorAll("h2")].find((heading) => heading.textContent.startsWith(id + " "))?.scrollIntoView();

    load();
    return { element, onOpen: load, onState: (state) => !page && done !== undefined && state.done !== done && load() };
}
