/** What a participant asks for along the way: what is next, a hint, an answer, how far they are. */
package workshop.participant;
