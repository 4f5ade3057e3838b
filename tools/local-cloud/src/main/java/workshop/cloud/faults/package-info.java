/** What should go wrong, on request: throttled and partly failed calls, crashes, hangs, double deliveries. */
package workshop.cloud.faults;
