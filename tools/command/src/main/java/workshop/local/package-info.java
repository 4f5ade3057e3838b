/** A project in a local cloud: {@code up}, {@code demo} and {@code e2e}. */
package workshop.local;
