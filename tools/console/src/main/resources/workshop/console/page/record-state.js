// What a write makes of a record that has a status, such as one that says whether an event was handled.
import { quoted, shortened } from "./dom.js";

/** In a few words; empty if the write is about no status. The part that writes has the name given; tables are those that have records. */
export function recordState({ kind, payload, name, reason, toPart }, isKnown, writer, tables) {
    if (!payload || !kind.startsWith("dynamodb:")) {
        return "";
    }
    const whose = name ? quoted(shortened(name, 20)) + ": " : "";
    if (isKnown) {
        return whose + "known, so the duplicate does nothing";
    }
    const request = JSON.parse(payload);
    const item = request.Item ?? updated(request);
    const status = item.status?.S;
    if (!reason && kind === "dynamodb:DeleteItem" && tables.has(toPart)) {
        return whose + "no record";
    }
    if (reason || !status) {
        return "";
    }
    tables.add(toPart);
    const until = Number(item.leaseUntil?.N);
    return whose + status.toLowerCase() + (until ? ` by ${writer} until ${new Date(until).toLocaleTimeString("en-GB")}` : "");
}

/** The attributes that an update expression sets to values. */
function updated({ UpdateExpression = "", ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }) {
    return Object.fromEntries([...UpdateExpression.matchAll(/(#?\w+)\s*=\s*(:\w+)/g)].map(([, name, value]) => [names[name] ?? name, values[value]]));
}
