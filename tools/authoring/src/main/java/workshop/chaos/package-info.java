/** {@code chaos}: a run of the system under faults, and what became of every change. */
package workshop.chaos;
