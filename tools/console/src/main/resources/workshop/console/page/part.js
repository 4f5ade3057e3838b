// One part of the picture, opened: what it is configured to do, may do, has done.
import { el, pretty } from "./dom.js";
import { get } from "./server.js";

export async function openPart(id) {
    const body = el("div", {}, el("p", {}, "…"));
    const dialog = el("dialog", { "aria-label": "Part of the picture" }, body);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    try {
        const part = await get("node?id=" + encodeURIComponent(id));
        body.replaceChildren(
            el("div", { class: "row" }, el("h2", { class: "grow" }, `${part.name}: ${part.word}`), el("button", { onclick: () => dialog.close() }, "Close")),
            el("p", { class: "faint" }, `${part.type} ${part.id}`),
            ...part.sections.map((section) => el("section", {},
                el("h3", {}, section.title),
                el("pre", { tabindex: 0 }, section.lines ? section.lines.join("\n") || "Nothing yet." : pretty(section.json ?? {})))),
        );
    } catch (error) {
        body.replaceChildren(el("p", { class: "bad" }, error.message), el("button", { onclick: () => dialog.close() }, "Close"));
    }
}
