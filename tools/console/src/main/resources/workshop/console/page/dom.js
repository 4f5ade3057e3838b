// Elements from names, attributes and children. Text is always text, never markup: that is what keeps a to-do's name a name.

export function el(name, attributes = {}, ...children) {
    return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) {
            element.addEventListener(name.slice(2), value);
        } else if (value !== false && value !== null && value !== undefined) {
            element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : value);
        }
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return element;
}

/** Puts other children in an element; what had the focus there keeps it, known by its key, or else the view has it. */
export function refill(element, children) {
    const key = element.contains(document.activeElement) && document.activeElement.dataset.key;
    element.replaceChildren(...children);
    if (key) {
        (element.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? element.closest("main"))?.focus();
    }
}

/** A name between quotation marks, which keeps its direction of writing to itself. */
export const quoted = (name) => `“\u2068${name}\u2069”`;

export const time = (at) => new Date(at).toLocaleTimeString("en-GB") + "." + String(new Date(at).getMilliseconds()).padStart(3, "0");

/** What text says that is JSON; other text as it is. */
export function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

/** Text that is JSON, readable; other text as it is. */
export function pretty(text) {
    try {
        return JSON.stringify(typeof text === "string" ? JSON.parse(text) : text, null, 2);
    } catch {
        return text;
    }
}

/** The part of an ARN that people recognize. */
export const short = (arn) =>
    (arn || "").replace(/^arn:[^:]*:([^:]*):[^:]*:[^:]*:/, "$1 ").replace(/(-[0-9A-F]{12})?(:[0-9a-f-]{36})?$/, "");

export const shortened = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);
