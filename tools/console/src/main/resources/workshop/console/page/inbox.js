// The account's mail, as a mail program shows it: the mails on the left, the chosen one on the right. Text, never markup.
import { el, refill, time } from "./dom.js";
import { get } from "./server.js";

export function inbox() {
    const list = el("ul", { class: "mails", "aria-label": "Mails" });
    const open = el("article", { class: "card" });
    const element = el("div", { class: "inbox" }, el("h2", {}, "Inbox"), list, open);
    let count;
    let chosen; // the place of a mail in the order in which they came; the newest one if none is chosen

    async function load() {
        const { mails } = await get("../_local/mail");
        count = mails.length;
        const shown = chosen ?? count - 1;
        refill(list, mails.map((mail, i) => el("li", {}, el("button", { "aria-current": i === shown, "data-key": mail.id, onclick: () => choose(i) },
            el("strong", {}, mail.subject || "(no subject)"),
            el("span", { class: "faint" }, `${mail.to}, ${time(mail.sentAt).slice(0, 8)}`)))).reverse());
        open.replaceChildren(...(count ? mail(mails[shown]) : [el("p", { class: "faint" }, "No mail. A confirmed subscription gets one when a to-do is completed.")]));
    }

    function choose(i) {
        chosen = i;
        load();
    }

    const mail = (its) => [
        el("h3", {}, its.subject || "(no subject)"),
        el("p", { class: "faint" }, `to ${its.to} at ${time(its.sentAt)}`),
        its.confirmationUrl && el("p", {}, el("a", { href: its.confirmationUrl, target: "_blank", rel: "noopener" }, "Confirm subscription")),
        el("pre", { tabindex: 0 }, its.text),
    ].filter(Boolean);

    load();
    return { element, onOpen: load, onState: (now) => now.mails !== count && count !== undefined && load() };
}
