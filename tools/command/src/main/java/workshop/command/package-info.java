/** The participant's command, {@code ./workshop}: one class for each thing that a person can ask it to do. */
package workshop.command;
