/** Trials of the whole system: how fast it is, what survives faults, and how what was parked is sent again. */
package workshop.trials;
