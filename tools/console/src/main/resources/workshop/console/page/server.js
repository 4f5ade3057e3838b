// What the page asks the account for. Changes carry the page's own token, which no other page can read.

let token;

const reach = (...what) => fetch(...what).catch(() => {
    throw new Error("The local cloud does not answer.");
});

async function answer(response) {
    const text = await response.text();
    let json;
    try {
        json = text ? JSON.parse(text) : {};
    } catch {
        json = { error: text };
    }
    if (!response.ok) {
        throw new Error(json.error || json.message || json.Message || "The local cloud answered " + response.status);
    }
    return json;
}

export async function get(name) {
    return answer(await reach("/_console/" + name));
}

export async function change(method, name) {
    token ??= await get("token");
    const response = await reach("/_console/" + name, { method, headers: { "X-Console-Token": token } });
    if (response.status === 403) {
        token = undefined; // `up` was started again since
    }
    return answer(response);
}

const TARGETS = { dynamodb: "DynamoDB_20120810", events: "AWSEvents", sqs: "AmazonSQS" };

/** Calls an operation of AWS's services, as any client does: every key is good here, and no signature is checked. */
export async function aws(service, operation, input) {
    const headers = {
        "Authorization": `AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/${service}/aws4_request`,
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": `${TARGETS[service]}.${operation}`,
    };
    return answer(await reach("/", { method: "POST", headers, body: JSON.stringify(input) }));
}

/** Calls the stack's own API, as any client does. */
export async function api(method, url, body) {
    return answer(await reach(url, { method, body: body === undefined ? undefined : JSON.stringify(body) }));
}

/** Calls what is given on each state of the account and on hops as they happen, also after a restart of `up`. */
export function live(onState, onHops, onConnection) {
    const source = new EventSource("/_console/live");
    source.addEventListener("open", () => onConnection(true));
    source.addEventListener("error", () => {
        onConnection(false);
        if (source.readyState === EventSource.CLOSED) {
            setTimeout(() => live(onState, onHops, onConnection), 1000);
        }
    });
    source.addEventListener("state", (event) => onState(JSON.parse(event.data)));
    source.addEventListener("hops", (event) => onHops(JSON.parse(event.data)));
}
