/** Journeys: what became of one change, from the request that made it to the email about it, or to where it ended. */
package workshop.console.journey;
