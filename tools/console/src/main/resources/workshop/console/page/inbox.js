// The account's mail, as a mail program shows it: text, never markup.
import { el, time } from "./dom.js";
import { get } from "./server.js";

export function inbox() {
    const mails = el("div");
    const element = el("div", {}, el("h2", {}, "Inbox"), mails);
    let count;

    async function load() {
        const all = (await get("../_local/mail")).mails.reverse();
        count = all.length;
        mails.replaceChildren(...(all.length ? all.map(mail) : [el("p", { class: "faint" }, "No mail. A confirmed subscription gets one when a to-do is completed.")]));
    }

    function mail(its) {
        return el("article", { class: "card" },
            el("h3", {}, its.subject || "(no subject)"),
            el("p", { class: "faint" }, `to ${its.to} at ${time(its.sentAt)}`),
            its.confirmationUrl && el("p", {}, el("a", { href: its.confirmationUrl, target: "_blank", rel: "noopener" }, "Confirm subscription")),
            el("pre", { tabindex: 0 }, its.text));
    }

    load();
    return { element, onOpen: load, onState: (now) => now.mails !== count && count !== undefined && load() };
}
