/** The page at the account's endpoint: its files, what it hears as it happens, and what it may ask for. */
package workshop.console.page;
