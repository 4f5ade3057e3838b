/** What the tests share: events as Lambda reads them, AWS on this machine, the synthesized template. */
package todo.testing;
