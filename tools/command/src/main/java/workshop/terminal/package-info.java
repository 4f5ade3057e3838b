/** What all commands share: how they speak with the person at the terminal, and run the plain commands that they show. */
package workshop.terminal;
