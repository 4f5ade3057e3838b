/** EventBridge: buses, rules, targets with their retries, archives and replays. */
package workshop.cloud.events;
