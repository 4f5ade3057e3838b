/** What happened: every hop of every change, in the order in which it happened. */
package workshop.cloud.trace;
