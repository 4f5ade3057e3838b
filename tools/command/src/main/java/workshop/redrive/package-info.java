/** {@code redrive}: what waits in a stack's parking queues, sent again. */
package workshop.redrive;
