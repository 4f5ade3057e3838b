// Which view is shown, and what all views hear of.
import { live } from "./server.js";
import { picture } from "./picture.js";
import { journeys } from "./journeys.js";
import { todos } from "./todos.js";
import { inbox } from "./inbox.js";
import { guide } from "./guide.js";
import { breakIt } from "./break-it.js";

const views = { picture, journeys, todos, inbox, break: breakIt, guide };
const main = document.getElementById("view");
let shown; // what a view returned: its element, and optionally what it does on a state, on hops, at its end
let lost = false;
let state = { queues: {}, faults: [], mails: 0 };

function show() {
    const [name, argument] = decodeURIComponent(location.hash.slice(1) || "picture").split("/");
    const view = views[name] ?? views.picture;
    document.querySelector("dialog")?.close(); // a part that is open belongs to the view before
    shown?.end?.();
    shown = view(argument);
    const isInside = main.contains(document.activeElement);
    main.replaceChildren(shown.element);
    if (isInside) {
        main.focus(); // what had the focus is gone
    }
    shown.onState?.(state);
    for (const link of document.querySelectorAll("nav a")) {
        link.ariaCurrent = link.hash === "#" + name || (!location.hash && link.hash === "#picture") ? "page" : null;
    }
}

function onState(now) {
    state = now;
    document.getElementById("mails").textContent = now.mails || "";
    document.getElementById("faults").textContent = now.faults.length || "";
    shown?.onState?.(now);
}

function onConnection(open) {
    const line = document.getElementById("connection");
    line.textContent = open ? "live" : "The local cloud does not answer; this page waits for it.";
    line.classList.toggle("lost", !open);
    if (open && lost) {
        shown?.onOpen?.(); // what the view has is that of an `up` before
    }
    lost = !open;
}

addEventListener("hashchange", show);
show();
live(onState, (hops) => shown?.onHops?.(hops), onConnection);

