/** CloudWatch Logs: groups, streams, and the newest events of each group. */
package workshop.cloud.logs;
