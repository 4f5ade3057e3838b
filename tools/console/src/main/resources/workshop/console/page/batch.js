// What is said of a batch at its way: how many records it has, which one fails, how it is halved, what waits after it.

const MAX_MARKS = 12;
const HALVED_MS = 700;
const FAILED_MS = 250;
const MAX_NEXT = 6;

/** The numbers of the hops that brought the records of a batch; of one record, that is what caused it. */
export const batchOf = ({ details, causes }) => details.records ?? causes;

/** Counts what was written to a table and not read from its stream yet. */
export function backlog() {
    const written = new Map(); // a table's id: the numbers of the hops that wrote to it
    return {
        note(hop) {
            if (/^dynamodb:(Put|Update|Delete|Batch|Transact)/.test(hop.kind) && !hop.reason) {
                written.set(hop.toPart, [...(written.get(hop.toPart) ?? []), hop.number].slice(-1000));
            }
            if (hop.kind === "lambda:Invoke") {
                const read = Math.max(0, ...batchOf(hop)); // records come in order; what was written before them made none
                written.set(hop.fromPart, (written.get(hop.fromPart) ?? []).filter((number) => number > read));
            }
        },
        after: (table) => written.get(table)?.length ?? 0,
        clear: () => written.clear(),
    };
}

const records = (count) => (count === 1 ? "1 record" : count + " records");

/** The marks of a batch's records. */
const marks = (count, first = "") => (count > MAX_MARKS ? [] : Array.from({ length: count }, (_, i) => (i === 0 ? first : "")));

/** A batch that a function gets. */
export const invoked = (count, after) => [marks(count), records(count) + waiting(after)];

const waiting = (count) => (count > 0 ? `, ${count} ${count === 1 ? "waits" : "wait"} after it` : "");

/** What is done with a batch that failed: it is halved, gone on with after the record that failed, or tried again. */
export function retried({ details, payload }, tried, after) {
    const count = payload ? JSON.parse(payload).length : 0;
    if (details.halves) {
        return [[...marks(details.halves[0]), "|", ...marks(details.halves[1])], `halved: ${details.halves.join(" + ")}` + waiting(after)];
    }
    if (details.done) {
        return [[...marks(details.done).map(() => "✓"), "|", ...marks(count, "✗")], `${details.done} done, the next one failed` + waiting(count - 1 + after)];
    }
    return [marks(count, count === 1 ? "✗" : ""), tried + waiting(Math.max(0, count - 1) + after)];
}

const duration = ([marks]) => (marks.includes("|") ? HALVED_MS : marks.includes("✗") ? FAILED_MS : 0);

/** Shows what is said at a way one after the other: a halving and a try that failed stay long enough to be seen. */
export function paced(draw) {
    const next = new Map(); // a way: what is to be shown there, the first of it is
    function show(way) {
        const [now] = next.get(way);
        draw(way, ...now);
        setTimeout(() => {
            next.get(way).shift();
            next.get(way).length ? show(way) : next.delete(way);
        }, duration(now));
    }
    return {
        show(way, ...what) {
            const [now, ...later] = next.get(way) ?? [];
            next.set(way, [...(now ? [now] : []), ...later.filter(duration).slice(-MAX_NEXT), what]);
            if (!now) {
                show(way);
            }
        },
    };
}
