/** Proves that the course teaches what it says: each proof is a class, and what it finds wrong is a {@link Finding}. */
package workshop.prove;
