/** {@code bench}: how fast and how big the system is on this machine. */
package workshop.bench;
