/** What happened in the account, why, and the page that shows it. The local cloud knows nothing of it. */
package workshop.console;
