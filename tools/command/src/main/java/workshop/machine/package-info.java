/** What the machine needs for the workshop: {@code doctor} says what is missing, {@code warm} fetches what can be fetched. */
package workshop.machine;
