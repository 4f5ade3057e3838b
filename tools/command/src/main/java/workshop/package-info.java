/** {@code ./workshop}, the participant's command: it knows all commands, and no command knows it. */
package workshop;
