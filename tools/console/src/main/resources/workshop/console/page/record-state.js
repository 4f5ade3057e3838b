// What a write makes of a record that has a status, such as one that says whether an event was handled.
import { shortened } from "./dom.js";

/** In a few words; empty if the write is about no status. */
export function recordState({ kind, write, name, good }, isKnown) {
    if (!write || !kind.startsWith("dynamodb:")) {
        return "";
    }
    const whose = name ? `“${shortened(name, 20)}”: ` : "";
    if (isKnown) {
        return whose + "known, so the duplicate does nothing";
    }
    const request = JSON.parse(write);
    const item = request.Item ?? updated(request);
    const status = item?.status?.S;
    if (good && kind === "dynamodb:DeleteItem") {
        return whose + "no record";
    }
    if (!good || !status) {
        return "";
    }
    const until = Number(item.leaseUntil?.N);
    return whose + status.toLowerCase() + (until ? " until " + new Date(until).toLocaleTimeString("en-GB") : "");
}

/** The attributes that an update expression sets to values. */
function updated({ UpdateExpression = "", ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }) {
    return Object.fromEntries([...UpdateExpression.matchAll(/(#?\w+)\s*=\s*(:\w+)/g)].map(([, name, value]) => [names[name] ?? name, values[value]]));
}
