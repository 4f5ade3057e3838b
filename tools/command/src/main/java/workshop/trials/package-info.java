/** What bench and chaos try: a stack of their own, and its API. */
package workshop.trials;
