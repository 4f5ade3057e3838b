// One part of the picture, opened: what it is configured to do, may do, has done.
import { el, parsed, pretty } from "./dom.js";
import { aws, get } from "./server.js";

export async function openPart(node) {
    const body = el("div", {}, el("p", {}, "…"));
    const dialog = el("dialog", { "aria-label": "Part of the picture" }, body);
    const close = () => el("button", { onclick: () => dialog.close() }, "Close");
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    try {
        const all = await get("resources");
        const its = all.find((one) => `${one.stack}.${one.logicalId}` === node.id);
        const sections = its ? [...(await (SECTIONS[node.word] ?? (() => []))(its, all)), ["Configuration", its.properties]] : [];
        body.replaceChildren(
            el("div", { class: "row" }, el("h2", { class: "grow" }, `${node.name}: ${node.word}`), close()),
            el("p", { class: "faint" }, its ? `${its.type} ${its.ref}` : "No resource of the stack."),
            ...sections.map(([title, content]) => el("section", {},
                el("h3", {}, title),
                el("pre", { tabindex: 0, class: title === "Log" && "log" }, typeof content === "string" ? content || "Nothing yet." : pretty(content ?? {})))),
        );
        body.querySelectorAll(".log").forEach((pre) => pre.scrollTo(0, pre.scrollHeight)); // the newest line is the last
    } catch (error) {
        body.replaceChildren(el("p", { class: "bad" }, error.message), close());
    }
}

const log = async (group) => (await get("log?group=" + encodeURIComponent(group))).map((line) => line.trimEnd()).join("\n");

const SECTIONS = {
    function: async ({ ref, properties }, all) => [
        ["Log", await log(properties.LoggingConfig?.LogGroup ?? "/aws/lambda/" + ref)],
        ["Environment", properties.Environment?.Variables],
        ["What its role may do", statements(properties.Role, all).map(({ Action, Resource }) => ({ Action, Resource }))],
    ],
    "log group": async ({ ref }) => [["Log", await log(ref)]],
    table: async ({ ref }) => [["Items", (await aws("dynamodb", "Scan", { TableName: ref, Limit: 25 })).Items]],
    "event bus": ({ ref }, all) => ofType(all, "AWS::Events::Rule")
        .filter(({ properties }) => (properties.EventBusName ?? "default").replace(/^.*event-bus\//, "") === ref)
        .map((rule) => ["Pattern of the rule " + construct(rule), rule.properties.EventPattern]),
    topic: ({ ref }, all) => ofType(all, "AWS::SNS::Subscription")
        .filter(({ properties }) => properties.TopicArn === ref)
        .map(({ properties }) => ["Subscription", properties]),
    queue: async (queue, all) => [["Messages", await messages(queue, all)]],
};

/** What people call a resource: the id of its construct. */
export const construct = ({ path }) => path.replace(/\/Resource$/, "").replace(/^.*\//, "");

export const ofType = (all, type) => all.filter((one) => one.type === type);

/** What the policies of a role allow. */
export function statements(role, all) {
    const name = role.replace(/^.*\//, "");
    const policies = all.filter(({ type, properties }) => /^AWS::IAM::(Managed)?Policy$/.test(type) && properties.Roles?.includes(name));
    const inline = ofType(all, "AWS::IAM::Role").filter(({ ref }) => ref === name).flatMap(({ properties }) => properties.Policies ?? []);
    return [...policies.map(({ properties }) => properties), ...inline]
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
        .filter(({ Effect }) => Effect === "Allow");
}

/** Looking counts as receiving; where that has a consequence, it is not done. */
async function messages({ ref, properties, attributes }, all) {
    const counts = properties.RedrivePolicy
        || ofType(all, "AWS::Lambda::EventSourceMapping").some((mapping) => mapping.properties.EventSourceArn === attributes.Arn);
    if (counts) {
        return "Not shown: somebody else receives from this queue, and looking counts as receiving.";
    }
    const { Messages = [] } = await aws("sqs", "ReceiveMessage", { QueueUrl: ref, VisibilityTimeout: 0, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] });
    return Messages.map(({ Body, MessageAttributes = {} }) => ({
        body: parsed(Body),
        ...Object.fromEntries(Object.entries(MessageAttributes).map(([name, value]) => [name, value.StringValue])),
    }));
}
